namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The destinations of a multi-destination cast: added by hand, or learned from receivers' status messages.
/// <para><b>Threading.</b> The sender's thread.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_udp_destination_tracker.c</c>.</para>
/// </summary>
/// <param name="isDynamic">Destinations come and go with their status messages.</param>
/// <param name="timeoutNs">How long a learned destination may be silent, ns.</param>
/// <param name="count">Counter of the destinations.</param>
internal sealed unsafe class DestinationTracker(bool isDynamic, long timeoutNs, long* count)
{
    private readonly List<SendDestination> _destinations = [];
    private int _start;

    public int Count => _destinations.Count;

    public void Add(SendDestination destination)
    {
        _destinations.Add(destination);
        Volatile.Write(ref *count, _destinations.Count);
    }

    public void Remove(SendDestination destination)
    {
        _destinations.Remove(destination);
        Volatile.Write(ref *count, _destinations.Count);
    }

    public void OnStatusMessage(in NativeAddress from, long receiverId, long nowNs)
    {
        foreach (SendDestination destination in _destinations)
        {
            if (!destination.IsOf(in from, receiverId))
                continue;
            destination.ReceiverId ??= receiverId;
            destination.HeardNs = nowNs;
            return;
        }

        if (isDynamic)
            Add(new SendDestination(from, nowNs) { ReceiverId = receiverId });
    }

    public void DropSilent(long nowNs)
    {
        if (!isDynamic)
            return;
        for (int i = _destinations.Count - 1; i >= 0; i--)
        {
            if (nowNs - _destinations[i].HeardNs > timeoutNs)
                Remove(_destinations[i]);
        }
    }

    /// <summary>Sends to all; with none, the datagram counts as sent.</summary>
    public int Send(UdpTransport transport, byte* datagram, int length)
    {
        int least = length;
        for (int i = 0, at = NextStart(); i < _destinations.Count; i++, at = Next(at))
        {
            NativeAddress address = _destinations[at].Address;
            least = Math.Min(least, transport.Send(datagram, length, &address));
        }

        return least;
    }

    /// <summary>Sends datagrams to all; with none, they count as sent.</summary>
    public int Send(UdpTransport transport, ReadOnlySpan<Datagram> datagrams)
    {
        int least = datagrams.Length;
        for (int i = 0, at = NextStart(); i < _destinations.Count; i++, at = Next(at))
        {
            NativeAddress address = _destinations[at].Address;
            least = Math.Min(least, transport.Send(datagrams, &address));
        }

        return least;
    }

    // Each is the first by turns: being first is worth a few microseconds.
    private int NextStart() => _start = Next(_start);

    private int Next(int at) => at + 1 < _destinations.Count ? at + 1 : 0;
}
