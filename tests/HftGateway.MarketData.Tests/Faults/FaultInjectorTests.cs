using HftGateway.MarketData.Faults;

namespace HftGateway.MarketData.Tests.Faults;

public sealed class FaultInjectorTests
{
    private const int Packets = 20_000;

    [Fact]
    public void ShouldChangeNothingWhenNoFaultIsAskedFor()
    {
        List<(byte[] Packet, long Ns)> come = Run(new FaultOptions { DelayNs = 500 });
        Assert.Equal(Packets, come.Count);
        for (int i = 0; i < Packets; i++)
        {
            Assert.Equal(Packet(i), come[i].Packet);
            Assert.Equal((i * 100L) + 500, come[i].Ns);
        }
    }

    [Fact]
    public void ShouldRepeatItselfWhenTheSeedIsTheSame()
    {
        FaultOptions all = All();
        Assert.Equal(Text(Run(all)), Text(Run(all)));
        Assert.NotEqual(Text(Run(all)), Text(Run(all with { Seed = 4 })));
    }

    [Fact]
    public void ShouldMeetEveryFaultAboutAsOftenAsAsked()
    {
        using FaultInjector injector = new(All());
        _ = Run(injector);
        FaultStatistics s = injector.Statistics;
        Assert.Equal(Packets, s.Packets);
        Assert.Equal(s.Packets + s.Duplicated - s.Lost - s.Discarded - s.Overflowed, s.Delivered);
        Assert.Equal(0, s.Overflowed);
        // 0.05 alone plus bursts of 2 to 10 that begin at 0.002.
        Assert.InRange(s.Lost, 900, 1_600);
        foreach (long count in new[] { s.Duplicated, s.Reordered, s.Truncated, s.Discarded, s.Changed })
            Assert.InRange(count, 250, 500);
    }

    [Fact]
    public void ShouldLetOthersOvertakeWhenReordering()
    {
        List<(byte[] Packet, long Ns)> come = Run(
            new FaultOptions { Reorder = 0.05, ReorderPackets = 4, ReorderHoldNs = 100_000_000 });
        int[] numbers = [.. come.Select(static c => BitConverter.ToInt32(c.Packet))];
        Assert.Equal(Enumerable.Range(0, Packets), numbers.Order());
        int late = 0;
        for (int i = 0; i < Packets; i++)
        {
            // Only an overtaken packet is late, and by no more than the packets that may overtake it and each other.
            Assert.InRange(i - numbers[i], -4, 4);
            late += numbers[i] < i ? 1 : 0;
        }

        Assert.InRange(late, 500, 1_500);
    }

    [Fact]
    public void ShouldLoseWhatFindsNoRoom()
    {
        using FaultInjector injector = new(
            new FaultOptions { DelayNs = 1_000, CapacityPackets = 2, MaxPacketBytes = 8 });
        for (int i = 0; i < 5; i++)
            injector.Put(Packet(i), 0);
        injector.Put(new byte[9], 0);
        Assert.Equal((2, 4L), (injector.OnTheWay, injector.Statistics.Overflowed));
        Assert.False(injector.TryTake(999, out _, out _));
        Assert.Equal(1_000, injector.NextNs());
    }

    [Theory]
    [InlineData("loss=0.01 burst_packets=20 delay_us=50 seed=7", null)]
    [InlineData("loss=2", "Loss")]
    [InlineData("los=0.1", "'los' is no fault")]
    [InlineData("loss", "no name=number")]
    public void ShouldReadFaultsAsWritten(string text, string? wrong)
    {
        string? error = FaultText.TryParse(text, out FaultOptions options);
        if (wrong != null)
        {
            Assert.Contains(wrong, error, StringComparison.Ordinal);
            return;
        }

        Assert.Null(error);
        Assert.Equal(new FaultOptions { Loss = 0.01, BurstPackets = 20, DelayNs = 50_000, Seed = 7 }, options);
    }

    private static FaultOptions All() => new()
    {
        Seed = 3, Loss = 0.05, Burst = 0.002, Duplicate = 0.02, Reorder = 0.02, Truncate = 0.02, Flip = 0.02,
        UndetectedFlip = 0.02, JitterNs = 50,
    };

    private static byte[] Packet(int number) => BitConverter.GetBytes((long)number);

    private static string Text(List<(byte[] Packet, long Ns)> come) =>
        string.Join(' ', come.Select(static c => Convert.ToHexString(c.Packet) + "@" + c.Ns));

    private static List<(byte[] Packet, long Ns)> Run(FaultOptions options)
    {
        using FaultInjector injector = new(options);
        return Run(injector);
    }

    private static List<(byte[] Packet, long Ns)> Run(FaultInjector injector)
    {
        var come = new List<(byte[], long)>();
        for (int i = 0; i < Packets; i++)
        {
            injector.Put(Packet(i), i * 100L);
            Take(i * 100L);
        }

        Take(long.MaxValue / 2);
        return come;

        void Take(long nowNs)
        {
            while (injector.TryTake(nowNs, out ReadOnlySpan<byte> packet, out long ns))
                come.Add((packet.ToArray(), ns));
        }
    }
}
