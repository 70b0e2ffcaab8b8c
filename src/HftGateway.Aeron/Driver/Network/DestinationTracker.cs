namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The destinations of a multi-destination cast: added by hand, or learned from receivers' status messages.
/// <para><b>Threading.</b> The sender's thread.</para>
/// </summary>
internal sealed unsafe class DestinationTracker(bool isDynamic, long timeoutNs)
{
    private readonly List<Destination> _destinations = [];

    public int Count => _destinations.Count;

    public void Add(NativeAddress address, long receiverId, long expiresNs)
    {
        if (!_destinations.Exists(d => d.Address.Equals(address)))
            _destinations.Add(new Destination { Address = address, ReceiverId = receiverId, ExpiresNs = expiresNs });
    }

    public void Remove(NativeAddress address) => _destinations.RemoveAll(d => d.Address.Equals(address));

    public void OnStatusMessage(in NativeAddress from, long receiverId, long nowNs)
    {
        if (!isDynamic)
            return;
        foreach (Destination destination in _destinations)
        {
            if (destination.ReceiverId == receiverId && destination.Address.Equals(from))
            {
                if (destination.ExpiresNs != long.MaxValue)
                    destination.ExpiresNs = nowNs + timeoutNs;
                return;
            }
        }

        Add(from, receiverId, nowNs + timeoutNs);
    }

    public void DropSilent(long nowNs)
    {
        if (!isDynamic)
            return;
        for (int i = _destinations.Count - 1; i >= 0; i--)
        {
            if (_destinations[i].ExpiresNs < nowNs)
                _destinations.RemoveAt(i);
        }
    }

    /// <summary>Sends to all; with none, the datagram counts as sent.</summary>
    public int Send(UdpTransport transport, byte* datagram, int length)
    {
        int least = length;
        foreach (Destination destination in _destinations)
        {
            NativeAddress address = destination.Address;
            least = Math.Min(least, transport.Send(datagram, length, &address));
        }

        return least;
    }

    /// <summary>Sends datagrams to all; with none, they count as sent.</summary>
    public int Send(UdpTransport transport, ReadOnlySpan<Datagram> datagrams)
    {
        int least = datagrams.Length;
        foreach (Destination destination in _destinations)
        {
            NativeAddress address = destination.Address;
            least = Math.Min(least, transport.Send(datagrams, &address));
        }

        return least;
    }

    private sealed class Destination
    {
        public NativeAddress Address { get; init; }

        public long ReceiverId { get; init; }

        public long ExpiresNs { get; set; }
    }
}
