using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Tests.Itch;

/// <summary>A page of memory whose following page must not be touched.</summary>
internal sealed unsafe class GuardedPage : IDisposable
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private readonly nuint _pageBytes = (nuint)Environment.SystemPageSize;
    private readonly byte* _start;

    public GuardedPage()
    {
        _start = Map(null, 2 * _pageBytes, ReadWrite, PrivateAnonymous, -1, 0);
        Assert.True(_start != (byte*)-1);
        Assert.Equal(0, Protect(_start + _pageBytes, _pageBytes, 0));
    }

    /// <summary>The last bytes before the forbidden page.</summary>
    public Span<byte> Last(int bytes) => new(_start + (int)_pageBytes - bytes, bytes);

    public void Dispose() => _ = Unmap(_start, 2 * _pageBytes);

    [DllImport("libc", EntryPoint = "mmap")]
    private static extern byte* Map(
        void* address, nuint length, int protection, int flags, int descriptor, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    private static extern int Protect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    private static extern int Unmap(void* address, nuint length);
}
