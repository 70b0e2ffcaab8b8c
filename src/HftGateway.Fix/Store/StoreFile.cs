using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace HftGateway.Fix;

/// <summary>Making, locking and checking store files.</summary>
internal static unsafe partial class StoreFile
{
    /// <summary>Disk space is taken in pieces of at most this size.</summary>
    internal const int AllocationBytes = 16 << 20;

    /// <summary>Makes a store file. It has its name only when it is whole.</summary>
    internal static void Create(string path, string identity, long utcNs, FixStoreOptions options)
    {
        string fresh = path + ".new";
        WriteOrDelete(fresh, identity, utcNs, options);
        File.Move(fresh, path, overwrite: false);
    }

    /// <summary>Makes the file that <see cref="Replace"/> puts in a store's place. A full disk is an error here.</summary>
    internal static void Prepare(string path, string identity, long utcNs, FixStoreOptions options) =>
        WriteOrDelete(path + ".new", identity, utcNs, options);

    /// <summary>
    /// Puts a file aside and a new one, prepared before, in its place. Killed between the two, the old one is gone from its
    /// name; the next opening makes a new one, which is what was wanted.
    /// </summary>
    internal static void Replace(string path, string aside)
    {
        File.Move(path, aside, overwrite: false);
        File.Move(path + ".new", path, overwrite: false);
    }

    internal static string PutAsideName(string path, long createdUtcNs)
    {
        DateTime created = DateTime.UnixEpoch.AddTicks(createdUtcNs / 100);
        string name = $"{path}.{created.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}";
        string free = name;
        for (int i = 1; File.Exists(free); i++)
            free = string.Create(CultureInfo.InvariantCulture, $"{name}.{i}");
        return free;
    }

    internal static FileStream Lock(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FixStoreException(
                $"{path}: cannot be opened for this process alone: {error.Message}; is another one using it?", error);
        }
    }

    /// <summary>Checks that the file is a whole store of this session and returns its segment size.</summary>
    internal static int CheckHeader(FileStream file, string path, string identity)
    {
        byte[] header = new byte[StoreLayout.HeaderBytes];
        file.Position = 0;
        if (file.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length)
            throw new FixStoreException($"{path}: cut short: {file.Length} bytes; restore the file from a copy");
        if (!header.AsSpan(0, 8).SequenceEqual(StoreLayout.Magic))
            throw new FixStoreException($"{path}: is not a store of this program; name another file");
        uint version = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(8));
        if (version != StoreLayout.FormatVersion)
            throw new FixStoreException(string.Create(CultureInfo.InvariantCulture,
                $"{path}: has format {version}, this program reads {StoreLayout.FormatVersion}"));
        uint segment = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(12));
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(24));
        if (length > StoreLayout.MaxIdentityBytes
            || BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(28)) != HeaderCrc(header, (int)length)
            || segment < 1 << 16 || segment > 1 << 30 || segment % (1 << 16) != 0)
            throw new FixStoreException($"{path}: its header is damaged; restore the file from a copy");
        string owner = Encoding.UTF8.GetString(header, StoreLayout.IdentityAt, (int)length);
        if (owner != identity)
            throw new FixStoreException($"{path}: is the store of session {owner}, not of {identity}");
        bool known;
        ulong noted;
        fixed (byte* cell = &header[StoreLayout.LengthCellAt])
            known = StoreLayout.ReadCell(cell, out noted);
        if (!known || (ulong)file.Length < noted || file.Length % segment != 0)
            throw new FixStoreException(string.Create(CultureInfo.InvariantCulture,
                $"{path}: cut short: {file.Length} of {noted} bytes; restore the file from a copy"));
        return (int)segment;
    }

    private static void WriteOrDelete(string path, string identity, long utcNs, FixStoreOptions options)
    {
        try
        {
            Write(path, identity, utcNs, options);
        }
        catch (IOException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static void Write(string path, string identity, long utcNs, FixStoreOptions options)
    {
        options.Validate();
        byte[] header = new byte[StoreLayout.HeaderBytes];
        byte[] name = Encoding.UTF8.GetBytes(identity);
        if (name.Length is 0 or > StoreLayout.MaxIdentityBytes)
            throw new ArgumentException(
                $"'{identity}': 1 to {StoreLayout.MaxIdentityBytes} bytes are allowed", nameof(identity));
        StoreLayout.Magic.CopyTo(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), StoreLayout.FormatVersion);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(12), (uint)options.SegmentBytes);
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(16), utcNs);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(24), (uint)name.Length);
        name.CopyTo(header, StoreLayout.IdentityAt);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(28), HeaderCrc(header, name.Length));
        int turn = 0;
        fixed (byte* p = header)
        {
            StoreLayout.WriteCell(p + StoreLayout.ExpectedCellAt, 1, ref turn);
            StoreLayout.WriteCell(p + StoreLayout.LengthCellAt, (ulong)options.SegmentBytes, ref turn);
        }
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        file.Write(header);
        file.Flush();
        file.SetLength(options.SegmentBytes);
        Allocate(file, 0, Math.Min(options.SegmentBytes, AllocationBytes));
    }

    /// <summary>Takes as much space as is wanted, or, where there is less, as is needed. Returns how much.</summary>
    /// <exception cref="IOException">There is not even that.</exception>
    internal static int Allocate(FileStream file, long start, int needed, int wanted)
    {
        try
        {
            Allocate(file, start, wanted);
            return wanted;
        }
        catch (IOException) when (needed < wanted)
        {
            Allocate(file, start, needed);
            return needed;
        }
    }

    /// <summary>
    /// Takes space on the disk for a part of the file, lengthening it where it must: memory mapped over a hole would kill the
    /// process when the disk is full, and here it is an error. Does nothing for what has its space.
    /// </summary>
    /// <exception cref="IOException">There is no space.</exception>
    internal static void Allocate(FileStream file, long start, int bytes)
    {
        if (OperatingSystem.IsLinux())
        {
            int error = PosixFallocate(file.SafeFileHandle, start, bytes);
            if (error != 0)
                throw new IOException(
                    $"{file.Name}: no space for {bytes} bytes: {Marshal.GetPInvokeErrorMessage(error)}");
            return;
        }
        if (file.Length >= start + bytes)
            return;
        byte[] zeros = new byte[bytes];
        RandomAccess.Write(file.SafeFileHandle, zeros.AsSpan((int)Math.Max(0, file.Length - start)),
            Math.Max(start, file.Length));
    }

    /// <summary>
    /// Offset of the first byte at or behind a place that is not in a hole of the file; its length when there is none, and the
    /// place itself where the system cannot tell.
    /// </summary>
    internal static long NextData(FileStream file, long from)
    {
        if (!OperatingSystem.IsLinux())
            return from;
        long at = Seek(file.SafeFileHandle, from, SeekData);
        return at >= 0 ? at : Marshal.GetLastPInvokeError() == NoSuchData ? file.Length : from;
    }

    /// <summary>Offset of the first hole behind a place with data; the file's length when there is none.</summary>
    internal static long NextHole(FileStream file, long from)
    {
        long at = OperatingSystem.IsLinux() ? Seek(file.SafeFileHandle, from, SeekHole) : -1;
        return at > from ? at : file.Length;
    }

    private const int SeekData = 3;
    private const int SeekHole = 4;
    private const int NoSuchData = 6; // ENXIO

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    private static partial long Seek(SafeFileHandle file, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int PosixFallocate(SafeFileHandle file, long offset, long length);

    private static uint HeaderCrc(ReadOnlySpan<byte> header, int identityLength) =>
        StoreLayout.Crc(header.Slice(StoreLayout.IdentityAt, identityLength), StoreLayout.Crc(header[..28]));
}
