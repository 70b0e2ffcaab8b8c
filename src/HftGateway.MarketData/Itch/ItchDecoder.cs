using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// Checks ITCH messages, each once, and hands the sound ones to a visitor in place. Counts what it meets by type, and
/// what
/// it does not understand by kind; nothing is skipped silently and nothing stops it.
/// <para><b>Threading.</b> One thread; the counters may be read by others and are then approximate.</para>
/// <para><b>Invariants.</b> A message that reaches the visitor has a type of the specification and exactly its length,
/// so
/// that every field of its struct may be read.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0.</para>
/// </summary>
public sealed class ItchDecoder
{
    private readonly long[] _countByType = new long[256];

    /// <summary>Messages seen, sound or not.</summary>
    public long Messages { get; private set; }

    /// <summary>Messages without a byte.</summary>
    public long Empty { get; private set; }

    /// <summary>Messages of a type that the specification does not define.</summary>
    public long UnknownTypes { get; private set; }

    /// <summary>Messages whose length is not their type's.</summary>
    public long WrongLengths { get; private set; }

    /// <summary>All messages that were not understood.</summary>
    public long Defects => Empty + UnknownTypes + WrongLengths;

    /// <summary>The first one not understood; its kind is None while there is none.</summary>
    public ItchDefect FirstDefect { get; private set; }

    /// <summary>Messages with this type byte, whatever their length.</summary>
    public long CountOf(byte type) => _countByType[type];

    /// <summary>Decodes every message of a block.</summary>
    /// <param name="block">Framed messages.</param>
    /// <param name="visitor">Receives them.</param>
    [HotPath]
    public void Decode<TVisitor>(in MessageBlock block, ref TVisitor visitor)
        where TVisitor : struct, IItchVisitor
    {
        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
            Decode(ref messages.First, messages.Length, messages.Index, messages.Offset, ref visitor);
    }

    /// <summary>Decodes one message.</summary>
    /// <param name="message">The whole message without any framing.</param>
    /// <param name="index">Its 0-based index.</param>
    /// <param name="offset">Its byte offset.</param>
    /// <param name="visitor">Receives it.</param>
    /// <returns>Whether it was sound.</returns>
    [HotPath]
    public bool Decode<TVisitor>(ReadOnlySpan<byte> message, long index, long offset, ref TVisitor visitor)
        where TVisitor : struct, IItchVisitor =>
        Decode(ref MemoryMarshal.GetReference(message), message.Length, index, offset, ref visitor);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Decode<TVisitor>(ref byte message, int length, long index, long offset, ref TVisitor visitor)
        where TVisitor : struct, IItchVisitor
    {
        Messages++;
        if (length == 0)
        {
            Report(ItchDefectKind.Empty, 0, 0, index, offset, ref visitor);
            return false;
        }

        byte type = message;
        _countByType[type]++;
        // A type that does not exist has length 0, so that one comparison covers both defects.
        if (ItchLength.Of(type) != length)
        {
            ItchDefectKind kind = ItchLength.Of(type) == 0 ? ItchDefectKind.UnknownType : ItchDefectKind.WrongLength;
            Report(kind, type, length, index, offset, ref visitor);
            return false;
        }

        visitor.OnMessage(ref message, length, index, offset);
        return true;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Report<TVisitor>(
        ItchDefectKind kind, byte type, int length, long index, long offset, ref TVisitor visitor)
        where TVisitor : struct, IItchVisitor
    {
        ItchDefect defect = new() { Kind = kind, Type = type, Length = length, Index = index, Offset = offset };
        if (kind == ItchDefectKind.Empty)
            Empty++;
        else if (kind == ItchDefectKind.UnknownType)
            UnknownTypes++;
        else
            WrongLengths++;
        if (FirstDefect.Kind == ItchDefectKind.None)
            FirstDefect = defect;
        visitor.OnDefect(in defect);
    }
}
