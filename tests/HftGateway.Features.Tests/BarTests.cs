namespace HftGateway.Features.Tests;

/// <summary>Bars of each kind, by hand.</summary>
public sealed class BarTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void ShouldCloseWithItsLastTradeWhenBarsAreOfTicks()
    {
        BarBuilder bars = Of(BarKind.Tick, 3);
        Assert.True(bars.ClosesAtTrades);
        Assert.Equal(long.MaxValue, bars.EndNs);
        Assert.False(bars.Add(10 * Second, 1_000_000, 10, 1));
        Assert.False(bars.Add(11 * Second, 1_000_100, 20, -1));
        Assert.Equal(long.MaxValue, bars.EndNs); // no clock closes it
        Assert.True(bars.Add(15 * Second, 999_900, 30, 0));
        bars.Close(15 * Second, out Bar bar);
        Assert.Equal((0, 10 * Second, 15 * Second), (bar.Index, bar.StartNs, bar.EndNs));
        Assert.Equal((1_000_000, 1_000_100, 999_900, 999_900), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal((60, 3, 10, 20), (bar.Volume, bar.Trades, bar.BuyVolume, bar.SellVolume));
        // (1,000,000 · 10 + 1,000,100 · 20 + 999,900 · 30)/60 = 59,999,000/60
        Assert.Equal(59_999_000.0 / 60, bar.Vwap);
        Assert.Equal(1, bars.Count);

        // The next begins with its own first trade, with nothing of the last.
        Assert.False(bars.Add(99 * Second, 1_000_500, 1, 1));
        Assert.False(bars.Add(99 * Second, 1_000_400, 1, 1));
        Assert.True(bars.Add(99 * Second, 1_000_450, 2, 1));
        bars.Close(99 * Second, out bar);
        Assert.Equal((1, 99 * Second, 99 * Second), (bar.Index, bar.StartNs, bar.EndNs));
        Assert.Equal((1_000_500, 1_000_500, 1_000_400, 1_000_450), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal((4, 3, 4, 0), (bar.Volume, bar.Trades, bar.BuyVolume, bar.SellVolume));
        Assert.Equal((1_000_500 + 1_000_400 + 2 * 1_000_450) / 4.0, bar.Vwap);
    }

    [Fact]
    public void ShouldBeATradeEachWhenBarsAreOfOneTick()
    {
        BarBuilder bars = Of(BarKind.Tick, 1);
        for (int i = 0; i < 5; i++)
        {
            Assert.True(bars.Add(i, 1_000 + i, 7, 1));
            bars.Close(i, out Bar bar);
            Assert.Equal((i, 1_000 + i, 1_000 + i, 1), (bar.Index, bar.Open, bar.Close, bar.Trades));
        }
    }

    [Fact]
    public void ShouldCloseWithTheTradeThatReachesTheTurnoverWhenBarsAreOfDollars()
    {
        BarBuilder bars = Of(BarKind.Dollar, 1_000);
        Assert.False(bars.Add(1, 1_000_000, 6, 1)); // 600.00
        Assert.False(bars.Add(2, 999_900, 4, 1)); // 999.96
        Assert.True(bars.Add(3, 1_000_000, 1, -1)); // 1,099.96
        bars.Close(3, out Bar bar);
        Assert.Equal((11, 3, 1_000_000, 999_900), (bar.Volume, bar.Trades, bar.High, bar.Low));
        Assert.Equal((6_000_000 + 3_999_600 + 1_000_000) / 11.0, bar.Vwap);
        // What was too much is not carried over; exactly the size is enough.
        Assert.False(bars.Add(4, 1_000_000, 9, 1)); // 900.00
        Assert.True(bars.Add(5, 1_000_000, 1, 1)); // 1,000.00
        bars.Close(5, out bar);
        Assert.Equal((1, 10, 2), (bar.Index, bar.Volume, bar.Trades));
    }

    [Fact]
    public void ShouldHoldTheLargestTurnoverWhenBarsAreOfDollars()
    {
        BarBuilder bars = Of(BarKind.Dollar, 1_000_000_000_000);
        // 200,000 dollars times 2^31 − 1 shares, 4.29·10^14 dollars: more than any bar, and more pu than 62 bits hold.
        Assert.True(bars.Add(1, 2_000_000_000, int.MaxValue, 1));
        bars.Close(1, out Bar bar);
        Assert.Equal(2_000_000_000.0, bar.Vwap);
    }

    [Fact]
    public void ShouldCloseAtTheExactVolumeWhenBarsAreOfVolume()
    {
        BarBuilder bars = Of(BarKind.Volume, 100);
        Assert.False(bars.Add(1, 1_000, 99, 1));
        Assert.True(bars.Add(2, 1_000, 1, 1));
        bars.Close(2, out Bar bar);
        Assert.Equal(100, bar.Volume);
        Assert.True(bars.Add(3, 1_000, 250, 1)); // one bar, however much
        bars.Close(3, out bar);
        Assert.Equal((1, 250), (bar.Index, bar.Volume));
    }

    [Fact]
    public void ShouldExistWithoutTradesWhenBarsAreOfTime()
    {
        BarBuilder bars = Of(BarKind.Time, 1);
        Assert.False(bars.ClosesAtTrades);
        Assert.False(bars.Add(61 * Second, 1_000, 5, 1));
        Assert.Equal(120 * Second, bars.EndNs);
        bars.Close(500 * Second, out Bar bar);
        Assert.Equal((1, 60 * Second, 120 * Second), (bar.Index, bar.StartNs, bar.EndNs));
        bars.Close(500 * Second, out bar);
        Assert.Equal((2, 120 * Second, 180 * Second), (bar.Index, bar.StartNs, bar.EndNs));
        Assert.Equal((1_000, 1_000, 1_000, 1_000), (bar.Open, bar.High, bar.Low, bar.Close));
        Assert.Equal((0, 0), (bar.Volume, bar.Trades));
        Assert.Equal(double.NaN, bar.Vwap);
    }

    private static BarBuilder Of(BarKind kind, long size)
    {
        BarBuilder bars = default;
        bars.Initialise(new FeatureOptions { BarKind = kind, BarSize = size });
        return bars;
    }
}
