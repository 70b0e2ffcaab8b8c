using HftGateway.Platform.Memory;

namespace HftGateway.Platform.Tests;

public unsafe class NativeRegionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData((2 << 20) - 1)]
    [InlineData(2 << 20)]
    [InlineData((5 << 20) + 3)]
    public void ShouldBeZeroedAlignedAndWritableToTheLastByte(int bytes)
    {
        using var region = new NativeRegion((nuint)bytes);
        var span = new Span<byte>(region.Pointer, bytes);
        Assert.Equal(-1, span.IndexOfAnyExcept((byte)0));
        Assert.Equal((nuint)bytes, region.Length);
        Assert.Equal(0, (long)region.Pointer % Environment.SystemPageSize);
        if (region.HugePagesAdvised)
            Assert.Equal(0, (long)region.Pointer % (2 << 20));
        span.Fill(0xAB);
        Assert.Equal(-1, span.IndexOfAnyExcept((byte)0xAB));
    }

    [Fact]
    public void ShouldRefuseToBeEmpty() => Assert.Throws<ArgumentOutOfRangeException>(() => new NativeRegion(0));

    [Fact]
    public void ShouldNotGiveOutItsPointerWhenDisposed()
    {
        var region = new NativeRegion(10);
        region.Dispose();
        region.Dispose();
        Assert.Throws<ObjectDisposedException>(() => (long)region.Pointer);
    }
}
