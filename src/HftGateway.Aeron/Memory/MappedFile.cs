using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Memory;

/// <summary>
/// A whole file in memory, shared with every other process that maps it.
/// <para><b>Threading.</b> The mapping is immutable; <see cref="Dispose"/> must come after the last use of its
/// memory: touching it afterwards ends the process.</para>
/// <para><b>Invariants.</b> The file is never shortened while it is mapped: every side only creates, maps and deletes.
/// </para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// </summary>
public sealed unsafe partial class MappedFile : IDisposable
{
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private byte* _address;

    private MappedFile(string path, FileStream stream)
    {
        Path = path;
        Length = stream.Length;
        _file = MemoryMappedFile.CreateFromFile(
            stream, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, 0, MemoryMappedFileAccess.ReadWrite);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _address);
        _address += _view.PointerOffset;
    }

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>Length in bytes.</summary>
    public long Length { get; }

    /// <summary>First byte.</summary>
    /// <exception cref="ObjectDisposedException">The mapping is gone.</exception>
    public byte* Address
    {
        get
        {
            ObjectDisposedException.ThrowIf(_address == null, this);
            return _address;
        }
    }

    /// <summary>Maps an existing file for reading and writing.</summary>
    /// <param name="path">Path.</param>
    /// <exception cref="IOException">It cannot be opened or mapped; empty files cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static MappedFile Open(string path)
    {
        var stream = new FileStream(
            path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return MapOrClose(path, stream);
    }

    /// <summary>Creates a file of zeros and maps it. A file of that name is replaced.</summary>
    /// <param name="path">Path.</param>
    /// <param name="length">Length in bytes, above 0.</param>
    /// <param name="sparse">
    /// Leave the file's blocks to be taken when touched. Otherwise they are taken now: a full file system is an error
    /// here, and not a fatal signal (SIGBUS) later.
    /// </param>
    /// <param name="isSpaceChecked">Whether to refuse when the file system says that it has less room.</param>
    /// <exception cref="AeronException">The file system has no room (<see cref="AeronErrorCode.StorageSpace"/>).
    /// </exception>
    /// <exception cref="IOException">It cannot be created or mapped.</exception>
    public static MappedFile Create(string path, long length, bool sparse, bool isSpaceChecked = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        string directory = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!;
        long free = new DriveInfo(directory).AvailableFreeSpace;
        if (isSpaceChecked && free < length)
            throw NoRoom(path, length, free);
        File.Delete(path);
        var stream = new FileStream(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            stream.SetLength(length);
            if (!sparse && OperatingSystem.IsLinux()
                && Allocate(stream.SafeFileHandle, 0, (nint)length) is int error and not 0)
            {
                throw error == NoSpaceLeft ? NoRoom(path, length, free)
                    : new IOException($"cannot take {length} bytes for {path} (errno {error})");
            }
        }
        catch
        {
            stream.Dispose();
            File.Delete(path);
            throw;
        }

        return MapOrClose(path, stream);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_address == null)
            return;
        _address = null;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private const int NoSpaceLeft = 28;

    private static AeronException NoRoom(string path, long length, long free) => new(
        AeronErrorCode.StorageSpace, $"no room for {path}: {length} bytes wanted, {free} free; make room or use shorter terms");

    private static MappedFile MapOrClose(string path, FileStream stream)
    {
        try
        {
            return new MappedFile(path, stream);
        }
        catch (ArgumentException error)
        {
            stream.Dispose();
            throw new IOException($"cannot map {path}: the file is empty", error);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    [LibraryImport("libc", EntryPoint = "posix_fallocate")]
    private static partial int Allocate(SafeHandle descriptor, nint offset, nint length);
}
