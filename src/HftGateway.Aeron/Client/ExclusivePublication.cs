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
    private int _termCount;
    private int _termId;
    private int _termOffset;
    private long _termBegin;

    internal ExclusivePublication(AeronClient owner, in PublicationSetup setup)
        : base(owner, in setup)
    {
        _termCount = Volatile.Read(ref Log.ActiveTermCount);
        long raw = Volatile.Read(ref Log.Tail(LogLayout.Index(_termCount)));
        _termId = LogLayout.TermId(raw);
        _termOffset = LogLayout.Offset(raw, TermLength);
        _termBegin = LogLayout.Position(_termId, 0, TermBits, TermInitialId);
    }

    /// <inheritdoc/>
    public override long Position => IsOpen ? _termBegin + _termOffset : PublicationResult.Closed;

    /// <summary>Publishes a message.</summary>
    /// <param name="message">The message, at most <see cref="Publication.MaxMessageLength"/> bytes.</param>
    /// <param name="reservedValue">The application's own value, in every fragment's header.</param>
    /// <returns>The position behind it, or a negative number, see <see cref="PublicationResult"/>.</returns>
    /// <exception cref="ArgumentException">The message is too long.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Offer(ReadOnlySpan<byte> message, long reservedValue = 0) => Offer(message, default, reservedValue);

    /// <summary>Publishes a message that stands in two places.</summary>
    /// <param name="first">Its beginning.</param>
    /// <param name="second">Its end.</param>
    /// <param name="reservedValue">The application's own value, in every fragment's header.</param>
    /// <inheritdoc cref="Offer(ReadOnlySpan{byte}, long)"/>
    public long Offer(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, long reservedValue = 0)
    {
        int length = checked(first.Length + second.Length);
        if (length > MaxMessageLength)
            ThrowTooLong(length, MaxMessageLength);
        int framed = LogLayout.FramedLength(length, MaxPayload);
        long position = Claim(length, framed, out int offset);
        if (position < 0)
            return position;
        byte* frame = Frame(_termCount, offset);
        if (length <= MaxPayload)
        {
            int frameLength = length + FrameLayout.DataHeaderBytes;
            WriteHeader(frame, frameLength, offset, _termId, FrameLayout.UnfragmentedFlags);
            WriteFrame(frame, first, second, reservedValue, frameLength);
        }
        else
        {
            WriteFragments(frame, offset, _termId, first, second, reservedValue);
        }

        return position;
    }

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
        long position = Claim(length, Align.Up(frameLength, FrameLayout.Alignment), out int offset);
        if (position < 0)
        {
            claim = default;
            return position;
        }

        byte* frame = Frame(_termCount, offset);
        WriteHeader(frame, frameLength, offset, _termId, FrameLayout.UnfragmentedFlags);
        *(long*)(frame + FrameLayout.ReservedValueOffset) = 0;
        claim = new BufferClaim(frame, frameLength);
        return position;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Claim(int length, int framed, out int offset)
    {
        offset = _termOffset;
        if (!IsOpen)
            return PublicationResult.Closed;
        long position = _termBegin + offset;
        if (position >= Volatile.Read(ref *Limit))
            return BeyondLimit(position, length);
        int end = offset + framed;
        if (end > TermLength)
            return OnEndOfTerm(offset);
        Volatile.Write(ref Log.Tail(LogLayout.Index(_termCount)), LogLayout.RawTail(_termId, end));
        _termOffset = end;
        return _termBegin + end;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private long OnEndOfTerm(int offset)
    {
        if (offset < TermLength)
        {
            WritePadding(Frame(_termCount, offset), TermLength - offset, offset, _termId);
            Volatile.Write(ref Log.Tail(LogLayout.Index(_termCount)), LogLayout.RawTail(_termId, TermLength));
            _termOffset = TermLength;
        }

        if (_termBegin + TermLength >= MaxPositionValue)
            return PublicationResult.MaxPositionExceeded;
        _termCount = unchecked(_termCount + 1);
        _termId = unchecked(_termId + 1);
        _termOffset = 0;
        _termBegin += TermLength;
        Volatile.Write(ref Log.Tail(LogLayout.Index(_termCount)), LogLayout.RawTail(_termId, 0));
        Volatile.Write(ref Log.ActiveTermCount, _termCount);
        return PublicationResult.AdminAction;
    }
}
