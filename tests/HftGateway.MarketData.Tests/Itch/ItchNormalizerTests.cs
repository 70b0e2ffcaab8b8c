using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Tests.Itch;

public sealed class ItchNormalizerTests
{
    private const long Midnight = 1_692_676_800_000_000_000;

    [Theory]
    // Real messages of Nasdaq, BX and PSX on 2023-08-22; the last four are made up.
    [InlineData(
        "4606CA00001F1ACED99936000000000120BE75530000006444434153202020200026FD40464C5455",
        EventKind.Add, EventSide.Sell, 0, 0x06CA, 34_199_999_977_782, 0x0120BE75UL, 0UL, 2_555_200L, 100, 0)]
    [InlineData(
        "41103A00001F1ACEDC181400000000000E07A042000003E846585920202020200009B9D8",
        EventKind.Add, EventSide.Buy, 0, 0x103A, 34_200_000_141_332, 0x0E07A0UL, 0UL, 637_400L, 1000, 0)]
    [InlineData(
        "4524C500021F1ACEEE537E00000000000E0766000000640000000000006845",
        EventKind.Execute, EventSide.Buy, 0, 0x24C5, 34_200_001_336_190, 0x0E0766UL, 0x6845UL, 0L, 100, 0)]
    [InlineData(
        "43100900021F1AEDF81F5B00000000000E61FF00000064000000000000688D590000CEA4",
        EventKind.ExecuteWithPrice, EventSide.Buy, 1, 0x1009, 34_200_522_071_899,
        0x0E61FFUL, 0x688DUL, 52_900L, 100, 0)]
    [InlineData(
        "4313E400011F1ACEEBB03B00000000013113DE0000133E000000000003E65D4E00036E20",
        EventKind.ExecuteWithPrice, EventSide.Buy, 0, 0x13E4, 34_200_001_163_323,
        0x013113DEUL, 0x03E65DUL, 224_800L, 4926, 0)]
    [InlineData(
        "58062200001F1ACF8681E800000000000DEAC600000064",
        EventKind.Reduce, EventSide.Buy, 0, 0x0622, 34_200_011_309_544, 0x0DEAC6UL, 0UL, 0L, 100, 0)]
    [InlineData(
        "440B8A00001F1ACEE0188200000000000E07A6",
        EventKind.Delete, EventSide.Buy, 0, 0x0B8A, 34_200_000_403_586, 0x0E07A6UL, 0UL, 0L, 0, 0)]
    [InlineData(
        "5519E700001F1ACEE46AB500000000000897D700000000000E082D00000064000219E4",
        EventKind.Replace, EventSide.Buy, 0, 0x19E7, 34_200_000_686_773, 0x0897D7UL, 0x0E082DUL, 137_700L, 100, 0)]
    [InlineData(
        "50119300021F1ACEE462A900000000000000004200000064474F4F474C202020001399F8000000000003E642",
        EventKind.Trade, EventSide.Buy, 0, 0x1193, 34_200_000_684_713, 0UL, 0x03E642UL, 1_284_600L, 100, 0)]
    [InlineData(
        "5103D700011F1ACEE1500300000000000000004241432D5120202000000000000000000003E63E4F",
        EventKind.Cross, EventSide.Buy, 0, 0x03D7, 34_200_000_483_331, 0UL, 0x03E63EUL, 0L, 0, 'O')]
    [InlineData(
        "4A2C3D00001F1E703B4F955A585A5A5420202000020918000223440001AA9000000000",
        EventKind.PriceCollar, EventSide.Buy, 0, 0x2C3D, 34_215_592_415_125, 140_100UL, 109_200UL, 133_400L, 0, 0)]
    [InlineData(
        "482C3D00001F1E703AAED15A585A5A54202020482020202020",
        EventKind.TradingAction, EventSide.Buy, 0, 0x2C3D, 34_215_592_373_969, 0UL, 0UL, 0L, 'H', 0)]
    [InlineData(
        "5924BD00001F1AD5CF30A5534F50412020202031",
        EventKind.ShortSaleRestriction, EventSide.Buy, 0, 0x24BD, 34_200_116_736_165, 0UL, 0UL, 0L, '1', 0)]
    [InlineData(
        "4E04EA00001F1ACECEFF2F42495A44202020204E",
        EventKind.Information, EventSide.Buy, 0, 0x04EA, 34_199_999_282_991, 0UL, 0UL, 0L, 0, 0)]
    [InlineData(
        "68000100020000000000074141504C202020205148",
        EventKind.OperationalHalt, EventSide.Buy, 0, 1, 7, 0UL, 0UL, 0L, 'Q', 'H')]
    [InlineData(
        "420001000200000000000700000000000000FF",
        EventKind.BrokenTrade, EventSide.Buy, 0, 1, 7, 0UL, 0xFFUL, 0L, 0, 0)]
    [InlineData(
        "520001000200000000000741202020202020204E20000000644E435A20504E20314E000000014E",
        EventKind.Directory, EventSide.Buy, 0, 1, 7, 0UL, 0UL, 0L, 100, 0)]
    public void ShouldMapEveryFieldWhenMessageIsSubscribed(
        string hex, EventKind kind, EventSide side, int flags, int locate, long timeNs, ulong orderId, ulong orderId2,
        long price, int quantity, int quantity2)
    {
        byte[] message = Convert.FromHexString(hex);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(10), venue: 3, Midnight);
        // The locate becomes known as instrument 1 through an earlier message of another symbol first.
        Learn(normalizer, 60_000, "OTHER");
        Learn(normalizer, (ushort)locate, "WANTED");
        InputEvent e = default;
        new Random(1).NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(new Span<InputEvent>(ref e)));
        Assert.True(normalizer.TryNormalize(ref message[0], message.Length, 42, ref e));
        Assert.Equal(kind, e.Kind);
        Assert.Equal(side, e.Side);
        Assert.Equal((EventFlags)flags, e.Flags);
        Assert.Equal(message[0], e.Code);
        Assert.Equal(1, e.Instrument);
        Assert.Equal(3, e.Venue);
        Assert.Equal(timeNs, e.TimeNs);
        Assert.Equal(Midnight + timeNs, e.UtcNs);
        Assert.Equal(orderId, e.OrderId);
        Assert.Equal(orderId2, e.OrderId2);
        Assert.Equal(price, e.Price);
        Assert.Equal(quantity, e.Quantity);
        Assert.Equal(quantity2, e.Quantity2);
        Assert.Equal(42, e.Sequence);
    }

    [Theory]
    [InlineData("53000000001F1ACEDB85FC51", EventKind.SystemEvent, 'Q')]
    [InlineData("570000000000000000000731", EventKind.CircuitBreaker, '1')]
    [InlineData(
        "5600000000000000000007000000000000000100000000000000020000000000000003", EventKind.Information, 0)]
    public void ShouldConcernNoInstrumentWhenMessageIsVenueWide(string hex, EventKind kind, int quantity)
    {
        byte[] message = Convert.FromHexString(hex);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("A"));
        InputEvent e = default;
        Assert.True(normalizer.TryNormalize(ref message[0], message.Length, 1, ref e));
        Assert.Equal((kind, InputEvent.NoInstrument, quantity), (e.Kind, e.Instrument, e.Quantity));
    }

    [Fact]
    public void ShouldKeepVenueWideMessagesWhenLocateZeroCarriesAnotherSymbol()
    {
        byte[] message = Convert.FromHexString("53000000001F1ACEDB85FC51");
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("A"));
        InputEvent e = default;
        Assert.False(Try(normalizer, ItchSamples.Add("X", 0, 1, 'B', 1, 1), ref e));
        Assert.True(Try(normalizer, message, ref e));
        Assert.Equal(InputEvent.NoInstrument, e.Instrument);
    }

    [Fact]
    public void ShouldUseIngressTimeWhenGiven()
    {
        byte[] message = ItchSamples.Add("A", 1, 5, 'B', 100, 10_000, timeNs: 77);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("A"), 0, Midnight);
        InputEvent e = default;
        Assert.True(normalizer.TryNormalize(ref message[0], message.Length, 1, 123_456, ref e));
        Assert.Equal((77L, 123_456L), (e.TimeNs, e.UtcNs));
    }

    [Fact]
    public void ShouldDropWhenLocateIsNotSubscribedOrNotKnown()
    {
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("B", "A"));
        InputEvent e = default;
        Assert.False(Try(normalizer, ItchSamples.Delete(7, 1), ref e));
        Assert.False(Try(normalizer, ItchSamples.Add("X", 8, 1, 'B', 1, 1), ref e));
        Assert.Equal(2, normalizer.NotSubscribedCount);
        Assert.True(Try(normalizer, ItchSamples.Add("A", 7, 1, 'B', 1, 1), ref e));
        Assert.Equal(1, e.Instrument);
        Assert.True(Try(normalizer, ItchSamples.Delete(7, 1), ref e));
        Assert.Equal((EventKind.Delete, (ushort)1), (e.Kind, e.Instrument));
        // A second locate of a symbol is not followed: the first one stays the symbol's.
        Assert.False(Try(normalizer, ItchSamples.Add("A", 9, 2, 'B', 1, 1), ref e));
        Assert.Equal(1, normalizer.DuplicateLocateCount);
        Assert.Equal(1, normalizer.InstrumentOf(7));
        Assert.Equal(InputEvent.NoInstrument, normalizer.InstrumentOf(9));
        normalizer.ForgetLocates();
        Assert.True(Try(normalizer, ItchSamples.Add("A", 9, 2, 'B', 1, 1), ref e));
        Assert.Equal(1, normalizer.InstrumentOf(9));
    }

    [Fact]
    public void ShouldIndexBySightUpToLimitWhenEverySymbolIsWanted()
    {
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(2));
        InputEvent e = default;
        Assert.True(Try(normalizer, ItchSamples.Add("Z", 500, 1, 'B', 1, 1), ref e));
        Assert.Equal(0, e.Instrument);
        Assert.True(Try(normalizer, ItchSamples.Add("A", 1, 1, 'B', 1, 1), ref e));
        Assert.Equal(1, e.Instrument);
        Assert.False(Try(normalizer, ItchSamples.Add("Q", 2, 1, 'B', 1, 1), ref e));
        Assert.Equal(1, normalizer.Universe.BeyondCapacity);
        Assert.Equal("Z", normalizer.Universe.SymbolOf(0).ToString());
    }

    [Fact]
    public void ShouldRefuseAndCountWhenMessageIsDefective()
    {
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("A"));
        InputEvent e = default;
        byte[] add = ItchSamples.Add("A", 1, 1, 'B', 100, 10_000);
        Assert.False(normalizer.TryNormalize(ref add[0], 35, 1, ref e));
        Assert.False(normalizer.TryNormalize(ref add[0], 0, 2, ref e));
        byte[] unknown = [(byte)'z', .. add[1..]];
        Assert.False(Try(normalizer, unknown, ref e));
        add[19] = (byte)'C';
        Assert.False(Try(normalizer, add, ref e));
        Assert.Equal(
            (1L, 2L, 1L), (normalizer.WrongLengthCount, normalizer.UnknownTypeCount, normalizer.BadFieldCount));
        Assert.Equal(ItchDefectKind.BadField, normalizer.LastDefect.Kind);
        Assert.Equal(default, e.Kind);
    }

    [Fact]
    public void ShouldAcceptOnlyBuyAndSellWhenAnySideLetterIsTried()
    {
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("A"));
        InputEvent e = default;
        for (int letter = 0; letter < 256; letter++)
        {
            byte[] add = ItchSamples.Add("A", 1, 1, (char)letter, 100, 10_000);
            bool isAccepted = Try(normalizer, add, ref e);
            Assert.Equal(letter is 'B' or 'S', isAccepted);
            if (isAccepted)
                Assert.Equal(letter == 'S' ? EventSide.Sell : EventSide.Buy, e.Side);
        }
    }

    [Fact]
    public void ShouldSaturateWhenQuantityExceedsEvent()
    {
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of("A"));
        InputEvent e = default;
        Assert.True(Try(normalizer, ItchSamples.Add("A", 1, 1, 'B', uint.MaxValue, uint.MaxValue), ref e));
        Assert.Equal((int.MaxValue, (long)uint.MaxValue), (e.Quantity, e.Price));
        CrossTradeMessage cross = ItchMessage.Create<CrossTradeMessage>(1, 1);
        cross.Shares = 1UL << 40;
        Assert.True(Try(normalizer, ItchMessage.AsBytes(in cross).ToArray(), ref e));
        Assert.Equal(int.MaxValue, e.Quantity);
    }

    private static void Learn(ItchNormalizer normalizer, ushort locate, string symbol)
    {
        InputEvent e = default;
        Assert.True(Try(normalizer, ItchSamples.Add(symbol, locate, 1, 'B', 1, 1), ref e));
    }

    private static bool Try(ItchNormalizer normalizer, byte[] message, ref InputEvent e) =>
        normalizer.TryNormalize(ref message[0], message.Length, 9, ref e);
}
