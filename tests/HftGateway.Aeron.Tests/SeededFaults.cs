using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>Loses, repeats, delays and so reorders datagrams, by a seed; control frames that go out are lost as well.</summary>
internal sealed class SeededFaults(int seed, double loss, double repeat, double delay = 0, double controlLoss = 0)
    : IDatagramFilter
{
    private const int MaxDelayNs = 2_000_000;
    private const ushort Nak = 2;
    private const ushort StatusMessage = 3;
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    public int Lost { get; private set; }

    public int Repeated { get; private set; }

    public int Delayed { get; private set; }

    public int ControlLost { get; private set; }

    public int OnReceive(Span<byte> datagram)
    {
        lock (_gate)
        {
            double dice = _random.NextDouble();
            if (dice < loss)
            {
                Lost++;
                return 0;
            }

            if (dice >= loss + repeat)
                return 1;
            Repeated++;
            return 2;
        }
    }

    public long DelayNs(ReadOnlySpan<byte> datagram)
    {
        lock (_gate)
        {
            if (_random.NextDouble() >= delay)
                return 0;
            Delayed++;
            return _random.Next(1, MaxDelayNs);
        }
    }

    public int OnSend(ReadOnlySpan<byte> datagram)
    {
        ushort type = datagram.Length < 8 ? (ushort)0 : BitConverter.ToUInt16(datagram[6..]);
        if (type is not (Nak or StatusMessage))
            return 1;
        lock (_gate)
        {
            if (_random.NextDouble() >= controlLoss)
                return 1;
            ControlLost++;
            return 0;
        }
    }
}
