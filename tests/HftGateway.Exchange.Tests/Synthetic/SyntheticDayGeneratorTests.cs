using System.Security.Cryptography;
using HftGateway.Exchange.Synthetic;

namespace HftGateway.Exchange.Tests.Synthetic;

public class SyntheticDayGeneratorTests
{
    private const ulong SecondNs = 1_000_000_000;
    private const ulong OpenNs = (9 * 3600 + 1800) * SecondNs;
    private const ulong CloseNs = 16 * 3600 * SecondNs;

    [Theory]
    [InlineData(1UL, 300_000, 50, 2_000_000)]
    [InlineData(2UL, 300_000, 50, 2_000_000)]
    [InlineData(3UL, 200_000, 1, 2_000)]
    [InlineData(4UL, 200_000, 2, 1_000)]
    [InlineData(5UL, 100_000, 8_000, 160_000)]
    [InlineData(6UL, 1_000_000, 2_000, 2_000_000)]
    [InlineData(7UL, 400_000, 300, 6_000)]
    public void ShouldBeConsistentWhenCheckedNaively(ulong seed, int messages, int symbols, int maxLive)
    {
        var options = new SyntheticDayOptions
        {
            Seed = seed, Messages = messages, Symbols = symbols, MaxLiveOrders = maxLive,
        };
        var checker = new NaiveDayChecker();
        checker.Check(Generate(options));
        Assert.Equal(messages, checker.Messages);
        Assert.Equal("OSQMEC", checker.SystemEvents);
        Assert.Equal(3UL * 3600 * SecondNs, checker.FirstTimeNs);
        Assert.Equal((20UL * 3600 + 300) * SecondNs, checker.LastTimeNs);
        Assert.Equal((symbols, symbols), (checker.CountByType['R'], checker.CrossTimes['O'].Count));
        Assert.Equal(symbols, checker.CrossTimes['C'].Count);
        Assert.All(checker.CrossTimes['O'], t => Assert.InRange(t, OpenNs, OpenNs + SecondNs));
        Assert.All(checker.CrossTimes['C'], t => Assert.InRange(t, CloseNs, CloseNs + SecondNs));
        Assert.Equal(symbols + 2 * options.Halts, checker.CountByType['H']);
        Assert.Equal(options.Halts, checker.Halts);
        Assert.InRange(checker.MaxLive, 1, maxLive);
    }

    [Theory]
    [InlineData(8UL, 500_000, 300, 20_000)]
    [InlineData(9UL, 200_000, 1, 10_000)]
    [InlineData(10UL, 400_000, 100, 800)]
    public void ShouldFillTheBooksToTheOrdersAskedFor(ulong seed, int messages, int symbols, int live)
    {
        var checker = new NaiveDayChecker();
        checker.Check(Generate(new SyntheticDayOptions
        {
            Seed = seed, Messages = messages, Symbols = symbols, LiveOrders = live,
        }));
        Assert.Equal(messages, checker.Messages);
        // Additions outnumber deletions up to five quarters of the target.
        Assert.InRange(checker.MaxLive, live * 9 / 10, live * 13 / 10);
    }

    [Theory]
    [InlineData(11UL)]
    public void ShouldHaveTheDaysShapeWhenLargeEnough(ulong seed)
    {
        var options = new SyntheticDayOptions { Seed = seed, Messages = 500_000, Symbols = 200 };
        var checker = new NaiveDayChecker();
        checker.Check(Generate(options));
        double Share(char type) => 100.0 * checker.CountByType[type] / checker.Messages;
        AssertShare(seed, 'A', Share('A'), 40, 46);
        AssertShare(seed, 'D', Share('D'), 36, 42);
        AssertShare(seed, 'U', Share('U'), 7, 9);
        AssertShare(seed, 'E', Share('E'), 4, 6);
        AssertShare(seed, 'X', Share('X'), 2, 3);
        AssertShare(seed, 'F', Share('F'), 0.3, 0.7);
        AssertShare(seed, 'P', Share('P'), 0.8, 1.2);
        AssertShare(seed, 'C', Share('C'), 0.1, 0.3);
        AssertShare(seed, 'I', Share('I'), 0.05, 0.8);
        // A U over the day: more in the opening and closing hours than at noon; most within regular hours.
        Assert.True(checker.CountByHour[10] > checker.CountByHour[12], $"seed {seed}");
        Assert.True(checker.CountByHour[15] > 2 * checker.CountByHour[12], $"seed {seed}");
        Assert.InRange(checker.CountByHour[9..16].Sum(), 450_000, 490_000);
        Assert.InRange(100.0 * checker.BurstMessages / checker.Messages, 50, 90);
        long adds = checker.CountByType['A'] + checker.CountByType['F'] + checker.CountByType['U'];
        Assert.InRange(100.0 * checker.RoundLots / adds, 70, 95);
        long[] bySymbol = checker.MessagesBySymbol[1..201];
        Array.Sort(bySymbol);
        // Zipf with offset 4: the busiest takes 1/4 of the sum of 1/(r + 4), the median rank 1/104 of it.
        Assert.InRange(bySymbol[^1] / (double)bySymbol[100], 18, 36);
    }

    [Fact]
    public void ShouldGiveTheSameBytesWhenTheSeedIsTheSame()
    {
        var options = new SyntheticDayOptions { Seed = 42, Messages = 50_000, Symbols = 20 };
        byte[] first = Generate(options);
        Assert.Equal(first, Generate(options));
        Assert.NotEqual(first, Generate(options with { Seed = 43 }));
        // Changes whenever the generated day does: then released days can no longer be made again from their options.
        Assert.Equal(
            "0FAA3A6D6B9F5DE756A9739613C0CAE7A8AB2A9C25B28CCFFB24A6CC32D5455D",
            Convert.ToHexString(SHA256.HashData(first)));
    }

    [Fact]
    public void ShouldReportProgressUpToTheEndWhenAsked()
    {
        var seen = new List<long>();
        var options = new SyntheticDayOptions { Messages = 100_000, Symbols = 10 };
        SyntheticDayGenerator.Write(Stream.Null, options, seen.Add);
        Assert.Equal(100_000, seen[^1]);
        Assert.True(seen.Count > 2);
        Assert.Equal(seen.Order(), seen);
    }

    [Fact]
    public void ShouldAcceptExactlyTheLeastNumberOfMessagesWhenStated()
    {
        var least = new SyntheticDayOptions { Symbols = 100, Messages = 7 + 6 * 100 + 2 + 4 * 100 };
        var checker = new NaiveDayChecker();
        checker.Check(Generate(least));
        Assert.Equal(1009, checker.Messages);
        var error = Assert.Throws<ExchangeOptionException>((least with { Messages = 1008 }).Validate);
        Assert.Equal("synthetic.messages", error.Key);
        Assert.Contains("1009", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameTheOptionWhenOutOfRange()
    {
        var good = new SyntheticDayOptions();
        good.Validate();
        AssertKey("synthetic.symbols", good with { Symbols = 0 });
        AssertKey("synthetic.symbols", good with { Symbols = 8_001 });
        AssertKey("synthetic.messages", good with { Messages = long.MaxValue });
        AssertKey("synthetic.max_live_orders", good with { MaxLiveOrders = 999 });
        AssertKey("synthetic.live_orders", good with { LiveOrders = 63_999 });
        AssertKey("synthetic.live_orders", good with { LiveOrders = 1_000_001 });
    }

    [Fact]
    public void ShouldPassOnTheStreamsErrorWhenTheDiskIsFull()
    {
        var options = new SyntheticDayOptions { Messages = 100_000, Symbols = 10 };
        var error = Assert.Throws<IOException>(() => SyntheticDayGenerator.Write(new FullStream(), options));
        Assert.Equal("no space left", error.Message);
    }

    private static void AssertKey(string key, SyntheticDayOptions options) =>
        Assert.Equal(key, Assert.Throws<ExchangeOptionException>(options.Validate).Key);

    private static void AssertShare(ulong seed, char type, double share, double low, double high) =>
        Assert.True(share >= low && share <= high, $"seed {seed}: {type} is {share:F2} %, not {low} to {high} %");

    private static byte[] Generate(SyntheticDayOptions options)
    {
        using var output = new MemoryStream();
        SyntheticDayGenerator.Write(output, options);
        return output.ToArray();
    }

    private sealed class FullStream : MemoryStream
    {
        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("no space left");
    }
}
