using System.Buffers.Binary;
using HftGateway.ILink3.Messages;

namespace HftGateway.ILink3.Tests;

public sealed class OpenFrameTests
{
    // Length 26, encoding 0xCAFE, block 14, template 506, schema 8, version 9; both orders of the header's own members.
    private static readonly byte[] Sequence =
    [
        26, 0, 0xFE, 0xCA, 14, 0, 0xFA, 0x01, 8, 0, 9, 0,
        0x15, 0xCD, 0x5B, 0x07, 0, 0, 0, 0, 3, 0, 0, 0, 1, 0,
    ];

    [Fact]
    public void ShouldReadAFrameWhenItIsWhole()
    {
        Assert.Equal(OpenFrameStatus.Whole, OpenFrame.Read(Sequence, out ReadOnlySpan<byte> message, out int bytes));
        Assert.Equal(26, bytes);
        Assert.True(Sequence506Decoder.TryWrap(message, out var sequence));
        Assert.Equal((123_456_789UL, 3u), (sequence.UUID, sequence.NextSeqNo));
    }

    [Fact]
    public void ShouldWriteTheSameBytes()
    {
        byte[] frame = new byte[26];
        Assert.True(Sequence506Encoder.TryWrap(frame.AsSpan(OpenFrame.HeaderBytes), out var sequence));
        sequence.UUID = 123_456_789;
        sequence.NextSeqNo = 3;
        sequence.FaultToleranceIndicator = (FTI)1;
        sequence.KeepAliveIntervalLapsed = (KeepAliveLapsed)0;
        Assert.Equal(26, OpenFrame.Write(frame, sequence.EncodedLength));
        Assert.Equal(Sequence, frame);
    }

    [Fact]
    public void ShouldAskForMoreWhenAFrameIsCutAnywhere()
    {
        for (int length = 0; length < Sequence.Length; length++)
        {
            Assert.Equal(
                OpenFrameStatus.Incomplete, OpenFrame.Read(Sequence.AsSpan(0, length), out var message, out int bytes));
            Assert.Equal((0, 0), (message.Length, bytes));
        }
    }

    [Theory]
    [InlineData(0, OpenFrameStatus.BadLength)]
    [InlineData(4, OpenFrameStatus.BadLength)]
    [InlineData(11, OpenFrameStatus.BadLength)]
    [InlineData(12, OpenFrameStatus.Whole)]
    [InlineData(27, OpenFrameStatus.Incomplete)]
    [InlineData(65_535, OpenFrameStatus.Incomplete)]
    public void ShouldJudgeALength(int length, OpenFrameStatus expected)
    {
        byte[] bytes = [.. Sequence];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)length);
        Assert.Equal(expected, OpenFrame.Read(bytes, out _, out _));
    }

    [Fact]
    public void ShouldRefuseAnotherEncoding()
    {
        byte[] bytes = [.. Sequence];
        (bytes[2], bytes[3]) = (bytes[3], bytes[2]);
        Assert.Equal(OpenFrameStatus.BadEncoding, OpenFrame.Read(bytes, out _, out _));
    }

    [Fact]
    public void ShouldRefuseToWriteWhatDoesNotFit()
    {
        byte[] bytes = new byte[70_000];
        Assert.Equal(65_535, OpenFrame.Write(bytes, 65_531));
        Assert.Throws<ArgumentOutOfRangeException>(() => OpenFrame.Write(bytes, 65_532));
        Assert.Throws<ArgumentOutOfRangeException>(() => OpenFrame.Write(bytes, 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => OpenFrame.Write(new byte[20], 17));
    }
}
