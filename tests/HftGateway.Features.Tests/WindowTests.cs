using System.Globalization;
using System.Runtime.Intrinsics;
using HftGateway.Platform.Memory;

namespace HftGateway.Features.Tests;

/// <summary>The bucketed time window and the exponential forms.</summary>
public sealed unsafe class WindowTests
{
    [Fact]
    public void ShouldHoldTheCurrentBucketAndThoseBeforeWhenTimePasses()
    {
        using NativeRegion region = new(4096);
        BucketedTimeWindow window = default;
        window.Initialise(region.Pointer, 100, 3);
        window.Start(1_050);
        window.Add(1);
        window.AdvanceTo(1_099);
        window.Add(2);
        Assert.Equal(3, window.Sum);
        window.AdvanceTo(1_100);
        window.Add(10);
        window.AdvanceTo(1_299);
        window.Add(100);
        Assert.Equal(113, window.Sum);
        Assert.False(window.IsWarm);
        window.AdvanceTo(1_300);
        Assert.True(window.IsWarm);
        Assert.Equal(110, window.Sum);
        Assert.Equal(1_400, window.EndNs);
        window.AdvanceTo(1_499);
        Assert.Equal(100, window.Sum);
        window.AdvanceTo(1_200);
        Assert.Equal(100, window.Sum);
        window.AdvanceTo(1_499_999_999_999_999);
        Assert.Equal(0, window.Sum);
        window.Add(-5);
        Assert.Equal(-5, window.Sum);
        window.Start(500);
        Assert.Equal(0, window.Sum);
        Assert.False(window.IsWarm);
    }

    [Fact]
    public void ShouldRefuseWhenAWindowHasNoLength()
    {
        using NativeRegion region = new(4096);
        byte* memory = region.Pointer;
        BucketedTimeWindow window = default;
        Assert.Throws<ArgumentOutOfRangeException>(() => window.Initialise(memory, 0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => window.Initialise(memory, 100, 0));
    }

    /// <summary>Against the same number worked out with 28 digits where they are needed.</summary>
    [Fact]
    public void ShouldBeWithinAFewUnitsOfTheLastPlaceWhenAnyTimeHasPassed()
    {
        const int Seed = 31;
        Random random = new(Seed);
        for (int i = 0; i < 100_000; i++)
        {
            double a = -Math.Exp(random.NextDouble() * 46 - 40); // 4e-18 to 400
            double b = -random.NextDouble();
            Vector128<double> actual = ExponentialDecay.ExpMinusOne(Vector128.Create(a, b));
            AssertNear(a, actual[0]);
            AssertNear(b, actual[1]);
            double c = Math.Max(a, ExponentialDecay.NearZero);
            double d = b * -ExponentialDecay.NearZero;
            Vector128<double> near = ExponentialDecay.ExpMinusOneNearZero(Vector128.Create(c, d));
            AssertNear(c, near[0]);
            AssertNear(d, near[1]);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-0.69314718055994531, -0.5)]
    [InlineData(-1e-300, -1e-300)]
    [InlineData(-699, -1)]
    [InlineData(-700, -1)]
    [InlineData(-701, -1)]
    [InlineData(-1e30, -1)]
    public void ShouldBeExactWhenTheResultIsKnown(double x, double expected)
    {
        Vector128<double> actual = ExponentialDecay.ExpMinusOne(Vector128.Create(x, 0));
        Assert.Equal(expected, actual[0]);
        Assert.Equal(0.0, actual[1]);
    }

    [Fact]
    public void ShouldEqualTheFullSeriesWhenTheExponentIsTiny()
    {
        Random random = new(8);
        for (int i = 0; i < 10_000; i++)
        {
            double x = i == 0 ? ExponentialDecay.Tiny : -Math.Pow(2, -10 - 40 * random.NextDouble());
            Vector256<double> four = Vector256.Create(x, x / 3, x / 1000, 0);
            Vector256<double> expected = ExponentialDecay.ExpMinusOne(four);
            Vector256<double> actual = ExponentialDecay.ExpMinusOneTiny(four);
            for (int lane = 0; lane < 4; lane++)
                Assert.True(Math.Abs(actual[lane] - expected[lane]) <= -4e-16 * expected[lane], $"{x:R} {lane}");
        }
    }

    [Fact]
    public void ShouldFindTheFirstNotSmallerValueInWindowsOfEverySize()
    {
        // Beside what medians need: ranks, at sizes around every step of the search.
        Random random = new(4);
        using NativeRegion region = new(1 << 16, hugePages: false);
        for (int size = 1; size <= 300; size++)
        {
            SortedWindow window = default;
            window.Initialise(region.Pointer, size);
            List<double> last = [];
            for (int i = 0; i < 2 * size; i++)
            {
                double value = random.Next(size);
                window.Push(value);
                last.Add(value);
                if (last.Count > size)
                    last.RemoveAt(0);
            }
            double[] sorted = [.. last.Order()];
            for (int rank = 0; rank < size; rank++)
                Assert.Equal(sorted[rank], window[rank]);
            foreach (double value in (double[])[-1, 0, 0.5, size / 2, size - 1, size, random.Next(size)])
                Assert.Equal(sorted.Count(x => x < value), window.CountBelow(value));
        }
    }

    [Fact]
    public void ShouldDecayAndAddWhenRowsFollow()
    {
        RowDecays decays = default;
        decays.Initialise(arrivalTauS: 4);
        Assert.Equal(0, decays.OfiDecay);
        Add(ref decays, -0.5, 100, isTrade: true, isOrder: false);
        Assert.Equal((100, 0.25, 0), (decays.OfiDecay, decays.TradeRate, decays.OrderRate));
        Add(ref decays, -0.5, 0, isTrade: false, isOrder: true);
        Assert.Equal((50, 0.125, 0.25), (decays.OfiDecay, decays.TradeRate, decays.OrderRate));
        Add(ref decays, 0, -20, isTrade: true, isOrder: true);
        Assert.Equal((30, 0.375, 0.5), (decays.OfiDecay, decays.TradeRate, decays.OrderRate));
        Add(ref decays, -1, 7, isTrade: false, isOrder: false);
        Assert.Equal((7, 0, 0), (decays.OfiDecay, decays.TradeRate, decays.OrderRate));
        Add(ref decays, -1, -7, isTrade: true, isOrder: true);
        for (int i = 0; i < 2_000; i++)
        {
            Add(ref decays, -0.5, 0, isTrade: false, isOrder: false);
            Assert.False(double.IsSubnormal(decays.OfiDecay));
            Assert.False(double.IsSubnormal(decays.TradeRate));
            Assert.False(double.IsSubnormal(decays.OrderRate));
        }
        Assert.Equal((0, 0, 0), (decays.OfiDecay, decays.TradeRate, decays.OrderRate));
        Assert.Equal(double.NaN, decays.TouchDepth);
        Assert.Equal(double.NaN, decays.AverageSpread);
    }

    [Fact]
    public void ShouldWeighTheRowBeforeWhenItsQuoteWasValid()
    {
        RowDecays decays = default;
        decays.Initialise(1);
        Average(ref decays, -0.5, 999, valid: false, double.NaN);
        Average(ref decays, -0.5, 100, valid: true, 100); // starts
        Average(ref decays, -0.5, 200, valid: true, 100); // half of 100, half of 100
        Average(ref decays, -0.5, 999, valid: false, 150); // half of 100, half of 200
        Average(ref decays, -0.5, 50, valid: true, 150); // the row before was not valid: held
        Average(ref decays, -0.25, 70, valid: true, 125); // 3/4 of 150, 1/4 of 50
        decays.Reset();
        Average(ref decays, -0.5, 999, valid: false, double.NaN);
        Average(ref decays, -0.5, 7, valid: true, 7);
    }

    private static void Add(ref RowDecays decays, double decay, double flow, bool isTrade, bool isOrder) =>
        decays.Add(Vector256.Create(decay), flow, double.NaN, double.NaN, false, isTrade, isOrder);

    /// <summary>The spread's average runs beside that of the touch, at ten times its size.</summary>
    private static void Average(ref RowDecays decays, double decay, double x, bool valid, double expected)
    {
        decays.Add(Vector256.Create(decay), 0, x, 10 * x, valid, false, false);
        Assert.Equal(expected, decays.TouchDepth);
        Assert.Equal(10 * expected, decays.AverageSpread);
    }

    private static void AssertNear(double x, double actual)
    {
        double expected;
        if (x <= -1)
        {
            expected = Math.Exp(x) - 1;
        }
        else if (x > -1e-9)
        {
            // decimal has a fixed point, so to speak: this small the first two terms have all digits that count.
            expected = x + x * x / 2;
        }
        else
        {
            // The conversion operator would round to 15 digits.
            string digits = x.ToString("F28", CultureInfo.InvariantCulture);
            decimal exact = decimal.Parse(digits, CultureInfo.InvariantCulture);
            decimal sum = 0;
            decimal term = exact;
            for (int k = 2; k < 28; k++)
            {
                sum += term;
                term = term * exact / k;
            }
            expected = (double)sum;
        }
        double allowed = 4e-16 * Math.Abs(expected);
        Assert.True(Math.Abs(actual - expected) <= allowed, $"x = {x:R}: expected {expected:R}, got {actual:R}");
    }
}
