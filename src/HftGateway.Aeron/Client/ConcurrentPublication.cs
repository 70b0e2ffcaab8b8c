using System.Runtime.CompilerServices;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Client;

/// <summary>
/// A publication that any number of threads and processes may write at once.
/// <para><b>Threading.</b> Any thread; offers do not wait for one another.</para>
/// <para><b>Cost.</b> One locked add an offer; no allocation, no system call.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_publication.c</c>.</para>
/// </summary>
[HotPath]
public sealed unsafe class ConcurrentPublication : Publication
{
    internal ConcurrentPublication(AeronClient owner, in PublicationSetup setup)
        : base(owner, in setup)
    {
    }

    /// <inheritdoc/>
    public override long Position
    {
        get
        {
            if (!IsOpen)
                return PublicationResult.Closed;
            long raw = Volatile.Read(ref Log.Tail(LogLayout.Index(Volatile.Read(ref Log.ActiveTermCount))));
            return LogLayout.Position(LogLayout.TermId(raw), LogLayout.Offset(raw, TermLength), TermBits, TermInitialId);
        }
    }

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
        long position = Claim(length, framed, out int termCount, out int termId, out int offset);
        if (position < 0)
            return position;
        byte* frame = Frame(termCount, offset);
        FrameCopy.PrefetchNext(frame, framed);
        BeginFrame(frame, frameLength, offset, termId, reservedValue);
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
    /// <param name="claim">The room; commit or abort it.</param>
    /// <returns>The position behind it, or a negative number, see <see cref="PublicationResult"/>.</returns>
    /// <exception cref="ArgumentException">The length is negative or too long.</exception>
    public long TryClaim(int length, out BufferClaim claim)
    {
        if ((uint)length > (uint)MaxPayload)
            ThrowTooLong(length, MaxPayload);
        int frameLength = length + FrameLayout.DataHeaderBytes;
        int framed = Align.Up(frameLength, FrameLayout.Alignment);
        long position = Claim(length, framed, out int termCount, out int termId, out int offset);
        if (position < 0)
        {
            claim = default;
            return position;
        }

        byte* frame = Frame(termCount, offset);
        FrameCopy.PrefetchNext(frame, framed);
        BeginFrame(frame, frameLength, offset, termId, 0);
        claim = new BufferClaim(frame, frameLength);
        return position;
    }

    private protected override long OfferParts<TParts>(in TParts parts, int length, long reservedValue)
    {
        if (length > MaxMessageLength)
            ThrowTooLong(length, MaxMessageLength);
        int framed = LogLayout.FramedLength(length, MaxPayload);
        long position = Claim(length, framed, out int termCount, out int termId, out int offset);
        if (position < 0)
            return position;
        byte* frame = Frame(termCount, offset);
        WriteParts(frame, offset, termId, length, in parts, reservedValue);
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Claim(int length, int framed, out int termCount, out int termId, out int offset)
    {
        offset = 0;
        termId = 0;
        termCount = 0;
        if (!IsOpen)
            return PublicationResult.Closed;
        long limit = Volatile.Read(ref *Limit);
        termCount = Volatile.Read(ref *ActiveTermCount);
        long* tail = Tails + LogLayout.Index(termCount);
        long raw = Volatile.Read(ref *tail);
        termId = LogLayout.TermId(raw);
        long tailOffset = raw & 0xFFFF_FFFFL;
        // Somebody is changing the term.
        if (termCount != unchecked(termId - TermInitialId))
            return PublicationResult.AdminAction;
        long position = ((long)termCount << TermBits) + tailOffset;
        if (position >= limit)
            return BeyondLimit(position, length);
        raw = Interlocked.Add(ref *tail, framed) - framed;
        termId = LogLayout.TermId(raw);
        long start = raw & 0xFFFF_FFFFL;
        long end = start + framed;
        if (end > TermLength)
            return OnEndOfTerm(termCount, termId, start);
        offset = (int)start;
        // The term may have changed between the two reads of the tail: the claim is where the second one says.
        termCount = unchecked(termId - TermInitialId);
        return ((long)termCount << TermBits) + end;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long OnEndOfTerm(int termCount, int termId, long offset)
    {
        if (offset < TermLength)
            WritePadding(Frame(termCount, (int)offset), TermLength - (int)offset, (int)offset, termId);
        long position = ((long)unchecked(termId - TermInitialId) << TermBits) + TermLength;
        if (position >= MaxPositionValue)
            return PublicationResult.MaxPositionExceeded;
        LogRotation.Rotate(Log, termCount, termId);
        return PublicationResult.AdminAction;
    }
}
