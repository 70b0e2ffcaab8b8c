using HftGateway.Platform.Memory;

namespace HftGateway.Features.Tests;

/// <summary>Formulas by hand, and windows against their definition.</summary>
public sealed unsafe class UnitFormulaTests : IDisposable
{
    private readonly NativeRegion _region = new(1 << 18);

    public void Dispose() => _region.Dispose();

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1, 0.1124629160182849)]
    [InlineData(0.46875, 0.49261347321793797)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(2.5, 0.999593047982555)]
    [InlineData(-1, -0.8427007929497149)]
    [InlineData(4.5, 0.9999999998033839)]
    [InlineData(9, 1)]
    public void ShouldBeExactWhenTheErrorFunctionIsTabulated(double x, double erf) =>
        Assert.Equal(erf, ErrorFunction.Erf(x), 1e-15);

    [Fact]
    public void ShouldSplitATradeOverBucketsWhenItSpansThem()
    {
        VolumeBuckets buckets = default;
        buckets.Initialise(_region.Pointer, 2, 60);
        Assert.Equal(0, buckets.Add(1, 40));
        Assert.Equal(1, buckets.Add(-1, 30)); // 40 − 20 = 20 in the first, −10 left
        Assert.Equal(double.NaN, buckets.Vpin);
        Assert.Equal(1, buckets.Add(0, 50)); // unclassified: |−10|
        Assert.Equal((20 + 10) / 120.0, buckets.Vpin);
        // Whole buckets of one side: 1; however many.
        Assert.Equal(35_791_394, buckets.Add(1, int.MaxValue));
        Assert.Equal(1.0, buckets.Vpin);
    }

    [Fact]
    public void ShouldWeighBucketsByTheirPriceChangeWhenClassifiedInBulk()
    {
        BulkClassification bulk = default;
        bulk.Initialise(_region.Pointer, 2);
        bulk.Complete(100, 1);
        bulk.Complete(110, 1);
        Assert.Equal(double.NaN, bulk.Value);
        bulk.Complete(90, 1); // changes 10, −20: mean −5, σ = 15
        double expected = (ErrorFunction.Erf(10 / 15.0 / Math.Sqrt(2)) + ErrorFunction.Erf(20 / 15.0 / Math.Sqrt(2))) / 2;
        Assert.Equal(expected, bulk.Value, 1e-15);
        bulk.Complete(90, 1_000_000_000); // no change any more
        Assert.Equal(0.0, bulk.Value);
    }

    [Fact]
    public void ShouldSizeBucketsByAtrWhenItIsKnown()
    {
        FastBuckets fast = default;
        fast.Initialise(
            _region.Pointer, new FeatureOptions { VpinN = 2, VpinHist = 10, VpinHistMin = 2, VpinFastMin = 50 }, 100, true);
        fast.Add(1, 1_000, double.NaN); // ignored
        fast.Add(1, 60, 250); // 40·2.5 = 100 shares
        fast.Add(-1, 40, 900); // the size is fixed: |60 − 40|/100
        fast.Add(1, 20, 100); // max(50, 40)
        fast.Add(-1, 30, 100); // |20 − 30|/50
        Assert.Equal((0.2 + 0.2) / 2, fast.Value, 1e-15);
        fast.Refresh();
        Assert.Equal(double.NaN, fast.Quantile);
        fast.Add(1, 50, 100); // 1
        fast.Refresh();
        Assert.Equal(0.2 + 0.98 * 0.4, fast.Quantile, 1e-15);
    }

    [Fact]
    public void ShouldKeepWhatIsLeftOfThePressureWhenSweepsCancel()
    {
        SweepPressure lpi = default;
        lpi.Initialise(new FeatureOptions());
        const double Size = 1 << 30;
        lpi.Next(5, Size, 100, true);
        lpi.Next(6, -Size, 100, true);
        // 2^30 (e^x − 1), x = −1 ns/20 s = −5·10⁻¹¹: the first two terms of its series have 20 digits.
        const double Left = Size * (-5e-11 + 5e-11 * 5e-11 / 2);
        Assert.Equal(Left, lpi.Pressure, 1e-16);
        Assert.Equal(2 * Math.Tanh(0.5 * Left / 100), lpi.Value, 1e-17);
        // Rows in between round nothing: a million of them leave what one leaves.
        SweepPressure other = default;
        other.Initialise(new FeatureOptions());
        lpi.Reset();
        lpi.Next(0, 1000, 100, true);
        other.Next(0, 1000, 100, true);
        for (int i = 1; i <= 1_000_000; i++)
            lpi.Next(i * 20_000L, 0, 100, true);
        other.Next(20_000_000_000, 0, 100, true);
        Assert.Equal(other.Pressure, lpi.Pressure);
        Assert.Equal(1000 / Math.E, lpi.Pressure, 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1.5)]
    [InlineData(30)]
    [InlineData(300)]
    public void ShouldKeepTheDigitsOfThePressureWhenLittleIsLeft(double taus)
    {
        SweepPressure lpi = default;
        lpi.Initialise(new FeatureOptions());
        lpi.Next(0, 1e6, 100, true);
        lpi.Next((long)(taus * 20e9), 0, 100, true);
        Assert.Equal(1, lpi.Pressure / (1e6 * Math.Exp(-taus)), 1e-12);
    }

    [Fact]
    public void ShouldHaveThirtyDigitsWhenAnExponentialCancels()
    {
        // e^-1 to 40 digits, in two parts; and e^a·e^b = e^(a + b) where a + b is exact.
        DoubleDouble e = DoubleDouble.Exp(new DoubleDouble(-1, 0));
        Assert.Equal(0.36787944117144233, e.High);
        Assert.Equal(-1.2428753672788363e-17, e.Low, 1e-29);
        Random random = new(3);
        for (int i = 0; i < 1_000; i++)
        {
            double a = -random.Next(1 << 20) / 4096.0 / 8;
            double b = -random.Next(1 << 20) / 4096.0 / 8;
            DoubleDouble both = DoubleDouble.Exp(new DoubleDouble(a, 0)) * DoubleDouble.Exp(new DoubleDouble(b, 0));
            DoubleDouble once = DoubleDouble.Exp(new DoubleDouble(a + b, 0));
            double difference = both.High - once.High + (both.Low - once.Low);
            Assert.True(Math.Abs(difference) <= 1e-27 * once.High, $"{a} {b}: {difference / once.High}");
        }
        Assert.Equal(default, DoubleDouble.Exp(new DoubleDouble(-701, 0)));
        Assert.Equal(new DoubleDouble(1, 0), DoubleDouble.Exp(default));
    }

    [Fact]
    public void ShouldAddSweepsToThePressureWhenALevelIsEmptied()
    {
        SweepPressure lpi = default;
        lpi.Initialise(new FeatureOptions());
        Assert.Equal(0, lpi.Execute(0, 1, 60, false));
        Assert.Equal(90, lpi.Execute(1_000_000, 1, 30, true));
        lpi.Next(1_000_000, 90, 215, true);
        Assert.Equal(2 * Math.Tanh(0.5 * 90 / 215), lpi.Value, 1e-15);
        Assert.Equal(5, lpi.Execute(1_500_000, 1, 5, true)); // the run goes on with nothing
        Assert.Equal(-7, lpi.Execute(1_500_001, -1, 7, true)); // another side
        lpi.Next(20_001_000_000, 0, 10, true); // 20 s later: e^-1
        Assert.Equal(2 * Math.Tanh(0.5 * 90 / Math.E / 10), lpi.Value, 1e-12);
        lpi.Next(20_001_000_000, 0, 10, false);
        Assert.Equal(double.NaN, lpi.Value);
        lpi.AddExternal(20_001_000_000, -40);
        Assert.Equal(0, lpi.Execute(20_001_000_001, 1, 99, true));
        Assert.Equal(-40, lpi.Pressure);
    }

    [Fact]
    public void ShouldComputeIndicatorsByHandWhenBarsAreFew()
    {
        FeatureOptions o = new() { AtrN = 2, AtrAvgN = 1, RsiN = 2, BbN = 2, MaFast = 1, MaSlow = 2, VolumeN = 2 };
        AverageTrueRange atr = default;
        atr.Initialise(_region.Pointer, o);
        RelativeStrength rsi = default;
        rsi.Initialise(2);
        BollingerBands bands = default;
        bands.Initialise(_region.Pointer + 1024, 2, 2);
        DonchianChannel channel = default;
        channel.Initialise(_region.Pointer + 2048, 2);
        MovingAverages averages = default;
        averages.Initialise(_region.Pointer + 3072, o);
        VolumeRatio volume = default;
        volume.Initialise(_region.Pointer + 4096, 2);
        // Close 100, 104, 98; high and low 2 away; volumes 10, 30, 5.
        foreach ((long close, long shares) in ((long, long)[])[(100, 10), (104, 30), (98, 5)])
        {
            Bar bar = new() { High = close + 2, Low = close - 2, Close = close, Volume = shares };
            atr.Next(in bar, double.NaN);
            rsi.Next(in bar);
            bands.Next(in bar);
            channel.Next(in bar);
            averages.Next(in bar);
            volume.Next(in bar);
        }
        // TR 4, 6, 8: mean 5, then (5 + 8)/2.
        Assert.Equal(6.5, atr.Value);
        Assert.Equal(6.5 / 5, atr.Ratio);
        Assert.Equal(100 * 2.0 / (2 + 3), rsi.Value); // gains 4, 0; losses 0, 6
        Assert.Equal(101.0, bands.Mid);
        Assert.Equal(107.0, bands.Upper); // σ = 3
        Assert.Equal(0.25, bands.Position);
        Assert.Equal(106.0, channel.Upper);
        Assert.Equal(98.0, channel.Lower);
        Assert.Equal(98.0, averages.Fast);
        Assert.Equal(-1.0, averages.Cross); // was above, is below
        Assert.Equal(5 / 20.0, volume.Value);
    }

    [Fact]
    public void ShouldMatchDefinitionsWhenWindowsSlide()
    {
        const int N = 37;
        SortedWindow sorted = default;
        sorted.Initialise(_region.Pointer, N);
        SlidingSum sum = default;
        sum.Initialise(_region.Pointer + 4096, N);
        ExtremeWindow extreme = default;
        extreme.Initialise(_region.Pointer + 8192, N);
        Random random = new(3);
        List<long> all = [];
        for (int i = 0; i < 3_000; i++)
        {
            int times = i % 50 == 0 ? random.Next(60) : 1;
            long value = random.Next(20);
            sorted.Push(value, times);
            for (int k = 0; k < times; k++)
            {
                sum.Push(value);
                extreme.Push(value);
                all.Add(value);
            }
            long[] last = [.. all.TakeLast(N)];
            Assert.Equal(last.Length, sorted.Count);
            long[] ordered = [.. last.Order()];
            for (int rank = 0; rank < ordered.Length; rank++)
                Assert.Equal(ordered[rank], sorted[rank]);
            Assert.Equal(last.Count(v => v < value), sorted.CountBelow(value));
            Assert.Equal(last.Sum(), sum.Sum);
            if (last.Length > 0)
                Assert.Equal(last.Max(), extreme.Greatest);
        }
    }

    [Fact]
    public void ShouldKeepDigitsWhenHugeValuesLeaveASlidingSum()
    {
        SlidingSum sum = default;
        sum.Initialise(_region.Pointer, 3);
        foreach (double x in (double[])[1e300, 1, 2, 3, 4])
            sum.Push(x);
        Assert.Equal(9.0, sum.Sum);
    }

    [Fact]
    public void ShouldGiveTheSlopeByHandWhenPairsAreFew()
    {
        KyleLambda kyle = default;
        kyle.Initialise(_region.Pointer, new FeatureOptions { KyleWindow = 2, KyleFastWindow = 2, KyleSlopeLag = 1 });
        kyle.Add(100, 2_000);
        kyle.Add(-50, 2_020); // pair (100, 20)
        kyle.Add(10, 2_010); // pair (−50, −10)
        Assert.Equal(0.1, kyle.Lambda, 1e-15); // 30 of twice the mid over 150 shares
        kyle.Add(10, 2_010); // pair (10, 0): (−50, −10), (10, 0): 10/60/2
        Assert.Equal(1 / 12.0, kyle.Lambda, 1e-15);
        Assert.Equal(1 / 12.0 - 0.1, kyle.Slope, 1e-15);
        kyle.Add(10, 2_010); // the same x twice: no slope
        Assert.Equal(double.NaN, kyle.Lambda);
    }

    [Fact]
    public void ShouldLookAheadWhenLabelling()
    {
        ForwardLabels labels = new(2, 100);
        Assert.False(labels.Next(1000, out _));
        Assert.False(labels.Next(double.NaN, out _));
        Assert.True(labels.Next(1150, out double label));
        Assert.Equal(1.5, label);
        Assert.Equal(1, ForwardLabels.Direction(label));
        Assert.Equal(0, ForwardLabels.Direction(-0.49));
        Assert.False(labels.Next(1200, out _)); // the row two before had no quote
        Assert.Equal(100 - 3 - 0.5 * 0.1 * 400 - 2 * 9, ForwardLabels.Reward(100, 3, 0.1, 20, 3, 2));
    }

    [Fact]
    public void ShouldBeAbsentWhenAnExternalValueIsStale()
    {
        ExternalInputs inputs = new(2, new FeatureOptions());
        inputs.Set(1, ExternalInput.IvCurrent, 0.3, 1_000);
        inputs.Set(1, ExternalInput.AtrBaseline, 50, 1_000);
        Assert.Equal(0.3, inputs.Get(1, ExternalInput.IvCurrent, 5_000_001_000));
        Assert.Equal(double.NaN, inputs.Get(1, ExternalInput.IvCurrent, 5_000_001_001));
        Assert.Equal(50, inputs.Get(1, ExternalInput.AtrBaseline, 80_000_000_000_000));
        Assert.Equal(double.NaN, inputs.Get(0, ExternalInput.AtrBaseline, 0));
    }

    [Theory]
    [InlineData(double.NaN, 2e5, 0.01, false, TradeabilityReason.NoQuote)]
    [InlineData(10, 2e5, 0.01, true, TradeabilityReason.RecentHalt)]
    [InlineData(10, 2e5, double.NaN, false, TradeabilityReason.Gap)]
    [InlineData(10, 2e5, 0.0501, false, TradeabilityReason.Gap)]
    [InlineData(50.1, 2e5, 0.05, false, TradeabilityReason.Spread)]
    [InlineData(50, 99_999, 0.05, false, TradeabilityReason.Depth)]
    [InlineData(50, 100_000, 0.05, false, TradeabilityReason.Ok)]
    public void ShouldNameTheFirstFailingCheckWhenNotTradeable(
        double bps, double dollars, double gap, bool halt, TradeabilityReason reason)
    {
        Tradeability tradeability = default;
        tradeability.Initialise(new FeatureOptions());
        tradeability.SetMarket(gap, halt);
        tradeability.SetBook(bps, dollars);
        Assert.Equal(reason, tradeability.Reason(TradeabilityMode.Safe));
        Assert.Equal(reason == TradeabilityReason.Ok ? 1 : 0, tradeability.Safe);
        Assert.Equal(TradeabilityReason.Ok, tradeability.Reason(TradeabilityMode.Off));
    }
}
