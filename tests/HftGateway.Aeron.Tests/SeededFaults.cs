using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>Loses and repeats datagrams, by a seed.</summary>
internal sealed class SeededFaults(int seed, double loss, double repeat) : IDatagramFilter
{
    private readonly Random _random = new(seed);
    private readonly Lock _gate = new();

    public int Lost { get; private set; }

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

            return dice < loss + repeat ? 2 : 1;
        }
    }

    public int OnSend(ReadOnlySpan<byte> datagram) => 1;
}
