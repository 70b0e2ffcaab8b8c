using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace HftGateway.Aeron.Driver;

/// <summary>A receiver's error as clients are told of it.</summary>
internal readonly record struct PublicationErrorEvent(
    long RegistrationId, int SessionId, int StreamId, long ReceiverId, long GroupTag, IPEndPoint Source, int Code, byte[] Text)
{
    private const short Ipv4 = 2;
    private const short Ipv6 = 10;

    /// <summary>Family (as Linux numbers it), port and 16 bytes of address.</summary>
    public void WriteAddress(Span<byte> to)
    {
        to.Clear();
        bool isIpv6 = Source.AddressFamily == AddressFamily.InterNetworkV6;
        BinaryPrimitives.WriteInt16LittleEndian(to, isIpv6 ? Ipv6 : Ipv4);
        BinaryPrimitives.WriteUInt16LittleEndian(to[2..], (ushort)Source.Port);
        Source.Address.TryWriteBytes(to[4..], out _);
    }
}
