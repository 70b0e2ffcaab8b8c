using HftGateway.ILink3.Messages;
using Xunit.Abstractions;

namespace HftGateway.ILink3.Tests;

/// <summary>
/// Messages of schema version 5 from the exchange and its clients, decoded with version 9 to the values that were read
/// out of them independently, by the exchange's own file of version 5.
/// </summary>
public sealed class CapturedMessageTests(ITestOutputHelper output)
{
    private const ulong Uuid = 1_585_839_227_794_207;

    [Fact]
    public void ShouldDecodeASequence()
    {
        if (Load("Sequence") is not { } bytes)
            return;
        Assert.Equal(OpenFrameStatus.Whole, OpenFrame.Read(bytes, out ReadOnlySpan<byte> message, out int length));
        Assert.Equal(bytes.Length, length);
        Assert.True(Sequence506Decoder.TryWrap(message, out var d));
        Assert.Equal((Uuid, 3u, 1, 0), (d.UUID, d.NextSeqNo, (int)d.FaultToleranceIndicator, (int)d.KeepAliveIntervalLapsed));
        Assert.Equal(5, d.ActingVersion);
    }

    [Fact]
    public void ShouldDecodeAStatusReport()
    {
        if (Load("ExecutionReportStatus") is not { } bytes)
            return;
        OpenFrame.Read(bytes, out ReadOnlySpan<byte> message, out _);
        Assert.True(ExecutionReportStatus532Decoder.TryWrap(message, out var d));
        Assert.Equal((1u, Uuid, 1UL, 0UL), (d.SeqNum, d.UUID, d.PartyDetailsListReqID, d.OrderID));
        Assert.Equal(("Order Status Not Found", "0", "TS", "US"), (d.TextText, d.ExecIDText, d.SenderIDText, d.LocationText));
        Assert.Equal(
            (1_585_839_231_829_000UL, 1_585_839_231_829_734_645UL, 1_585_839_231_807_249_100UL),
            (d.TransactTime, d.SendingTimeEpoch, d.MassStatusReqID));
        Assert.True(d.Price.IsNull && d.StopPx.IsNull && !d.HasMinQty && !d.HasExpireDate);
        Assert.Equal(('U', 1, 1), ((char)d.OrdStatus, (int)d.Side, (int)d.LastRptRequested));
        // Null of a character is the byte 0.
        Assert.Equal((0, 0), ((int)d.ExecutionMode, (int)d.OrdType));
        Assert.Equal((0u, 0u, 0u), (d.OrderQty, d.CumQty, d.LeavesQty));
    }

    [Fact]
    public void ShouldDecodeACancelOfQuotes()
    {
        if (Load("QuoteCancel") is not { } bytes)
            return;
        OpenFrame.Read(bytes, out ReadOnlySpan<byte> message, out _);
        Assert.True(QuoteCancel528Decoder.TryWrap(message, out var d));
        Assert.Equal(
            (1UL, 1_585_839_236_351_631_300UL, 2u, 100u, 4),
            (d.PartyDetailsListReqID, d.SendingTimeEpoch, d.SeqNum, d.QuoteID, (int)d.QuoteCancelType));
        Assert.Equal(("TS", "US"), (d.SenderIDText, d.LocationText));
        Assert.Equal(1, d.NoQuoteEntries.Count);
        Assert.Equal("[N/A]", d.NoQuoteEntries[0].SecurityGroupText);
        Assert.Equal(0, d.NoQuoteSets.Count);
    }

    [Fact]
    public void ShouldDecodeAnswersAndFindTheLastCutShort()
    {
        if (Load("QuoteCancelAck") is not { } bytes)
            return;
        ReadOnlySpan<byte> left = bytes;
        int whole = 0;
        while (OpenFrame.Read(left, out ReadOnlySpan<byte> message, out int length) == OpenFrameStatus.Whole)
        {
            Assert.True(QuoteCancelAck563Decoder.TryWrap(message, out var d));
            Assert.Equal(((uint)(2 + whole), Uuid, 100u), (d.SeqNum, d.UUID, d.QuoteID));
            Assert.Equal((4, 0u), ((int)d.QuoteStatus, d.NoProcessedEntries));
            // The character 0 is a value here, not the null.
            Assert.Equal((byte)'0', (byte)d.UnsolicitedCancelType);
            Assert.False(d.HasQuoteRejectReason || d.HasDelayDuration);
            whole++;
            left = left[length..];
        }

        Assert.Equal(3, whole);
        Assert.Equal(OpenFrameStatus.Incomplete, OpenFrame.Read(left, out _, out _));
    }

    private byte[]? Load(string name) =>
        SharedData.Find($"sbe/ilink3-v8.5.{name}.bin", output) is { } path ? File.ReadAllBytes(path) : null;
}
