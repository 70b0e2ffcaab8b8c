using HftGateway.Aeron.Client;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Tests;

/// <summary>The window of <c>cc=cubic</c>, by the formula of RFC 8312 with C 0.4 and B 0.2, and over UDP.</summary>
public sealed unsafe class CongestionTests
{
    private const int Stream = 1001;
    private const int Mtu = 1408;
    private const long Second = 1_000_000_000;
    private const long UpdateNs = 100_001;

    [Fact]
    public void ShouldFollowTheCubicCurveWhenDatagramsAreLost()
    {
        long rtt = -1;
        long window = -1;
        var cubic = new CubicCongestionControl(128 * 1024, Mtu, new MediaDriverContext(), 0, &rtt, &window);
        Assert.Equal((10 * Mtu, 10L * Mtu, 0L), (cubic.Window, window, rtt));
        Assert.False(cubic.OnTrackRebuild(100_000, 0, 0, isLossFound: false));
        Assert.Equal(10 * Mtu, cubic.Window);
        // 93 datagrams fit the window; K is the cube root of 93 * 0.2 / 0.4, 3.6 s.
        Assert.False(cubic.OnTrackRebuild(UpdateNs, 0, 0, isLossFound: false));
        Assert.Equal(75 * Mtu, cubic.Window);
        Assert.True(cubic.OnTrackRebuild(2 * UpdateNs, 0, 0, isLossFound: true));
        Assert.Equal((60 * Mtu, 60L * Mtu), (cubic.Window, window));
        long lossNs = 2 * UpdateNs;
        foreach ((double seconds, int datagrams) in new[] { (0.001, 61), (1, 70), (2, 75), (3.5, 75), (5, 76), (6, 82), (100, 93) })
        {
            Assert.False(cubic.OnTrackRebuild(lossNs + (long)(seconds * Second), 0, 0, isLossFound: false));
            Assert.Equal(datagrams * Mtu, cubic.Window);
        }
    }

    [Fact]
    public void ShouldTellTheSenderOfEachStepWhenOneDatagramIsAllThatMayBeUnderWay()
    {
        long rtt;
        long window;
        var cubic = new CubicCongestionControl(60 * Mtu, Mtu, new MediaDriverContext(), 0, &rtt, &window);
        var seen = new List<int>();
        for (int i = 0; i < 12; i++)
        {
            Assert.True(cubic.OnTrackRebuild(1, 0, 0, isLossFound: true));
            seen.Add(cubic.Window / Mtu);
        }

        Assert.Equal([8, 6, 4, 3, 2, 1, 1, 1, 1, 1, 1, 1], seen);
        Assert.True(cubic.OnTrackRebuild(2, consumed: 32, told: 0, isLossFound: false));
        Assert.False(cubic.OnTrackRebuild(3, consumed: 32, told: 32, isLossFound: false));
    }

    [Fact]
    public void ShouldGrowAsRenoWouldWhenThatIsFasterInTcpMode()
    {
        long rtt;
        long window;
        var context = new MediaDriverContext { CubicTcpMode = true };
        var cubic = new CubicCongestionControl(128 * 1024, Mtu, context, 0, &rtt, &window);
        cubic.OnTrackRebuild(UpdateNs, 0, 0, isLossFound: false);
        Assert.Equal(75 * Mtu, cubic.Window);
        cubic.OnTrackRebuild(UpdateNs, 0, 0, isLossFound: true);
        // 75 * 0.8 and a third of a datagram a round trip, of which there were ten.
        cubic.OnTrackRebuild(UpdateNs + 1_000_000, 0, 0, isLossFound: false);
        Assert.Equal(63 * Mtu, cubic.Window);
        cubic.OnRoundTrip(UpdateNs, 1_000_000);
        cubic.OnTrackRebuild(UpdateNs + 2_000_000, 0, 0, isLossFound: false);
        Assert.Equal(61 * Mtu, cubic.Window);
    }

    [Fact]
    public void ShouldMeasureAgainWhenFourRoundTripsHavePassed()
    {
        long rtt;
        long window;
        var context = new MediaDriverContext { CubicMeasureRtt = true };
        var cubic = new CubicCongestionControl(128 * 1024, Mtu, context, 0, &rtt, &window);
        Assert.False(cubic.IsMeasurementDue(400_000));
        Assert.True(cubic.IsMeasurementDue(400_001));
        cubic.OnMeasurementSent(400_001);
        Assert.False(cubic.IsMeasurementDue(800_001));
        cubic.OnRoundTrip(500_000, 250_000);
        Assert.Equal(250_000, rtt);
        Assert.False(cubic.IsMeasurementDue(1_500_000));
        Assert.True(cubic.IsMeasurementDue(1_500_001));
        Assert.False(new CubicCongestionControl(Mtu, Mtu, new MediaDriverContext(), 0, &rtt, &window).IsMeasurementDue(Second));
    }

    [Fact]
    public void ShouldDeliverEveryByteWhenTheWindowIsCubicAndDatagramsAreLost()
    {
        var faults = new SeededFaults(3, 0.02, 0);
        using var system = new DriverAndClient(c => c with { CubicMeasureRtt = true, DatagramFilter = faults });
        string channel = $"aeron:udp?endpoint=127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = system.Client.AddSubscription(channel + "|cc=cubic", Stream);
        using ExclusivePublication publication = system.Client.AddExclusivePublication(channel + "|cc=cubic", Stream);
        var handler = new FragmentAssembler<Received>(default);
        byte[] message = new byte[3_000];
        for (long number = 0; number < 300; number++)
        {
            Received.Fill(message, number);
            Wait.Until(
                () => subscription.Poll(ref handler, 10) >= 0 && publication.Offer(message) > 0, $"room for {number}");
        }

        Wait.Until(() => subscription.Poll(ref handler, 10) >= 0 && handler.Handler.Next == 300, "all messages");
        Assert.Null(handler.Handler.Problem);
        Assert.True(faults.Lost > 0);
        CounterInfo[] own = [.. system.Driver.Counters.ReadAll().Where(c => c.TypeId == 10)];
        Assert.Equal(["rcv-cc-cubic-rtt", "rcv-cc-cubic-wnd"], own.Select(c => c.Label.Split(':')[0]).Order());
        int rttId = own.First(c => c.Label.StartsWith("rcv-cc-cubic-rtt", StringComparison.Ordinal)).Id;
        int windowId = own.First(c => c.Label.StartsWith("rcv-cc-cubic-wnd", StringComparison.Ordinal)).Id;
        Wait.Until(() => system.Driver.Counters.Value(rttId) > 0, "a measured round trip");
        // The receiver's window is 16 KiB, eleven datagrams.
        Assert.InRange(system.Driver.Counters.Value(windowId), Mtu, 11 * Mtu);
        AeronException wrong = Assert.Throws<AeronException>(
            () => system.Client.AddSubscription(channel + "|cc=reno", Stream));
        Assert.Equal(AeronErrorCode.InvalidChannel, wrong.Code);
    }

    [Fact]
    public void ShouldLayOutARoundTripFrameAsTheProtocolSays()
    {
        byte[] frame = new byte[64];
        var sent = new RoundTrip(0x80, 0x01020304, 0x11121314, 0x2122232425262728, 0x3132333435363738, 0x4142434445464748);
        Assert.Equal(40, ControlFrames.WriteRtt(frame, in sent));
        Assert.Equal(
            "28000000" + "00" + "80" + "0600" + "04030201" + "14131211" + "2827262524232221" + "3837363534333231"
            + "4847464544434241",
            Convert.ToHexString(frame.AsSpan(0, 40)));
        Assert.True(ControlFrames.TryReadRtt(frame.AsSpan(0, 40), out RoundTrip read));
        Assert.Equal(sent, read);
        Assert.False(ControlFrames.TryReadRtt(frame.AsSpan(0, 39), out _));
    }
}
