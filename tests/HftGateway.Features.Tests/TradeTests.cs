using System.Numerics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform.Memory;

namespace HftGateway.Features.Tests;

/// <summary>Aggressor, tick rule and trade flow.</summary>
public sealed unsafe class TradeTests
{
    [Theory]
    [InlineData(EventSide.Buy, -1)]
    [InlineData(EventSide.Sell, 1)]
    public void ShouldBeOppositeOfTheRestingSideWhenTheOrderWasDisplayed(EventSide resting, int expected)
    {
        BookUpdate update = new()
        {
            Flags = BookFlags.Trade | BookFlags.Changed | BookFlags.QuoteBeforeValid, RestingSide = resting,
            TradePrice = 100, TwiceMidBefore = 1000,
        };
        Assert.Equal(expected, TradeSide.Classify(in update, 0));
    }

    [Theory]
    [InlineData(true, 1001, -1, 1)]
    [InlineData(true, 1000, -1, -1)]
    [InlineData(true, 1000, 0, 0)]
    [InlineData(true, 999, 1, -1)]
    [InlineData(false, 1001, -1, -1)]
    [InlineData(false, 1001, 0, 0)]
    public void ShouldCompareWithTheMidBeforeWhenTheOrderWasHidden(bool valid, long price, int tick, int expected)
    {
        // The side that the feed states is never read.
        foreach (EventSide stated in new[] { EventSide.Buy, EventSide.Sell })
        {
            BookUpdate update = new()
            {
                Flags = BookFlags.Trade | BookFlags.Hidden | (valid ? BookFlags.QuoteBeforeValid : 0),
                RestingSide = stated, TradePrice = price, TwiceMidBefore = 2000,
            };
            Assert.Equal(expected, TradeSide.Classify(in update, tick));
        }
    }

    [Fact]
    public void ShouldTellHalfAUnitFromTheMidWhenTwiceTheMidIsOdd()
    {
        BookUpdate update = new()
        {
            Flags = BookFlags.Trade | BookFlags.Hidden | BookFlags.QuoteBeforeValid,
            TradePrice = 1000,
            TwiceMidBefore = 1999,
        };
        Assert.Equal(1, TradeSide.Classify(in update, -1));
        update.TwiceMidBefore = 2001;
        Assert.Equal(-1, TradeSide.Classify(in update, 1));
    }

    [Fact]
    public void ShouldRepeatTheSignWhenThePriceDoesNotChange()
    {
        TickRule tick = default;
        long[] prices = [100, 100, 101, 101, 99, 99, 99, 100];
        int[] expected = [0, 0, 1, 1, -1, -1, -1, 1];
        for (int i = 0; i < prices.Length; i++)
            Assert.Equal(expected[i], tick.Next(prices[i]));
        Assert.Equal(100, tick.LastPrice);
        tick.Reset();
        Assert.False(tick.HasTrade);
        Assert.Equal(0, tick.Next(50));
    }

    [Fact]
    public void ShouldSumTheLastTradesWhenTheWindowIsFull()
    {
        using NativeRegion region = new(4096);
        TradeFlowWindow flow = default;
        flow.Initialise(region.Pointer, 3);
        flow.Add(1, 0, 60);
        flow.Add(-1, 0, 30);
        Assert.Equal(double.NaN, flow.Normalised);
        Assert.Equal(double.NaN, flow.Imbalance);
        flow.Add(1, 0, 90);
        Assert.Equal(120.0, flow.Imbalance);
        Assert.Equal(120.0 / 180, flow.Normalised);
        flow.Add(0, 0, 40); // unclassified: volume only
        Assert.Equal(60.0, flow.Imbalance);
        Assert.Equal(60.0 / 160, flow.Normalised);
        flow.Reset();
        Assert.Equal(double.NaN, flow.Normalised);
    }

    [Fact]
    public void ShouldNotOverflowWhenTradesAreAsLargeAsTheyCanBe()
    {
        using NativeRegion region = new(4096);
        TradeFlowWindow flow = default;
        flow.Initialise(region.Pointer, 2);
        flow.Add(-1, 0, int.MaxValue);
        flow.Add(-1, 0, int.MaxValue);
        flow.Add(-1, 0, int.MaxValue);
        Assert.Equal(-2.0 * int.MaxValue, flow.Imbalance);
        Assert.Equal(-1.0, flow.Normalised);
    }

    /// <summary>Sums in 64 and in 128 bits: a trade as large as can be enters and leaves both windows.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ShouldFitTheExactSlopeWhenLargeTradesComeAndGo(int seed)
    {
        FeatureOptions options = new() { KyleWindow = 9, KyleFastWindow = 4, KyleSlopeLag = 2 };
        using NativeRegion region = new((nuint)KyleLambda.BytesFor(options));
        KyleLambda kyle = default;
        kyle.Initialise(region.Pointer, options);
        Random random = new(seed);
        List<(long Signed, long TwiceMid)> trades = [];
        for (int i = 0; i < 2_000; i++)
        {
            // Around both limits of what counts as small, and far beyond.
            long signed = random.Next(12) switch
            {
                0 => int.MaxValue,
                1 => -int.MaxValue,
                2 => (1 << 22) - 1,
                3 => 1 << 22,
                4 => -(1 << 22),
                5 => -(1 << 22) - 1,
                _ => random.Next(-1_000, 1_000) | 1,
            };
            long twiceMid = random.Next(12) == 0 ? 4_000_000_000 : 2_000_000 + random.Next(100);
            trades.Add((signed, twiceMid));
            kyle.Add(signed, twiceMid);
            Assert.Equal(Slope(trades, options.KyleWindow), kyle.Lambda);
            Assert.Equal(Slope(trades, options.KyleFastWindow), kyle.Fast);
        }
    }

    private static double Slope(List<(long Signed, long TwiceMid)> trades, int window)
    {
        if (trades.Count <= window)
            return double.NaN;
        BigInteger xy = 0, xx = 0, x = 0, y = 0;
        for (int i = trades.Count - window; i < trades.Count; i++)
        {
            BigInteger size = trades[i - 1].Signed;
            BigInteger change = trades[i].TwiceMid - trades[i - 1].TwiceMid;
            xy += size * change;
            xx += size * size;
            x += size;
            y += change;
        }
        BigInteger run = (window * xx) - (x * x);
        return run.IsZero ? double.NaN : (double)(Int128)((window * xy) - (x * y)) / (2 * (double)(Int128)run);
    }
}
