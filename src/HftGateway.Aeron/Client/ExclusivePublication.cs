using System.Runtime.CompilerServices;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// A publication of one writer: faster than the concurrent one, since it needs no locked instruction.
/// <para><b>Threading.</b> One thread at a time writes.</para>
/// <para><b>Cost.</b> No locked instruction, no allocation, no system call.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_exclusive_publication.c</c>.</para>
/// </summary>
[HotPath]
public sealed unsafe class ExclusivePublication : Publication
{
    private ExclusiveCursor _cursor;

    internal ExclusivePublication(AeronClient owner, in PublicationSetup setup)
        : base(owner, in setup)
    {
        int termCount = Volatile.Read(ref *ActiveTermCount);
        long raw = Volatile.Read(ref Tails[LogLayout.Index(termCount)]);
        Enter(termCount, LogLayout.TermId(raw), LogLayout.Offset(raw, TermLength));
    }

    /// <inheritdoc/>
    public override long Position => IsOpen ? _cursor.TermBegin + _cursor.TermOffset : PublicationResult.Closed;

    /// <summary>Publishes a message.</summary>
    /// <param name="message">The message, at most <see cref="Publication.MaxMessageLength"/> bytes.</param>
    /// <param name="reservedValue">The application's own value, in every fragment's header.</param>
    /// <returns>The position behind it, or a negative number, see <see cref="PublicationResult"/>.</returns>
    /// <exception cref="ArgumentException">The message is too long.</exception>
    public long Offer(ReadOnlySpan<byte> message, long reservedValue = 0)
    {
        int length = message.Length;
        if (length > MaxPayload)
            return OfferParts(new TwoParts(message, default), length, reservedValue);
        int frameLength = length + FrameLayout.DataHeaderBytes;
        int framed = Align.Up(frameLength, FrameLayout.Alignment);
        long position = Claim(length, framed, out int offset);
        if (position < 0)
            return position;
        byte* frame = _cursor.Term + offset;
        FrameCopy.PrefetchNext(frame, framed);
        BeginFrame(frame, frameLength, offset, _cursor.TermId, reservedValue);
        FrameCopy.Copy(frame + FrameLayout.DataHeaderBytes, message);
        CommitFrame(frame, frameLength);
        return position;
    }

    /// <summary>Publishes a message that stands in two places.</summary>
    /// <param name="first">Its beginning.</param>
    /// <param name="second">Its end.</param>
    /// <param name="reservedValue">The application's own value, in every fragment's header.</param>
    /// <inheritdoc cref="Offer(ReadOnlySpan{byte}, long)"/>
    public long Offer(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long reservedValue = 0) =>
        OfferParts(new TwoParts(first, second), checked(first.Length + second.Length), reservedValue);

    /// <summary>Publishes a message that stands in any number of places (vectored offer).</summary>
    /// <param name="parts">Its parts in order.</param>
    /// <param name="reservedValue">The application's own value, in every fragment's header.</param>
    /// <inheritdoc cref="Offer(ReadOnlySpan{byte}, long)"/>
    public long Offer(ReadOnlySpan<ReadOnlyMemory<byte>> parts, long reservedValue = 0) =>
        OfferParts(new MemoryParts(parts), MemoryParts.LengthOf(parts), reservedValue);

    /// <summary>Takes room for a message that is written in place.</summary>
    /// <param name="length">Its length, at most <see cref="Publication.MaxPayloadLength"/> bytes.</param>
    /// <param name="claim">The room; commit or abort it before the next call.</param>
    /// <returns>The position behind it, or a negative number, see <see cref="PublicationResult"/>.</returns>
    /// <exception cref="ArgumentException">The length is negative or too long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TryClaim(int length, out BufferClaim claim)
    {
        if ((uint)length > (uint)MaxPayload)
            ThrowTooLong(length, MaxPayload);
        int frameLength = length + FrameLayout.DataHeaderBytes;
        int framed = Align.Up(frameLength, FrameLayout.Alignment);
        long position = Claim(length, framed, out int offset);
        if (position < 0)
        {
            claim = default;
            return position;
        }

        byte* frame = _cursor.Term + offset;
        FrameCopy.PrefetchNext(frame, framed);
        BeginFrame(frame, frameLength, offset, _cursor.TermId, 0);
        claim = new BufferClaim(frame, frameLength);
        return position;
    }

    private protected override long OfferParts<TParts>(in TParts parts, int length, long reservedValue)
    {
        if (length > MaxMessageLength)
            ThrowTooLong(length, MaxMessageLength);
        int framed = LogLayout.FramedLength(length, MaxPayload);
        long position = Claim(length, framed, out int offset);
        if (position < 0)
            return position;
        byte* frame = _cursor.Term + offset;
        WriteParts(frame, offset, _cursor.TermId, length, in parts, reservedValue);
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Claim(int length, int framed, out int offset)
    {
        offset = _cursor.TermOffset;
        if (!IsOpen)
            return PublicationResult.Closed;
        long position = _cursor.TermBegin + offset;
        if (position >= Volatile.Read(ref *Limit))
            return BeyondLimit(position, length);
        int end = offset + framed;
        if (end > TermLength)
            return OnEndOfTerm(offset);
        Volatile.Write(ref *_cursor.Tail, LogLayout.RawTail(_cursor.TermId, end));
        _cursor.TermOffset = end;
        return _cursor.TermBegin + end;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long OnEndOfTerm(int offset)
    {
        if (offset < TermLength)
        {
            WritePadding(_cursor.Term + offset, TermLength - offset, offset, _cursor.TermId);
            Volatile.Write(ref *_cursor.Tail, LogLayout.RawTail(_cursor.TermId, TermLength));
            _cursor.TermOffset = TermLength;
        }

        if (_cursor.TermBegin + TermLength >= MaxPositionValue)
            return PublicationResult.MaxPositionExceeded;
        Enter(unchecked(_cursor.TermCount + 1), unchecked(_cursor.TermId + 1), 0);
        Volatile.Write(ref *_cursor.Tail, LogLayout.RawTail(_cursor.TermId, 0));
        Volatile.Write(ref *ActiveTermCount, _cursor.TermCount);
        return PublicationResult.AdminAction;
    }

    private void Enter(int termCount, int termId, int offset)
    {
        _cursor.TermCount = termCount;
        _cursor.TermId = termId;
        _cursor.TermOffset = offset;
        _cursor.TermBegin = LogLayout.Position(termId, 0, TermBits, TermInitialId);
        _cursor.Term = Frame(termCount, 0);
        _cursor.Tail = Tails + LogLayout.Index(termCount);
    }
}
