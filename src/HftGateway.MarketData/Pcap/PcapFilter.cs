using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// Which datagrams of a capture are wanted, by destination. Several destinations are alternatives: both lines of a feed.
/// <para><b>Threading.</b> Immutable.</para>
/// </summary>
public sealed class PcapFilter
{
    private readonly (uint Address, ushort Port)[] _wanted;

    /// <summary>A filter of destinations.</summary>
    /// <param name="destinations">Address 0.0.0.0 means any, port 0 means any; an empty list takes everything.</param>
    /// <exception cref="FeedException">An address is not IPv4.</exception>
    public PcapFilter(params IReadOnlyList<IPEndPoint> destinations)
    {
        _wanted = new (uint, ushort)[destinations.Count];
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < _wanted.Length; i++)
        {
            IPEndPoint destination = destinations[i];
            if (!destination.Address.TryWriteBytes(bytes, out int length) || length != 4)
                throw Bad(destination.ToString());
            _wanted[i] = (BinaryPrimitives.ReadUInt32BigEndian(bytes), (ushort)destination.Port);
        }
    }

    /// <summary>Reads a destination as people write it.</summary>
    /// <param name="text"><c>233.54.12.111:26477</c>, <c>233.54.12.111</c> (any port) or <c>:26477</c> (any
    /// address).</param>
    /// <exception cref="FeedException">It is none of these.</exception>
    public static IPEndPoint ParseDestination(string text)
    {
        int colon = text.LastIndexOf(':');
        string address = colon < 0 ? text : text[..colon];
        int port = 0;
        if (colon >= 0
            && (!int.TryParse(text[(colon + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > ushort.MaxValue))
        {
            throw Bad(text);
        }

        if (address.Length == 0 && colon >= 0)
            return new IPEndPoint(IPAddress.Any, port);
        // The framework also takes "1" and "1.2" for addresses.
        return address.Count(static c => c == '.') == 3 && IPAddress.TryParse(address, out IPAddress? parsed)
            ? new IPEndPoint(parsed, port) : throw Bad(text);
    }

    /// <summary>Whether a datagram is wanted.</summary>
    public bool IsWanted(in UdpFrame datagram)
    {
        foreach ((uint address, ushort port) in _wanted)
        {
            if ((address == 0 || address == datagram.DestinationAddress)
                && (port == 0 || port == datagram.DestinationPort))
            {
                return true;
            }
        }

        return _wanted.Length == 0;
    }

    private static FeedException Bad(string text) => new(
        FeedErrorCode.BadAddress, $"'{text}' is no destination", "filter",
        "Give an IPv4 address and a UDP port as a.b.c.d:port, or one of them as a.b.c.d or :port.");
}
