using System.Buffers.Binary;

namespace HftGateway.MarketData.Pcap;

/// <summary>
/// Writes a classic packet capture with ns: one UDP datagram a packet, its IPv4 and UDP headers made from addresses and
/// ports. The link type is raw IP: a socket does not show the link layer, and none is invented.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Packets are handed to the stream whole or, at a failure, cut in the last one, so that
/// everything before reads well. The IPv4 header's checksum is right; the UDP checksum is 0: none.</para>
/// <para><b>Limits.</b> Payloads up to 65,507 bytes; times from 1970 to 2106.</para>
/// <para><b>Cost.</b> One copy a datagram; the stream is written when the buffer is full. No allocation a
/// datagram.</para>
/// <para><b>Reference.</b> draft-ietf-opsawg-pcap; RFC 791, RFC 768, RFC 1071.</para>
/// </summary>
public sealed class PcapWriter : IDisposable
{
    /// <summary>Longest payload.</summary>
    public const int MaxPayloadBytes = 65_507;

    private const uint NanosecondMagic = 0xA1B23C4D;
    private const int FileHeaderBytes = 24;
    private const int RecordHeaderBytes = 16;
    private const int IpBytes = 20;
    private const int UdpBytes = 8;
    private const int HeaderBytes = RecordHeaderBytes + IpBytes + UdpBytes;
    private const int SnapLength = 262_144;
    private const long NsPerSecond = 1_000_000_000;
    private const int BufferBytes = 1 << 20;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _length;
    private ushort _identification;

    /// <summary>A writer to a stream, which it closes.</summary>
    /// <param name="stream">Where the capture goes.</param>
    public PcapWriter(Stream stream)
    {
        _stream = stream;
        Span<byte> header = _buffer.AsSpan(0, FileHeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(header, NanosecondMagic);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], SnapLength);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], PcapLinkType.Raw);
        _length = FileHeaderBytes;
        ByteCount = FileHeaderBytes;
    }

    /// <summary>Packets written.</summary>
    public long PacketCount { get; private set; }

    /// <summary>Bytes written, headers included.</summary>
    public long ByteCount { get; private set; }

    /// <summary>Writes one datagram. May block on the stream.</summary>
    /// <param name="datagram">Addresses, ports and payload; the payload's offset does not matter.</param>
    /// <param name="utcNs">When it arrived, ns since the Unix epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">The payload is too long, or the time out of range.</exception>
    public void Write(in UdpFrame datagram, long utcNs)
    {
        ReadOnlySpan<byte> payload = datagram.Payload;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payload.Length, MaxPayloadBytes);
        ArgumentOutOfRangeException.ThrowIfNegative(utcNs);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(utcNs / NsPerSecond, uint.MaxValue);
        int bytes = HeaderBytes + payload.Length;
        if (_length + bytes > _buffer.Length)
            FlushBuffer();
        Span<byte> place = _buffer.AsSpan(_length, bytes);
        uint captured = (uint)(bytes - RecordHeaderBytes);
        BinaryPrimitives.WriteUInt32LittleEndian(place, (uint)(utcNs / NsPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(place[4..], (uint)(utcNs % NsPerSecond));
        BinaryPrimitives.WriteUInt32LittleEndian(place[8..], captured);
        BinaryPrimitives.WriteUInt32LittleEndian(place[12..], captured);
        WriteIp(place.Slice(RecordHeaderBytes, IpBytes), datagram);
        WriteUdp(place.Slice(RecordHeaderBytes + IpBytes, UdpBytes), datagram);
        payload.CopyTo(place[HeaderBytes..]);
        _length += bytes;
        PacketCount++;
        ByteCount += bytes;
    }

    /// <summary>Hands everything to the stream and flushes it.</summary>
    public void Flush()
    {
        FlushBuffer();
        _stream.Flush();
    }

    /// <summary>Flushes and closes the stream.</summary>
    public void Dispose()
    {
        try
        {
            Flush();
        }
        finally
        {
            _stream.Dispose();
        }
    }

    private void WriteIp(Span<byte> header, in UdpFrame datagram)
    {
        header.Clear();
        header[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(
            header[2..], (ushort)(IpBytes + UdpBytes + datagram.Payload.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], _identification++);
        header[8] = 64;
        header[9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], datagram.SourceAddress);
        BinaryPrimitives.WriteUInt32BigEndian(header[16..], datagram.DestinationAddress);
        uint sum = 0;
        for (int i = 0; i < IpBytes; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(header[i..]);
        sum = (sum & 0xFFFF) + (sum >> 16);
        sum = (sum & 0xFFFF) + (sum >> 16);
        BinaryPrimitives.WriteUInt16BigEndian(header[10..], (ushort)~sum);
    }

    private static void WriteUdp(Span<byte> header, in UdpFrame datagram)
    {
        BinaryPrimitives.WriteUInt16BigEndian(header, datagram.SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], datagram.DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(header[4..], (ushort)(UdpBytes + datagram.Payload.Length));
        header[6..].Clear();
    }

    private void FlushBuffer()
    {
        // Forgotten before it is known to be written: after a failure the rest must not be written behind a hole twice.
        int length = _length;
        _length = 0;
        _stream.Write(_buffer, 0, length);
    }
}
