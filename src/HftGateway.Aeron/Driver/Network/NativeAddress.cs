using System.Net;
using System.Net.Sockets;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>A socket address as the system has it, without garbage.</summary>
internal struct NativeAddress : IEquatable<NativeAddress>
{
    public AddressBytes Data;
    public int Length;

    public NativeAddress(IPEndPoint endPoint)
    {
        SocketAddress address = endPoint.Serialize();
        Length = Math.Min(address.Size, AddressBytes.Bytes);
        address.Buffer.Span[..Length].CopyTo(Data);
    }

    public readonly bool IsEmpty => Length == 0;

    /// <summary>Whether both have the same port, which stands behind the family.</summary>
    public readonly bool HasPortOf(in NativeAddress other)
    {
        ReadOnlySpan<byte> mine = Data;
        ReadOnlySpan<byte> theirs = other.Data;
        return mine.Slice(2, 2).SequenceEqual(theirs.Slice(2, 2));
    }

    public readonly IPEndPoint ToEndPoint()
    {
        ReadOnlySpan<byte> bytes = Data;
        bool isIpv6 = Length >= AddressBytes.Bytes;
        var family = isIpv6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        var address = new SocketAddress(family, Math.Max(Length, 16));
        bytes[..Length].CopyTo(address.Buffer.Span);
        return (IPEndPoint)new IPEndPoint(isIpv6 ? IPAddress.IPv6Any : IPAddress.Any, 0).Create(address);
    }

    public readonly bool Equals(NativeAddress other)
    {
        ReadOnlySpan<byte> mine = Data;
        ReadOnlySpan<byte> theirs = other.Data;
        return Length == other.Length && mine[..Length].SequenceEqual(theirs[..Length]);
    }

    public override readonly bool Equals(object? obj) => obj is NativeAddress other && Equals(other);

    public override readonly int GetHashCode()
    {
        var hash = new HashCode();
        ReadOnlySpan<byte> bytes = Data;
        hash.AddBytes(bytes[..Length]);
        return hash.ToHashCode();
    }

    public override readonly string ToString() => Length == 0 ? "" : ToEndPoint().ToString();
}
