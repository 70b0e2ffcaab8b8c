namespace HftGateway.Exchange;

/// <summary>
/// Tick-to-order times measured at the exchange, from the moment before a feed packet was handed to the kernel to the
/// moment at which the order that it triggered had been read, in ns. Keeps the newest ones.
/// <para><b>Threading.</b> One writer; readers at any time see a consistent count and, unless the ring has wrapped
/// meanwhile, consistent samples.</para>
/// </summary>
public sealed class LatencySamples
{
    private readonly long[] _samples;
    private long _count;

    internal LatencySamples(int capacity) => _samples = new long[capacity];

    /// <summary>Samples taken since the start.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Samples that are kept at most.</summary>
    public int Capacity => _samples.Length;

    /// <summary>The kept samples in ns, oldest first. Allocates the copy.</summary>
    public long[] ToArray()
    {
        long count = Count;
        int kept = (int)Math.Min(count, _samples.Length);
        var copy = new long[kept];
        for (int i = 0; i < kept; i++)
            copy[i] = _samples[(count - kept + i) % _samples.Length];
        return copy;
    }

    internal void Add(long ns)
    {
        long count = _count;
        _samples[count % _samples.Length] = ns;
        Volatile.Write(ref _count, count + 1);
    }
}
