using System.Security.Cryptography;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Pcap;
using Xunit.Abstractions;

namespace HftGateway.MarketData.Tests.Input;

/// <summary>
/// Recordings of real and generated sessions. The expected numbers come from a decoder of their own, written from the
/// specification in another language.
/// </summary>
public sealed class RecordingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("itch/ex20101224.TEST_ITCH_50.framed")]
    [InlineData("itch/ex20101224.TEST_ITCH_50")]
    public void ShouldDecodeEveryFieldWhenDayIsReal(string file)
    {
        if (SharedData.Find(file, output) is not { } path)
            return;
        using MessageSource source = MessageInput.Open(path);
        ItchDecoder decoder = new();
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("BOB", "ALC", "CHAR"));
        Sums sums = new() { Normalizer = normalizer };
        while (source.TryReadBlock(out MessageBlock block))
            decoder.Decode(in block, ref sums);
        Assert.Null(source.Problem);
        Assert.Equal((12_012L, 465_048L, 0L), (decoder.Messages, source.ByteOffset, decoder.Defects));
        Assert.Equal(
            "S6 R3 H3 A4997 F3 E198 X45 D1745 U12 P5000",
            string.Join(' ', ItchLength.Types.ToArray().Where(type => decoder.CountOf(type) != 0)
                .Select(type => $"{(char)type}{decoder.CountOf(type)}")));
        Assert.Equal(12_012, sums.Events);
        Assert.Equal(547_019_865_970_359_541, sums.TimeNs);
        Assert.Equal(317_155_601_034UL, sums.OrderId);
        Assert.Equal(2_380_336_729UL, sums.OrderId2);
        Assert.Equal(1_608_863_587, sums.Price);
        Assert.Equal(1_464_119, sums.Quantity);
        Assert.Equal(2_568, sums.Sells);
        Assert.Equal((1, 0, 2), (normalizer.InstrumentOf(1), normalizer.InstrumentOf(2), normalizer.InstrumentOf(3)));
    }

    [Fact]
    public void ShouldDecodeHandPickedMessagesWhenDayIsReal()
    {
        if (SharedData.Find("itch/ex20101224.TEST_ITCH_50.framed", output) is not { } path)
            return;
        Dictionary<long, (long Offset, byte[] Bytes)> messages = ReadAll(path);
        (long offset, byte[] bytes) = messages[1];
        Assert.Equal(16, offset);
        Assert.True(ItchMessage.TryRead(bytes, out StockDirectoryMessage directory));
        Assert.Equal(
            ("ALC", 'N', 'N', 100u, 'N'),
            (directory.Stock.ToString(), (char)directory.MarketCategory, (char)directory.FinancialStatusIndicator,
                (uint)directory.RoundLotSize, (char)directory.RoundLotsOnly));
        Assert.Equal(
            ('A', "Z", 'P', 'N', 'N', '2', 'N', 0u, 'N'),
            ((char)directory.IssueClassification, directory.IssueSubType.ToString(), (char)directory.Authenticity,
                (char)directory.ShortSaleThresholdIndicator, (char)directory.IpoFlag,
                (char)directory.LuldReferencePriceTier, (char)directory.EtpFlag, (uint)directory.EtpLeverageFactor,
                (char)directory.InverseIndicator));
        Assert.Equal(310, messages[10].Offset);
        Assert.True(ItchMessage.TryRead(messages[10].Bytes, out AddOrderMpidMessage add));
        Assert.Equal(
            (2, 0, 32_813_425_752_711UL, 84_836UL, 'B', 100u, "BOB", 52_917u, "VIRT"),
            (add.StockLocate, add.TrackingNumber, (ulong)add.Timestamp, (ulong)add.OrderReferenceNumber,
                (char)add.BuySellIndicator, (uint)add.Shares, add.Stock.ToString(), (uint)add.Price,
                add.Attribution.ToString()));
        Assert.True(ItchMessage.TryRead(messages[13].Bytes, out OrderExecutedMessage executed));
        Assert.Equal(
            (2, 32_857_937_604_189UL, 87_020UL, 1_220u, 18_049UL),
            ((int)executed.TrackingNumber, (ulong)executed.Timestamp, (ulong)executed.OrderReferenceNumber,
                (uint)executed.ExecutedShares, (ulong)executed.MatchNumber));
        Assert.Equal(13_423, messages[334].Offset);
        Assert.True(ItchMessage.TryRead(messages[334].Bytes, out OrderReplaceMessage replace));
        Assert.Equal(
            (34_586_008_974_764UL, 3_735_040UL, 3_831_915UL, 100u, 55_917u),
            ((ulong)replace.Timestamp, (ulong)replace.OriginalOrderReferenceNumber,
                (ulong)replace.NewOrderReferenceNumber, (uint)replace.Shares, (uint)replace.Price));
        Assert.True(ItchMessage.TryRead(messages[32].Bytes, out TradeMessage trade));
        Assert.Equal(
            (34_210_128_591_201UL, 0UL, 200u, "BOB", 53_333u, 19_447UL),
            ((ulong)trade.Timestamp, (ulong)trade.OrderReferenceNumber, (uint)trade.Shares, trade.Stock.ToString(),
                (uint)trade.Price, (ulong)trade.MatchNumber));
    }

    [Fact]
    public void ShouldDecodeDirectoryWhenStartOfDayIsReal()
    {
        if (SharedData.Find("itch/bekele_12302019_first1000.itch", output) is not { } path)
            return;
        Dictionary<long, (long Offset, byte[] Bytes)> messages = ReadAll(path);
        Assert.Equal((1000, 40_835L), (messages.Count, messages[999].Offset));
        Dictionary<char, int> markets = [];
        long lots = 0;
        long leverage = 0;
        foreach ((long _, byte[] bytes) in messages.Values)
        {
            if (!ItchMessage.TryRead(bytes, out StockDirectoryMessage directory))
                continue;
            char market = (char)directory.MarketCategory;
            markets[market] = markets.GetValueOrDefault(market) + 1;
            lots += directory.RoundLotSize;
            leverage += directory.EtpLeverageFactor;
        }

        Assert.Equal(
            "A38 G94 N408 P81 Q203 S140 Z29",
            string.Join(' ', markets.OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}{pair.Value}")));
        Assert.Equal((99_030L, 383L), (lots, leverage));
        Assert.True(ItchMessage.TryRead(messages[999].Bytes, out StockDirectoryMessage last));
        Assert.Equal(
            ("BPFH", 993, 11_354_360_581_176UL), (last.Stock.ToString(), last.StockLocate, (ulong)last.Timestamp));
    }

    [Fact]
    public void ShouldDeliverEveryMessageOnceWhenSessionIsCaptured()
    {
        if (SharedData.Find("pcap/mold_small_open60k.pcap", output) is not { } path)
            return;
        using MessageSource source = MessageInput.Open(path);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        ItchDecoder decoder = new();
        Sums nothing = default;
        long firstTime = 0;
        long firstOffset = 0;
        bool isEnded = false;
        while (source.TryReadBlock(out MessageBlock block))
        {
            Assert.Equal((0L, block.FirstIndex + 1), (block.GapCount, block.FirstSequence));
            if (block.FirstIndex == 0 && block.Count > 0)
                (firstTime, firstOffset) = (block.PacketUtcNs, block.FirstOffset + 2);
            foreach (ReadOnlySpan<byte> message in block)
                hash.AppendData(message);
            decoder.Decode(in block, ref nothing);
            isEnded = block.EndOfSession;
        }

        Assert.Null(source.Problem);
        Assert.Empty(source.Remarks);
        Assert.True(isEnded);
        PcapMessageSource capture = Assert.IsType<PcapMessageSource>(source);
        Assert.Equal((60_000L, 32_970L), (source.MessageCount, capture.PacketCount));
        Assert.Equal(5, capture.Sessions[0].Heartbeats);
        Assert.Equal((1_577_727_263_843_472_141, 104L), (firstTime, firstOffset));
        Assert.Equal(
            "A24421 F570 E2210 C43 X1366 D25411 U4684 P399 I896",
            string.Join(' ', ItchLength.Types.ToArray().Where(type => decoder.CountOf(type) != 0)
                .Select(type => $"{(char)type}{decoder.CountOf(type)}")));
        Assert.Equal(
            "A85276B2155B52F10885EE2213FBB9BB641740DA1C031DA24212518E3A76A335",
            Convert.ToHexString(hash.GetHashAndReset()));
    }

    [Theory]
    [InlineData("Nasdaq.Equities.TotalView.Itch.v5.0/Multiple.Packets.pcap", 39, 1, 1, "000010059B")]
    [InlineData("Nasdaq.Equities.TotalView.Itch.v5.0/NetOrderImbalanceIndicatorMessage.pcap", 1, 0, 0, "000010059B")]
    [InlineData("Bx.Equities.TotalView.Itch.v5.0/OrderReplaceMessage.pcap", 1, 0, 0, "000010059D")]
    [InlineData("Nasdaq.Equities.TotalView.Itch.v5.0.20230822/CrossTrade.pcap", 5, 0, 0, null)]
    public void ShouldReadRealCapturesWhenVenueIsNasdaq(
        string file, int messages, int gaps, int remarks, string? session)
    {
        if (SharedData.Find("pcap/omi/Nasdaq/" + file, output) is not { } path)
            return;
        using PcapMessageSource source = Assert.IsType<PcapMessageSource>(MessageInput.Open(path));
        int gapBlocks = 0;
        while (source.TryReadBlock(out MessageBlock block))
        {
            gapBlocks += block.GapCount != 0 ? 1 : 0;
            if (block.GapCount != 0)
                Assert.Equal((14_764_497L, 19_009_117L - 14_764_497), (block.GapFirst, block.GapCount));
        }

        Assert.Null(source.Problem);
        Assert.Equal((messages, gaps), ((int)source.MessageCount, gapBlocks));
        Assert.Equal(remarks == 0 && session != null, source.Remarks.Count == 0);
        if (session != null)
            Assert.Equal(session, source.Sessions[0].Session.ToString());
        else
            Assert.Equal(5, source.Sessions[0].UnsequencedPackets);
    }

    [Fact]
    public void ShouldUnderstandEveryMessageWhenVenueIsNasdaqBxOrPsx()
    {
        if (SharedData.Find("pcap/omi/Nasdaq", output) is not { } folder)
            return;
        ItchDecoder decoder = new();
        Sums nothing = default;
        int files = 0;
        foreach (string path in Directory.EnumerateFiles(folder, "*.pcap", SearchOption.AllDirectories))
        {
            if (!path.Contains("TotalView.Itch", StringComparison.Ordinal))
                continue;
            using MessageSource source = MessageInput.Open(path);
            while (source.TryReadBlock(out MessageBlock block))
                decoder.Decode(in block, ref nothing);
            Assert.Null(source.Problem);
            files++;
        }

        Assert.Equal((0L, 49, 227L), (decoder.Defects, files, decoder.Messages));
    }

    [Fact]
    public void ShouldNeverThrowWhenCaptureOfOtherProtocolIsRead()
    {
        if (SharedData.Find("pcap/omi", output) is not { } folder)
            return;
        foreach (string path in Directory.EnumerateFiles(folder, "*.pcap", SearchOption.AllDirectories))
        {
            using MessageSource source = MessageInput.Open(path);
            while (source.TryReadBlock(out MessageBlock block))
                Assert.True(block.Count >= 0);
        }
    }

    private static Dictionary<long, (long Offset, byte[] Bytes)> ReadAll(string path)
    {
        Dictionary<long, (long Offset, byte[] Bytes)> all = [];
        using MessageSource source = MessageInput.Open(path);
        while (source.TryReadBlock(out MessageBlock block))
        {
            MessageBlock.Enumerator messages = block.GetEnumerator();
            while (messages.MoveNext())
                all.Add(messages.Index, (messages.Offset, messages.Current.ToArray()));
        }

        return all;
    }

    private struct Sums : IItchVisitor
    {
        public ItchNormalizer? Normalizer;
        public long Events;
        public long TimeNs;
        public ulong OrderId;
        public ulong OrderId2;
        public long Price;
        public long Quantity;
        public long Sells;

        public void OnMessage(ref byte message, int length, long index, long offset)
        {
            InputEvent e = default;
            if (Normalizer == null || !Normalizer.TryNormalize(ref message, length, index + 1, ref e))
                return;
            Events++;
            TimeNs += e.TimeNs;
            OrderId += e.OrderId;
            OrderId2 += e.OrderId2;
            Price += e.Price;
            if (e.Kind <= EventKind.Trade)
                Quantity += e.Quantity;
            Sells += e.Kind == EventKind.Add && e.Side == EventSide.Sell ? 1 : 0;
        }

        public readonly void OnDefect(in ItchDefect defect)
        {
        }
    }
}
