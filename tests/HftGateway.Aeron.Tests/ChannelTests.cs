using HftGateway.Aeron.Channels;

namespace HftGateway.Aeron.Tests;

/// <summary>Channel texts.</summary>
public sealed class ChannelTests
{
    [Fact]
    public void ShouldReadAllPartsWhenAChannelIsWhole()
    {
        ChannelUri uri = ChannelUri.Parse(
            "aeron-spy:aeron:udp?endpoint=224.10.9.7:4050|interface=localhost|term-length=64k|linger=2s|tether=false|mtu=8192");
        Assert.True(uri.IsSpy);
        Assert.True(uri.IsUdp);
        Assert.Equal("224.10.9.7:4050", uri["endpoint"]);
        Assert.Equal(65536, uri.Size("term-length", 0, 1 << 30));
        Assert.Equal(2_000_000_000, uri.DurationNs("linger", 0, long.MaxValue));
        Assert.False(uri.Boolean("tether"));
        Assert.Equal(8192, uri.Size("mtu", 0, 65504));
        Assert.Null(uri["session-id"]);
        Assert.Equal(
            "aeron-spy:aeron:udp?endpoint=224.10.9.7:4050|interface=localhost|term-length=64k|linger=2s|tether=false|mtu=8192",
            uri.ToString());
        Assert.Equal("aeron:ipc?session-id=-5", ChannelUri.Parse("aeron:ipc").With("session-id", "-5").ToString());
        Assert.Equal("aeron:ipc", ChannelUri.Parse("aeron:ipc?a=b").With("a", null).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ipc")]
    [InlineData("aeron")]
    [InlineData("aeron:tcp")]
    [InlineData("aeron:udp?")]
    [InlineData("aeron:udp?endpoint")]
    [InlineData("aeron:udp?endpoint=")]
    [InlineData("aeron:udp?=x")]
    [InlineData("aeron:udp?a=b||c=d")]
    [InlineData("aeron:udp?a=b|a=c")]
    [InlineData("aeron:ipc?alias=\u00e9")]
    public void ShouldRefuseWhenAChannelIsWrong(string text) =>
        Assert.Equal(
            AeronErrorCode.InvalidChannel, Assert.Throws<AeronException>(() => ChannelUri.Parse(text)).Code);

    [Theory]
    [InlineData("0", 0)]
    [InlineData("64K", 65536)]
    [InlineData("16m", 16777216)]
    [InlineData("1g", 1073741824)]
    [InlineData("8589934591g", 9223372035781033984)]
    public void ShouldReadASizeWhenItHasAUnit(string text, long expected)
    {
        Assert.True(UnitText.TryParseSize(text, out long bytes));
        Assert.Equal(expected, bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("k")]
    [InlineData("-1")]
    [InlineData("1t")]
    [InlineData("8589934592g")]
    public void ShouldRefuseASizeWhenItIsNone(string text) => Assert.False(UnitText.TryParseSize(text, out _));

    [Theory]
    [InlineData("7", 7)]
    [InlineData("7ns", 7)]
    [InlineData("7us", 7_000)]
    [InlineData("7ms", 7_000_000)]
    [InlineData("7s", 7_000_000_000)]
    public void ShouldReadADurationWhenItHasAUnit(string text, long expected)
    {
        Assert.True(UnitText.TryParseDuration(text, out long ns));
        Assert.Equal(expected, ns);
    }

    [Fact]
    public void ShouldNameKeyAndRangeWhenAValueIsOutside()
    {
        AeronException error = Assert.Throws<AeronException>(
            () => ChannelUri.Parse("aeron:ipc?mtu=70000").Size("mtu", 33, 65504));
        Assert.Contains("mtu=70000 is outside 33 to 65504", error.Message, StringComparison.Ordinal);
    }
}
