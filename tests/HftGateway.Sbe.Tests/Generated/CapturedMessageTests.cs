using System.Buffers.Binary;
using HftGateway.MarketData.Mdp3.Messages;
using HftGateway.Sbe.Interpreter;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>Messages that CME sent, through generated code. Skipped where the recordings are absent.</summary>
public sealed class CapturedMessageTests(ITestOutputHelper output)
{
    [Fact]
    public void ShouldReadTheListedValuesWhenABookRefreshWasCaptured()
    {
        if (SharedData.Find("sbe/mdp3-v1.9.MdIncrementalRefreshBook.bin", output) is not { } path)
            return;
        byte[] packet = File.ReadAllBytes(path);

        Assert.True(MDIncrementalRefreshBook46Decoder.TryWrap(packet.AsSpan(14, 1150), out var book));

        Assert.Equal(1_536_760_535_644_820_404u, book.TransactTime);
        Assert.Equal(MatchEventIndicator.LastQuoteMsg, book.MatchEventIndicator);
        Assert.Equal(23, book.NoMDEntries.Count);
        Assert.Equal(16, book.NoOrderIDEntries.Count);
        Assert.Equal(15_230_000_000_000, book.NoMDEntries[0].MDEntryPx.Mantissa);
        Assert.Equal(15_230.0, book.NoMDEntries[0].MDEntryPx.ToDouble());
        Assert.Equal(157_660, book.NoMDEntries[0].SecurityID);
        Assert.Equal(411u, book.NoMDEntries[0].RptSeq);
        Assert.Equal(MDUpdateAction.Delete, book.NoMDEntries[0].MDUpdateAction);
        Assert.Equal(MDEntryTypeBook.Offer, book.NoMDEntries[0].MDEntryType);
        // Version 9 knows no TradeableSize, although its block has the bytes.
        Assert.False(book.NoMDEntries[0].HasTradeableSize);
        Assert.Equal(int.MaxValue, book.NoMDEntries[0].TradeableSize);
        Assert.Equal(1150, book.EncodedLength);
    }

    // Values read out of the bytes by hand, at the offsets of the exchange's schema of version 9.
    [Fact]
    public void ShouldReadTheListedValuesWhenATradeWasCaptured()
    {
        if (SharedData.Find("sbe/mdp3-v1.9.MdIncrementalRefreshTradeSummary.bin", output) is not { } path)
            return;
        byte[] packet = File.ReadAllBytes(path);

        Assert.True(MDIncrementalRefreshTradeSummary48Decoder.TryWrap(packet.AsSpan(14, 110), out var trade));
        Assert.Equal((1_536_760_535_670_166_278u, MatchEventIndicator.LastTradeMsg), (trade.TransactTime, trade.MatchEventIndicator));
        Assert.Equal((1, 3), (trade.NoMDEntries.Count, trade.NoOrderIDEntries.Count));
        var entry = trade.NoMDEntries[0];
        Assert.Equal((12_952_000_000_000, 2, 170_506), (entry.MDEntryPx.Mantissa, entry.MDEntrySize, entry.SecurityID));
        Assert.Equal((20_185u, 3, 341_412u), (entry.RptSeq, entry.NumberOfOrders, entry.MDTradeEntryID));
        Assert.Equal((AggressorSide.Sell, MDUpdateAction.New), (entry.AggressorSide, entry.MDUpdateAction));
        (ulong, int)[] orders = new (ulong, int)[3];
        for (int i = 0; i < orders.Length; i++)
            orders[i] = (trade.NoOrderIDEntries[i].OrderID, trade.NoOrderIDEntries[i].LastQty);
        (ulong, int)[] listed = [(88_463_941_745, 2), (88_463_939_692, 1), (88_463_940_665, 1)];
        Assert.Equal(listed, orders);

        Assert.True(MDIncrementalRefreshVolume37Decoder.TryWrap(packet.AsSpan(126, 38), out var volume));
        Assert.Equal(
            (3_765, 170_506, 20_186u),
            (volume.NoMDEntries[0].MDEntrySize, volume.NoMDEntries[0].SecurityID, volume.NoMDEntries[0].RptSeq));
    }

    [Fact]
    public void ShouldReadTheListedValuesWhenAnOrderWasCaptured()
    {
        if (SharedData.Find("sbe/mdp3-v1.9.MdIncrementalRefreshOrderBook.bin", output) is not { } path)
            return;
        Assert.True(MDIncrementalRefreshOrderBook47Decoder.TryWrap(File.ReadAllBytes(path).AsSpan(14), out var book));
        Assert.Equal(1_536_760_536_853_618_175u, book.TransactTime);
        Assert.Equal(MatchEventIndicator.LastQuoteMsg | MatchEventIndicator.EndOfEvent, book.MatchEventIndicator);
        var order = Assert.Single(Entries(book));
        Assert.Equal((76_662_054_355u, 641_463_012u, 12_068_000_000_000, 4), (order.Id, order.Priority, order.Price, order.Quantity));
        Assert.Equal((532_259, MDUpdateAction.New, MDEntryTypeBook.Offer), (order.SecurityId, order.Action, order.Type));
    }

    private static List<(ulong Id, ulong Priority, long Price, int Quantity, int SecurityId, MDUpdateAction Action, MDEntryTypeBook Type)>
        Entries(MDIncrementalRefreshOrderBook47Decoder book)
    {
        List<(ulong, ulong, long, int, int, MDUpdateAction, MDEntryTypeBook)> entries = [];
        foreach (var e in book.NoMDEntries)
        {
            entries.Add((
                e.OrderID, e.MDOrderPriority, e.MDEntryPx.Mantissa, e.MDDisplayQty, e.SecurityID, e.MDUpdateAction, e.MDEntryType));
        }

        return entries;
    }

    [Theory]
    [InlineData("cme-mdp3-v1.13.xml", "mdp3-v1.9.*.bin", 12, 2, 2)]
    [InlineData("cme-mdp3-v1.9.xml", "mdp3-v1.9.*.bin", 12, 2, 2)]
    [InlineData("cme-mdp3-v1.8.xml", "mdp3-v1.8.*.bin", 12, 2, 2)]
    [InlineData("cme-mdp3-v1.5.xml", "mdp3-v1.5.*.bin", 12, 2, 2)]
    [InlineData("cme-mdp3-v1.13.xml", "mdp3-v1.12.*.bin", 14, 2, 2)]
    [InlineData("cme-ilink3-v8.5.xml", "ilink3-v8.5.*.bin", 0, 4, 4)]
    [InlineData("cme-ilink3-v8.9.xml", "ilink3-v8.5.*.bin", 0, 4, 4)]
    public void ShouldReadWhatTheInterpreterReadsWhenMessagesWereCaptured(
        string schema, string files, int packetHeader, int prefix, int counted)
    {
        if (SharedData.Find("sbe", output) is not { } folder)
            return;
        CompiledDriver driver = CompiledDriver.Compile([File.ReadAllText(Path.Combine(folder, schema))])[0];
        int messages = 0;
        foreach (string file in Directory.EnumerateFiles(folder, files))
        {
            byte[] packet = File.ReadAllBytes(file);
            for (int at = packetHeader; at + prefix <= packet.Length;)
            {
                int size = BinaryPrimitives.ReadUInt16LittleEndian(packet.AsSpan(at));
                if (size < prefix || at + size > packet.Length)
                    break;
                messages += Check(driver, packet.AsSpan(at + counted, size - counted)) ? 1 : 0;
                at += size;
            }
        }
        output.WriteLine($"{messages} messages of {files} with {schema}");
        Assert.True(messages > 0);
    }

    private static bool Check(CompiledDriver driver, ReadOnlySpan<byte> message)
    {
        NormalisingVisitor expected = new(driver.Schema.ByteOrder);
        List<string> tokens = [];
        SbeDecodeStatus status = SbeDecoder.Decode(driver.Schema, message, expected).Status;
        bool isRead = driver.Decode(message, tokens);
        Assert.Equal(status == SbeDecodeStatus.Ok, isRead);
        if (isRead)
            Assert.Equal(expected.Tokens, tokens);
        return isRead;
    }
}
