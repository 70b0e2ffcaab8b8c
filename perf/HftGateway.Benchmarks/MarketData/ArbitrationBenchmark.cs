using System.Buffers.Binary;
using BenchmarkDotNet.Attributes;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>
/// ns a message for the session layer alone (one line, the plain receiver) and for arbitration: one line, two lines in
/// turn, two lines with copies compared, and two lines of which each loses a packet in fifty. Packets of ten messages
/// of 36 bytes; an operation is a message delivered, so with two lines it pays for both copies.
/// </summary>
public class ArbitrationBenchmark
{
    /// <summary>Messages delivered by each measurement.</summary>
    public const int Messages = 40_960;

    private const int PerPacket = 10;
    private const int MessageBytes = 36;
    private const int Packets = Messages / PerPacket;
    private readonly byte[] _packet = MakePacket();
    private readonly MoldUdp64Receiver _receiver = new();
    private readonly MoldFeed _one = Feed(1, false);
    private readonly MoldFeed _two = Feed(2, false);
    private readonly MoldFeed _verified = Feed(2, true);
    private readonly MoldFeed _lossy = Feed(2, false);
    private ulong _receiverNext = 1;
    private ulong _next = 1;
    private long _nowNs;

    /// <summary>The plain receiver: no lines, no waiting, no recovery.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public long Receiver()
    {
        long count = 0;
        for (int i = 0; i < Packets; i++)
        {
            Number(_receiverNext);
            _receiver.OnPacket(_packet, out HftGateway.MarketData.MessageBlock block);
            count += block.Count;
            _receiverNext += PerPacket;
        }

        return count;
    }

    /// <summary>Arbitration with one line.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long OneLine() => Run(_one, 1, 0);

    /// <summary>Two lines, every packet on both, the leader alternating.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long TwoLines() => Run(_two, 2, 0);

    /// <summary>The same with copies compared.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long TwoLinesVerified() => Run(_verified, 2, 0);

    /// <summary>The same, each line losing every fiftieth packet.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long TwoLinesLossy() => Run(_lossy, 2, 50);

    private static MoldFeed Feed(int lines, bool verify) => new(new MoldFeedOptions
    {
        Arbiter = new ArbiterOptions { Lines = lines, VerifyCopies = verify },
        Rerequest = new RerequestOptions { Servers = 1 },
        HasSnapshots = true,
        HoldBytes = 1 << 20,
    });

    private static byte[] MakePacket()
    {
        MoldUdp64PacketBuilder builder = new("BENCH");
        for (int i = 0; i < PerPacket; i++)
            _ = builder.TryAppend(new byte[MessageBytes]);
        return builder.Packet.ToArray();
    }

    // A feed's own numbers go on from one measurement to the next.
    private long Run(MoldFeed feed, int lines, int loseEvery)
    {
        long count = 0;
        _next = Math.Max(1, feed.Arbiter.NextSequence);
        for (int i = 0; i < Packets; i++)
        {
            Number(_next);
            _nowNs += 1_000;
            feed.OnTime(_nowNs);
            for (int k = 0; k < lines; k++)
            {
                int line = (i + k) % lines;
                if (loseEvery != 0 && i % loseEvery == line * 25)
                    continue;
                bool any = feed.OnPacket(line, _packet, _nowNs, out FeedOutput output);
                while (any)
                {
                    count += output.Block.Count;
                    any = feed.TryNext(out output);
                }
            }

            _next += PerPacket;
        }

        return count;
    }

    private void Number(ulong first) => BinaryPrimitives.WriteUInt64BigEndian(_packet.AsSpan(10), first);
}
