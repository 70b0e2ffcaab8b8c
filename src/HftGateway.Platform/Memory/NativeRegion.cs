using System.Runtime.InteropServices;

namespace HftGateway.Platform.Memory;

/// <summary>
/// A block of zeroed memory outside the garbage-collected heap: page-aligned, never moved, and touched before it is
/// handed out, so that no page fault happens on the event path.
/// <para><b>Threading.</b> The region itself is immutable after construction; what lives in it is its users'
/// affair.</para>
/// <para><b>Limits.</b> The length is rounded up to whole pages (2 MiB pages when <c>hugePages</c> is asked for and the
/// region holds at least one). Huge pages are advice: where the kernel refuses, the region still works and
/// <see cref="HugePagesAdvised"/> says so.</para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// </summary>
public sealed unsafe partial class NativeRegion : IDisposable
{
    private const nuint HugePageBytes = 2u << 20;
    private const int ProtRead = 1;
    private const int ProtWrite = 2;
    private const int MapPrivate = 2;
    private const int MapAnonymous = 0x20;
    private const int AdviseHugePage = 14;
    private static readonly void* MapFailed = (void*)-1;

    private readonly void* _mapping;
    private readonly nuint _mappedBytes;
    private byte* _pointer;

    /// <summary>Takes and touches a region.</summary>
    /// <param name="bytes">Bytes wanted, at least 1.</param>
    /// <param name="hugePages">Ask for 2 MiB pages (<c>madvise</c>); worthwhile from a few megabytes up.</param>
    /// <param name="lockInMemory">
    /// Ask for <c>mlock</c>; refused silently beyond the process's limit, see <see cref="Locked"/>.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bytes"/> is zero.</exception>
    /// <exception cref="InsufficientMemoryException">The operating system has no memory left to map.</exception>
    public NativeRegion(nuint bytes, bool hugePages = true, bool lockInMemory = false)
    {
        ArgumentOutOfRangeException.ThrowIfZero(bytes);
        Length = bytes;
        bool huge = hugePages && bytes >= HugePageBytes;
        if (OperatingSystem.IsLinux())
        {
            nuint unit = huge ? HugePageBytes : (nuint)Environment.SystemPageSize;
            nuint rounded = (bytes + unit - 1) / unit * unit;
            // One huge page more than needed, so that a start aligned to 2 MiB exists inside the mapping.
            _mappedBytes = huge ? rounded + HugePageBytes : rounded;
            _mapping = Map(null, _mappedBytes, ProtRead | ProtWrite, MapPrivate | MapAnonymous, -1, 0);
            if (_mapping == MapFailed)
                throw new InsufficientMemoryException(
                    $"cannot map {_mappedBytes} bytes (errno {Marshal.GetLastPInvokeError()})");
            nuint start = huge ? ((nuint)_mapping + HugePageBytes - 1) & ~(HugePageBytes - 1) : (nuint)_mapping;
            _pointer = (byte*)start;
            HugePagesAdvised = huge && Advise(_pointer, rounded, AdviseHugePage) == 0;
            Touch(_pointer, rounded);
            Locked = lockInMemory && Lock(_pointer, rounded) == 0;
        }
        else
        {
            _mapping = NativeMemory.AlignedAlloc(bytes, (nuint)Environment.SystemPageSize);
            _mappedBytes = bytes;
            _pointer = (byte*)_mapping;
            NativeMemory.Clear(_pointer, bytes);
        }
    }

    /// <summary>Frees the region if <see cref="Dispose"/> was forgotten.</summary>
    ~NativeRegion() => Release();

    /// <summary>First byte; aligned to a page (to 2 MiB when huge pages were advised).</summary>
    /// <exception cref="ObjectDisposedException">The region was disposed.</exception>
    public byte* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == null, this);
            return _pointer;
        }
    }

    /// <summary>Usable length in bytes, as asked for.</summary>
    public nuint Length { get; }

    /// <summary>The kernel accepted the advice to back the region with 2 MiB pages.</summary>
    public bool HugePagesAdvised { get; }

    /// <summary>The region is locked in memory and cannot be paged out.</summary>
    public bool Locked { get; }

    /// <summary>Returns the memory. Every pointer into it is dangling afterwards.</summary>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    private void Release()
    {
        if (_pointer == null)
            return;
        _pointer = null;
        if (OperatingSystem.IsLinux())
            _ = Unmap(_mapping, _mappedBytes);
        else
            NativeMemory.AlignedFree(_mapping);
    }

    private static void Touch(byte* pointer, nuint bytes)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        for (nuint offset = 0; offset < bytes; offset += page)
            Volatile.Write(ref pointer[offset], 0);
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(
        void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    private static partial int Advise(void* address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "mlock", SetLastError = true)]
    private static partial int Lock(void* address, nuint length);
}
