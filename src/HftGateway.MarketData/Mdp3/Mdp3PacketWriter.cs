using System.Buffers.Binary;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// Puts MDP 3.0 packets together: a header, then messages, each a root block and groups. Holes and whatever is not
/// written are zero.
/// <para><b>Use.</b> <see cref="Begin"/>; per message <see cref="BeginMessage"/>, <see cref="AddGroup"/> for each group in
/// order, <see cref="EndMessage"/>; then <see cref="Packet"/>. Blocks returned are valid until the next call.</para>
/// <para><b>Threading.</b> One thread. <b>Limits.</b> The size given at construction; a message that does not fit is a
/// programmer's error: ask <see cref="Room"/>.</para>
/// </summary>
public sealed class Mdp3PacketWriter
{
    private const int Nothing = -1;

    private readonly byte[] _bytes;
    private int _length;
    private int _message = Nothing;

    /// <summary>Takes the memory.</summary>
    /// <param name="maxBytes">Largest packet, 64 to 65,507 bytes. The exchange keeps below 1,420.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public Mdp3PacketWriter(int maxBytes = 1400)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, 64);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxBytes, 65_507);
        _bytes = new byte[maxBytes];
    }

    /// <summary>Messages in the packet.</summary>
    public int Messages { get; private set; }

    /// <summary>Bytes that may still be added.</summary>
    public int Room => _bytes.Length - _length;

    /// <summary>The packet so far.</summary>
    public ReadOnlySpan<byte> Packet => _bytes.AsSpan(0, _length);

    /// <summary>
    /// Root block of the message begun last in this packet, complete or not: the indicator of a message is known only
    /// when it turns out to be the last of its event.
    /// </summary>
    public Span<byte> LastRoot => _message == Nothing ? [] : _bytes.AsSpan(_message + Mdp3Message.HeaderBytes);

    /// <summary>Begins a packet.</summary>
    /// <param name="sequence">Packet number.</param>
    /// <param name="sendingTimeNs">Ns since the Unix epoch.</param>
    public void Begin(uint sequence, ulong sendingTimeNs)
    {
        new Mdp3PacketHeader(sequence, sendingTimeNs).Write(_bytes);
        _length = Mdp3PacketHeader.SizeBytes;
        _message = Nothing;
        Messages = 0;
    }

    /// <summary>Sets number and time of the packet, which are often known only when it is sent.</summary>
    /// <param name="sequence">Packet number.</param>
    /// <param name="sendingTimeNs">Ns since the Unix epoch.</param>
    public void Number(uint sequence, ulong sendingTimeNs) => new Mdp3PacketHeader(sequence, sendingTimeNs).Write(_bytes);

    /// <summary>Begins a message.</summary>
    /// <param name="template">Template id.</param>
    /// <param name="blockLength">Length of the root block.</param>
    /// <param name="version">Schema version.</param>
    /// <returns>The root block, all zero.</returns>
    public Span<byte> BeginMessage(Mdp3Template template, int blockLength, int version = Mdp3Handler.CompiledVersion)
    {
        _message = _length;
        Span<byte> header = Add(Mdp3Message.HeaderBytes);
        BinaryPrimitives.WriteUInt16LittleEndian(header[2..], (ushort)blockLength);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], (ushort)template);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], Mdp3Message.Schema);
        BinaryPrimitives.WriteUInt16LittleEndian(header[8..], (ushort)version);
        return Add(blockLength);
    }

    /// <summary>Adds a group to the message.</summary>
    /// <param name="blockLength">Length of an entry.</param>
    /// <param name="count">Entries, 0 to 255.</param>
    /// <param name="isAligned">The dimension is groupSize8Byte, of eight bytes, not groupSize, of three.</param>
    /// <returns>All entries, all zero.</returns>
    public Span<byte> AddGroup(int blockLength, int count, bool isAligned = false)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, byte.MaxValue, nameof(count));
        Span<byte> dimension = Add(isAligned ? 8 : 3);
        BinaryPrimitives.WriteUInt16LittleEndian(dimension, (ushort)blockLength);
        dimension[^1] = (byte)count;
        return Add(blockLength * count);
    }

    /// <summary>Ends the message: its size is known.</summary>
    public void EndMessage()
    {
        BinaryPrimitives.WriteUInt16LittleEndian(_bytes.AsSpan(_message), (ushort)(_length - _message));
        Messages++;
    }

    private Span<byte> Add(int count)
    {
        Span<byte> added = _bytes.AsSpan(_length, count);
        added.Clear();
        _length += count;
        return added;
    }
}
