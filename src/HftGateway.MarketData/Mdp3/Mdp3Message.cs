using System.Buffers.Binary;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// One message of a packet: its SBE header and what follows it, up to the message's size.
/// <para><b>Invariants.</b> <see cref="Body"/> lies inside the packet; nothing else is known to be sound.</para>
/// </summary>
public readonly ref struct Mdp3Message
{
    /// <summary>Bytes before the body: size, then block length, template, schema, version.</summary>
    public const int HeaderBytes = 10;

    /// <summary>The schema id of MDP 3.0.</summary>
    public const int Schema = 1;

    private Mdp3Message(ulong header, ReadOnlySpan<byte> body, int offset)
    {
        BlockLength = (ushort)header;
        TemplateId = (ushort)(header >> 16);
        SchemaId = (ushort)(header >> 32);
        Version = (ushort)(header >> 48);
        Body = body;
        Offset = offset;
    }

    /// <summary>Length of the root block as sent.</summary>
    public ushort BlockLength { get; }

    /// <summary>Template id.</summary>
    public ushort TemplateId { get; }

    /// <summary>Schema id, 1.</summary>
    public ushort SchemaId { get; }

    /// <summary>Schema version that the exchange encoded with.</summary>
    public ushort Version { get; }

    /// <summary>Root block and groups.</summary>
    public ReadOnlySpan<byte> Body { get; }

    /// <summary>Offset of the message's size in the packet.</summary>
    public int Offset { get; }

    /// <summary>The message with its size and header.</summary>
    /// <param name="packet">The packet that it was read from.</param>
    public ReadOnlySpan<byte> Whole(ReadOnlySpan<byte> packet) => packet.Slice(Offset, HeaderBytes + Body.Length);

    /// <summary>Reads the message at an offset.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="offset">Where the message's size begins; moved to the next message.</param>
    /// <param name="message">The message.</param>
    /// <returns>False at the end, or if the size is smaller than a header or larger than what is left.</returns>
    public static bool TryRead(ReadOnlySpan<byte> packet, ref int offset, out Mdp3Message message)
    {
        message = default;
        int left = packet.Length - offset;
        if (offset < 0 || left < HeaderBytes)
            return false;
        ReadOnlySpan<byte> at = packet[offset..];
        int size = BinaryPrimitives.ReadUInt16LittleEndian(at);
        if (size < HeaderBytes || size > left)
            return false;
        ulong header = BinaryPrimitives.ReadUInt64LittleEndian(at[sizeof(ushort)..]);
        message = new Mdp3Message(header, at[HeaderBytes..size], offset);
        offset += size;
        return true;
    }
}
