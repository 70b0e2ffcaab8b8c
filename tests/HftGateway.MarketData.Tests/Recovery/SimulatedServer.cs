using HftGateway.MarketData.Faults;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Tests.Recovery;

/// <summary>How a simulated request server answers.</summary>
internal enum ServerManner
{
    Honest,
    Silent,
    Garbage,
    Partial,
    WrongRange,
    Twice,
    OtherSession,
}

/// <summary>A request server of a simulation: answers after a while, honestly or not.</summary>
internal sealed class SimulatedServer(FeedSimulation simulation, ServerManner manner, long delayNs)
{
    private readonly Queue<(long DueNs, byte[] Packet)> _answers = new();

    public void Ask(ReadOnlySpan<byte> request, long nowNs, ref FaultRandom random)
    {
        Assert.Equal(MoldUdp64Header.SizeBytes, request.Length);
        ulong first = System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(request[10..]);
        int count = System.Buffers.Binary.BinaryPrimitives.ReadUInt16BigEndian(request[18..]);
        Assert.InRange(count, 1, simulation.MaxRequest);
        long dueNs = nowNs + delayNs;
        switch (manner)
        {
            case ServerManner.Silent:
                return;
            case ServerManner.Garbage:
                byte[] garbage = new byte[random.Below(80)];
                for (int i = 0; i < garbage.Length; i++)
                    garbage[i] = (byte)random.Next();
                _answers.Enqueue((dueNs, garbage));
                return;
            case ServerManner.Partial:
                count = 1 + random.Below(count);
                break;
            case ServerManner.WrongRange:
                first += (ulong)count + 7;
                break;
        }

        byte[]? packet = simulation.PacketOf(first, count, manner == ServerManner.OtherSession ? "NONE" : "SIM");
        if (packet == null)
            return;
        _answers.Enqueue((dueNs, packet));
        if (manner == ServerManner.Twice)
            _answers.Enqueue((dueNs + 1_000, packet));
    }

    public bool TryTake(long nowNs, out byte[] packet)
    {
        packet = [];
        if (_answers.Count == 0 || _answers.Peek().DueNs > nowNs)
            return false;
        packet = _answers.Dequeue().Packet;
        return true;
    }
}
