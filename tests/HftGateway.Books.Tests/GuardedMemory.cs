using System.Runtime.InteropServices;

namespace HftGateway.Books.Tests;

/// <summary>Memory behind which nothing may be touched: a read there ends the process.</summary>
internal sealed unsafe class GuardedMemory : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private readonly nuint _bytes;
    private readonly nuint _pageBytes = (nuint)Environment.SystemPageSize;
    private readonly byte* _start;

    public GuardedMemory(int bytes)
    {
        _bytes = ((nuint)bytes + _pageBytes - 1) / _pageBytes * _pageBytes;
        _start = Map(null, _bytes + _pageBytes, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.True(_start != (byte*)-1);
        Assert.Equal(0, Protect(_start + _bytes, _pageBytes, 0));
    }

    /// <summary>The last bytes before the forbidden page.</summary>
    public Span<byte> Last(int bytes) => new(_start + _bytes - bytes, bytes);

    public void Dispose() => _ = Unmap(_start, _bytes + _pageBytes);

    [DllImport("libc", EntryPoint = "mmap")]
    private static extern byte* Map(
        void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(void* address, nuint length);
}
