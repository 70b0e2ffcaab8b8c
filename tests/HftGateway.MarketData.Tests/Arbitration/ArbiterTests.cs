using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Tests.Arbitration;

/// <summary>Arbitration, and the faults 1 to 15 of a feed network that it must survive.</summary>
public sealed class ArbiterTests
{
    private static readonly ArbiterOptions Options = new()
    {
        ReorderWaitNs = 100,
        GiveUpNs = 1_000,
        LineTimeoutNs = 10_000,
        BufferPackets = 2_048,
        ConfirmNs = 500,
    };

    [Fact]
    public void ShouldDeliverFirstCopyOnceWhenBothLinesAreSound()
    {
        using ArbiterRig rig = new(Options);
        Assert.Equal("1:bcd", rig.Send(0, 1, 3, 10));
        Assert.Equal("", rig.Send(1, 1, 3, 35));
        Assert.Equal("4:ef", rig.Send(1, 4, 2, 40));
        Assert.Equal("", rig.Send(0, 4, 2, 41));
        LineStatistics a = rig.Arbiter.Line(0);
        LineStatistics b = rig.Arbiter.Line(1);
        Assert.Equal((1L, 3L, 1L), (a.First, a.FirstMessages, a.Second));
        Assert.Equal((1L, 2L, 1L), (b.First, b.FirstMessages, b.Second));
        Assert.Equal((1L, 25L, 25L, 25.0), (b.Lag.Count, b.Lag.MinNs, b.Lag.MaxNs, b.Lag.MeanNs));
        Assert.Equal(1, a.Lag.CountOf(1));
        Assert.Equal((0L, 0L), (a.Missing, b.Missing));
    }

    // Fault 1.
    [Fact]
    public void ShouldDeliverEverythingWhenOneLineLosesAPacket()
    {
        using ArbiterRig rig = new(Options);
        Assert.Equal("1:b", rig.Send(0, 1, 1, 0));
        Assert.Equal("", rig.Send(1, 1, 1, 5));
        Assert.Equal("", rig.Send(0, 3, 1, 10));
        Assert.True(rig.Arbiter.HasGap);
        Assert.Equal((2UL, 1UL), (rig.Arbiter.GapFirst, rig.Arbiter.GapCount));
        Assert.Equal("2:c 3:d", rig.Send(1, 2, 1, 15));
        Assert.Equal("", rig.Send(1, 3, 1, 20));
        Assert.Equal((1L, 1L, 0L), (rig.Arbiter.Line(0).Missing, rig.Arbiter.Statistics.GapsFilledInTime,
            rig.Arbiter.Statistics.Stales));
        Assert.Equal(0, rig.Arbiter.Line(1).Missing);
    }

    // Faults 2 and 3.
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void ShouldReportLossBeforeWhatFollowsWhenBothLinesLoseIt(int lost)
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        ulong next = 2 + (ulong)lost;
        Assert.Equal("", rig.Send(0, next, 2, 10));
        Assert.Equal("", rig.Send(1, next, 2, 12));
        Assert.Equal("", rig.Wait(109));
        Assert.Equal("stale-Gap", rig.Wait(110));
        Assert.True(rig.Arbiter.IsGapOverdue);
        Assert.Equal("", rig.Wait(1_009));
        Assert.Equal($"stale-Lost lost-2+{lost} {next}:{ArbiterRig.Letters(next, 2)}", rig.Wait(1_010));
        Assert.Equal(StaleReason.Lost, rig.Arbiter.Reasons);
        Assert.Equal(((ulong)lost, 1L), (rig.Arbiter.Statistics.LostMessages, rig.Arbiter.Statistics.GapsLost));
        rig.Arbiter.OnSnapshot(next, 2_000);
        rig.Drain();
        Assert.Equal($"Sound-{next + 2}", rig.Take());
        Assert.Equal((1L, 1_890L), (rig.Arbiter.Statistics.Stales, rig.Arbiter.Statistics.StaleNs));
    }

    [Fact]
    public void ShouldBeSoundAgainWhenLateCopyFillsOverdueGap()
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        rig.Send(0, 3, 1, 10);
        Assert.Equal("stale-Gap", rig.Wait(200));
        Assert.Equal("2:c 3:d Sound-4", rig.Send(1, 2, 1, 300));
        Assert.Equal((1L, 290L), (rig.Arbiter.Statistics.GapsFilledLate, rig.Arbiter.Statistics.LongestFillNs));
    }

    // Fault 4.
    [Theory]
    [InlineData(1)]
    [InlineData(1_000)]
    public void ShouldRestoreOrderWhenAPacketIsOvertaken(int by)
    {
        using ArbiterRig rig = new(Options with { Lines = 1 });
        rig.Send(0, 1, 1, 0);
        for (int i = 0; i < by; i++)
            Assert.Equal("", rig.Send(0, 3 + (ulong)i, 1, 10));
        string expected = string.Join(' ', Enumerable.Range(2, by + 1).Select(
            n => $"{n}:{ArbiterRig.Letters((ulong)n, 1)}"));
        Assert.Equal(expected, rig.Send(0, 2, 1, 20));
        Assert.Equal((1L, 0L, by), (rig.Arbiter.Line(0).Reordered, rig.Arbiter.Line(0).Missing,
            rig.Arbiter.Statistics.BufferHigh));
    }

    // Fault 5.
    [Fact]
    public void ShouldCountRepeatsWhenALineDuplicates()
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 2, 0);
        Assert.Equal("", rig.Send(0, 1, 2, 1));
        rig.Send(0, 5, 2, 2);
        Assert.Equal("", rig.Send(0, 5, 2, 3));
        Assert.Equal((2L, 1L), (rig.Arbiter.Line(0).Repeated, rig.Arbiter.Line(0).Gaps));
        Assert.Equal(1, rig.Arbiter.Buffered);
    }

    // Fault 6.
    [Theory]
    [InlineData(1_000)]
    [InlineData(1_000_000_000)]
    public void ShouldMeasureLagWhenALineIsBehind(long lagNs)
    {
        using ArbiterRig rig = new(Options with { LineTimeoutNs = 0 });
        for (ulong n = 1; n <= 100; n++)
            rig.Send(0, n, 1, (long)n);
        for (ulong n = 1; n <= 100; n++)
            Assert.Equal("", rig.Send(1, n, 1, (long)n + lagNs));
        LagHistogram lag = rig.Arbiter.Line(1).Lag;
        Assert.Equal((100L, lagNs, lagNs, (double)lagNs), (lag.Count, lag.MinNs, lag.MaxNs, lag.MeanNs));
        Assert.Equal(lagNs, lag.QuantileNs(0.5));
        Assert.Equal((0L, 0L), (rig.Arbiter.Statistics.Renumberings, rig.Arbiter.Line(1).Repeated));
    }

    // Fault 7.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void ShouldReportLineDownAndStaySoundWhenOneLineIsSilent(int silent)
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        rig.Send(1, 1, 1, 0);
        Assert.Equal("2:c", rig.Send(1 - silent, 2, 1, 9_000));
        Assert.Equal($"LineDown-{silent}", rig.Wait(10_000));
        Assert.Equal("3:d", rig.Send(1 - silent, 3, 1, 11_000));
        Assert.False(rig.Arbiter.IsStale);
        Assert.Equal($"4:e LineUp-{silent}", Sorted(rig.Send(silent, 4, 1, 12_000)));
        Assert.Equal(1, rig.Arbiter.Line(silent).Downs);
    }

    // Fault 8.
    [Fact]
    public void ShouldBeStaleWhenNoLineIsHeardAndSoundWhenNothingWasMissed()
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        rig.Send(1, 1, 1, 5);
        Assert.Equal("LineDown-0", rig.Wait(10_000));
        Assert.Equal("LineDown-1 stale-Silence", rig.Wait(10_005));
        Assert.Equal("LineUp-0 Sound-2", rig.Send(0, ArbiterRig.Heartbeat(2), 20_000));
    }

    [Fact]
    public void ShouldStayStaleWhenSilenceHidALoss()
    {
        using ArbiterRig rig = new(Options with { Lines = 1 });
        rig.Send(0, 1, 1, 0);
        Assert.Equal("LineDown-0 stale-Silence", rig.Wait(10_000));
        Assert.Equal("LineUp-0", rig.Send(0, 5, 1, 20_000));
        Assert.Equal("stale-Gap", rig.Wait(20_100));
        Assert.Equal("stale-Lost lost-2+3 5:f", rig.Wait(21_000));
        Assert.Equal(StaleReason.Lost, rig.Arbiter.Reasons);
    }

    // A heartbeat's number is as good as a packet to see that something is missing.
    [Fact]
    public void ShouldSeeGapWhenHeartbeatIsAhead()
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        rig.Send(0, ArbiterRig.Heartbeat(4), 50);
        Assert.Equal((2UL, 2UL), (rig.Arbiter.GapFirst, rig.Arbiter.GapCount));
        Assert.Equal("stale-Gap", rig.Wait(150));
        Assert.Equal("2:cd Sound-4", rig.Send(rig.Arbiter.RecoveryLine, 2, 2, 160));
        Assert.Equal((1L, 2L), (rig.Arbiter.Statistics.GapsFilledByRequest, rig.Arbiter.Statistics.RequestedMessages));
    }

    // Fault 10.
    [Fact]
    public void ShouldVoidEverythingWhenSequenceGoesBackForLong()
    {
        using ArbiterRig rig = new(Options with { ConfirmPackets = 3 });
        for (ulong n = 1; n <= 9; n++)
            rig.Send(0, n, 1, 0);
        Assert.Equal("", rig.Send(0, 1, 1, 1_000));
        Assert.Equal("", rig.Send(0, 2, 1, 1_300));
        Assert.Equal("stale-Renumbered Renumbered-3 3:d", rig.Send(0, 3, 1, 1_500));
        Assert.Equal("4:e", rig.Send(0, 4, 1, 1_600));
        Assert.Equal((1L, 2L), (rig.Arbiter.Statistics.Renumberings, rig.Arbiter.Line(0).Repeated - 1));
    }

    [Fact]
    public void ShouldIgnoreOldPacketsWhenTheStreamGoesOn()
    {
        using ArbiterRig rig = new(Options with { ConfirmPackets = 2, ConfirmNs = 0 });
        for (ulong n = 1; n <= 50; n++)
        {
            Assert.NotEqual("", rig.Send(0, n, 1, (long)n));
            if (n > 10)
                Assert.Equal("", rig.Send(0, n - 10, 1, (long)n));
        }

        Assert.Equal((0L, 40L), (rig.Arbiter.Statistics.Renumberings, rig.Arbiter.Line(0).Repeated));
    }

    [Fact]
    public void ShouldBelieveJumpOnlyWhenOthersConfirmIt()
    {
        using ArbiterRig rig = new(Options with { MaxJump = 1_000, ConfirmPackets = 3 });
        rig.Send(0, 1, 1, 0);
        Assert.Equal("", rig.Send(0, 1UL << 40, 1, 1));
        Assert.Equal("2:c", rig.Send(1, 2, 1, 2));
        Assert.False(rig.Arbiter.HasGap);
        Assert.Equal("", rig.Send(0, 5_000, 1, 3));
        Assert.Equal("", rig.Send(0, 5_001, 1, 4));
        Assert.Equal("stale-Renumbered Renumbered-5002 5002:k", rig.Send(0, 5_002, 1, 5));
        Assert.Equal(4, rig.Arbiter.Line(0).Implausible);
    }

    // Fault 11.
    [Fact]
    public void ShouldChangeSessionWithoutLossWhenPacketsAgree()
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        Assert.Equal("", rig.Send(0, ArbiterRig.Packet(1, 1, "T"), 1));
        Assert.Equal("", rig.Send(1, ArbiterRig.Packet(1, 1, "T"), 2));
        Assert.Equal("", rig.Send(0, ArbiterRig.Packet(2, 1, "T"), 3));
        Assert.Equal("SessionChanged-1 1:b 2:c", rig.Send(1, ArbiterRig.Packet(2, 1, "T"), 4));
        Assert.Equal("3:d", rig.Send(0, ArbiterRig.Packet(3, 1, "T"), 5));
        Assert.Equal("", rig.Send(0, 2, 1, 6));
        Assert.Equal("T", MoldNumbering.Session(rig.Arbiter.Session).ToString());
        Assert.Equal((2L, 2L), (rig.Arbiter.Line(0).OtherSession - 1, rig.Arbiter.Line(1).OtherSession));
    }

    [Fact]
    public void ShouldNotChangeSessionWhenOnlyAStrayPacketNamesAnother()
    {
        using ArbiterRig rig = new(Options);
        for (ulong n = 1; n <= 20; n++)
        {
            Assert.NotEqual("", rig.Send(0, n, 1, 0));
            Assert.Equal("", rig.Send(1, ArbiterRig.Packet(n, 1, "X"), 0));
        }

        Assert.Equal((20L, 0L), (rig.Arbiter.Line(1).OtherSession, rig.Arbiter.Statistics.SessionChanges));
    }

    [Fact]
    public void ShouldSeeMissingBeginningWhenNewSessionIsJoinedLate()
    {
        using ArbiterRig rig = new(Options with { ConfirmPackets = 1 });
        rig.Send(0, 1, 1, 0);
        Assert.Equal("SessionChanged-1", rig.Send(0, ArbiterRig.Packet(10, 1, "T"), 10));
        Assert.Equal((1UL, 9UL), (rig.Arbiter.GapFirst, rig.Arbiter.GapCount));
        Assert.Equal("stale-Gap stale-Lost lost-1+9 10:k", rig.Wait(5_000));
    }

    // Fault 12.
    [Theory]
    [InlineData(1UL << 32)]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue - 3)]
    public void ShouldGoOnWhenSequencePassesAPowerOfTwo(ulong middle)
    {
        using ArbiterRig rig = new(Options);
        ulong n = middle - 2;
        Assert.Equal($"{n}:{ArbiterRig.Letters(n, 2)}", rig.Send(0, n, 2, 0));
        Assert.Equal("", rig.Send(0, n + 3, 1, 1));
        Assert.Equal($"{n + 2}:{ArbiterRig.Letters(n + 2, 1)} {n + 3}:{ArbiterRig.Letters(n + 3, 1)}",
            rig.Send(1, n + 2, 1, 2));
        Assert.Equal(middle + 2, rig.Arbiter.NextSequence);
        Assert.Equal("", rig.Send(0, n, 2, 3));
        // Numbers beyond 2^64 do not exist.
        rig.Send(0, Forged(ulong.MaxValue - 1, 3), 4);
        Assert.Equal(1, rig.Arbiter.Line(0).Malformed);
    }

    // Fault 13.
    [Fact]
    public void ShouldEndOnceAndDeliverWhatStillComes()
    {
        using ArbiterRig rig = new(Options);
        rig.Send(0, 1, 1, 0);
        Assert.Equal("", rig.Send(0, ArbiterRig.End(3), 1));
        Assert.Equal("2:c Ended-3", rig.Send(1, 2, 1, 2));
        Assert.Equal("", rig.Send(1, ArbiterRig.End(3), 3));
        Assert.Equal("3:d", rig.Send(0, 3, 1, 4));
        Assert.Equal("", rig.Wait(100_000));
        Assert.Equal((1L, 1L, 1L), (rig.Arbiter.Statistics.PacketsAfterEnd, rig.Arbiter.Line(0).Ends,
            rig.Arbiter.Line(1).Ends));
        // The old session's last packets do not keep the next one from being believed.
        for (ulong n = 1; n <= 3; n++)
        {
            Assert.Equal("", rig.Send(0, ArbiterRig.Packet(n, 1, "T"), 100_001));
            Assert.Equal("", rig.Send(1, ArbiterRig.End(4), 100_001));
        }

        Assert.Equal("SessionChanged-1 1:b 2:c 3:d 4:e", rig.Send(0, ArbiterRig.Packet(4, 1, "T"), 100_001));
    }

    // Fault 14.
    [Fact]
    public void ShouldUseNothingOfAPacketWhenItIsNotSound()
    {
        using ArbiterRig rig = new(Options with { MaxPacketBytes = 64 });
        rig.Send(0, 1, 1, 0);
        byte[] good = ArbiterRig.Packet(2, 2);
        byte[] tooManyStated = [.. good];
        tooManyStated[19]++;
        byte[] tooFewStated = [.. good];
        tooFewStated[19]--;
        byte[] longMessage = [.. good];
        longMessage[21] = 200;
        byte[][] bad =
        [
            [], [1], new byte[19], good[..20], good[..^1], [.. good, 0], tooManyStated, tooFewStated, longMessage,
            [.. ArbiterRig.Heartbeat(2), 0], Forged(0, 1), ArbiterRig.Packet(2, new string('x', 60)),
        ];
        foreach (byte[] packet in bad)
            Assert.Equal("", rig.Send(0, packet, 1));
        Assert.Equal(bad.Length, rig.Arbiter.Line(0).Malformed);
        // A message of no bytes is a message: the decoder's business.
        MoldUdp64PacketBuilder empty = new("S", 2);
        Assert.True(empty.TryAppend([]));
        Assert.True(rig.Arbiter.OnPacket(0, empty.Packet, 2, out ArbitratedPacket output));
        Assert.Equal((2UL, 1UL), (output.First, output.Count));
    }

    // A packet that an honest but other cut overlaps is delivered from where the stream stands.
    [Fact]
    public void ShouldSkipWhatIsKnownWhenPacketsAreCutDifferently()
    {
        using ArbiterRig rig = new(Options);
        Assert.Equal("1:bc", rig.Send(0, 1, 2, 0));
        Assert.Equal("3:de", rig.Send(1, 2, 3, 1));
        Assert.Equal("", rig.Send(0, 6, 4, 2));
        Assert.Equal("", rig.Send(0, 7, 1, 2));
        Assert.Equal("5:fgh 8:ij", rig.Send(1, 5, 3, 3));
    }

    [Fact]
    public void ShouldKeepBoundedPacketsAndMissTheRestWhenTheBufferIsFull()
    {
        using ArbiterRig rig = new(Options with { BufferPackets = 4 });
        rig.Send(0, 1, 1, 0);
        for (ulong n = 3; n <= 10; n++)
            Assert.Equal("", rig.Send(0, n, 1, 1));
        Assert.Equal((4, 4L), (rig.Arbiter.Buffered, rig.Arbiter.Line(0).Dropped));
        Assert.Equal("2:c 3:d 4:e 5:f 6:g", rig.Send(1, 2, 1, 2));
        Assert.Equal((7UL, 4UL), (rig.Arbiter.GapFirst, rig.Arbiter.GapCount));
        Assert.Equal("7:h 8:i 9:j 10:k", rig.Send(rig.Arbiter.RecoveryLine, 7, 1, 3)
            + " " + rig.Send(rig.Arbiter.RecoveryLine, 8, 1, 3) + " " + rig.Send(1, 9, 1, 4) + " "
            + rig.Send(1, 10, 1, 4));
        Assert.False(rig.Arbiter.HasGap);
    }

    [Fact]
    public void ShouldReportDifferenceWhenCopiesAreCompared()
    {
        using ArbiterRig rig = new(Options with { VerifyCopies = true });
        Assert.Equal("1:bcd", rig.Send(0, 1, 3, 0));
        Assert.Equal("", rig.Send(1, 1, 3, 1));
        Assert.Equal("4:ef", rig.Send(0, 4, 2, 2));
        Assert.Equal("stale-Conflict Conflict-5", rig.Send(1, ArbiterRig.Packet(4, "eX"), 3));
        Assert.Equal((StaleReason.Conflict, 1L), (rig.Arbiter.Reasons, rig.Arbiter.Line(1).Conflicts));
        rig.Arbiter.OnSnapshot(6, 4);
        rig.Drain();
        Assert.Equal("Sound-6", rig.Take());
        rig.Send(0, 6, 2, 5);
        Assert.Equal(2, rig.Arbiter.CountUnverified());
        // Cut differently, compared all the same.
        rig.Send(1, 6, 1, 6);
        Assert.Equal("stale-Conflict Conflict-7", rig.Send(1, ArbiterRig.Packet(7, "Y"), 7));
    }

    private static string Sorted(string log) => string.Join(' ', log.Split(' ').Order(StringComparer.Ordinal));

    private static byte[] Forged(ulong first, int count)
    {
        byte[] packet = ArbiterRig.Packet(1, count);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(packet.AsSpan(10), first);
        return packet;
    }
}
