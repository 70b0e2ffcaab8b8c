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
    public void ShouldDecayAndAddWhenRowsFollow()
    {
        DecayedSum sum = default;
        Assert.Equal(0, sum.Value);
        sum.Add(-0.5, 100);
        Assert.Equal(100, sum.Value);
        sum.Add(-0.5, 0);
        Assert.Equal(50, sum.Value);
        sum.Add(0, -20);
        Assert.Equal(30, sum.Value);
        sum.Add(-1, 7);
        Assert.Equal(7, sum.Value);
        for (int i = 0; i < 2_000; i++)
        {
            sum.Add(-0.5, 0);
            Assert.False(double.IsSubnormal(sum.Value));
        }
        Assert.Equal(0, sum.Value);
    }

    [Fact]
    public void ShouldWeighTheRowBeforeWhenItsQuoteWasValid()
    {
        TimeWeightedAverage average = default;
        average.Reset();
        average.Add(-0.5, 999, valid: false);
        Assert.Equal(double.NaN, average.Value);
        average.Add(-0.5, 100, valid: true); // starts
        Assert.Equal(100, average.Value);
        average.Add(-0.5, 200, valid: true); // half of 100, half of 100
        Assert.Equal(100, average.Value);
        average.Add(-0.5, 999, valid: false); // half of 100, half of 200
        Assert.Equal(150, average.Value);
        average.Add(-0.5, 50, valid: true); // the row before was not valid: held
        Assert.Equal(150, average.Value);
        average.Add(-0.25, 70, valid: true); // 3/4 of 150, 1/4 of 50
        Assert.Equal(125, average.Value);
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
