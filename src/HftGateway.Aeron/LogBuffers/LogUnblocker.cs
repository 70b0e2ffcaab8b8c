
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.LogBuffers;

/// <summary>
/// Turns what a dead publisher claimed and did not finish into padding.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_logbuffer_unblocker</c>, <c>aeron_term_unblocker</c>.</para>
/// </summary>
internal static unsafe class LogUnblocker
{
    /// <summary>Unblocks a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="blockedPosition">Position at which consumption stands still.</param>
    /// <returns>Whether something was unblocked.</returns>
    public static bool Unblock(LogBuffer log, long blockedPosition)
    {
        int termLength = log.TermLength;
        int blockedOffset = (int)blockedPosition & (termLength - 1);
        int activeCount = Volatile.Read(ref log.ActiveTermCount);
        int blockedCount = (int)(blockedPosition >> log.TermBits);
        // The term is full, and its publisher died before the change to the next.
        if (activeCount == unchecked(blockedCount - 1) && blockedOffset == 0)
        {
            long raw = Volatile.Read(ref log.Tail(LogLayout.Index(activeCount)));
            return LogRotation.Rotate(log, activeCount, LogLayout.TermId(raw));
        }

        long tail = Volatile.Read(ref log.Tail(LogLayout.Index(blockedCount)));
        int tailOffset = LogLayout.Offset(tail, termLength);
        byte* term = log.Terms + (long)LogLayout.Index(blockedCount) * termLength;
        return UnblockTerm(log, term, blockedOffset, tailOffset, LogLayout.TermId(tail));
    }

    private static bool UnblockTerm(LogBuffer log, byte* term, int blocked, int tail, int termId)
    {
        int length = Volatile.Read(ref *(int*)(term + blocked));
        if (length < 0)
        {
            Pad(log, term, blocked, -length, termId);
            return true;
        }

        if (length > 0)
            return false;
        for (int at = blocked + FrameLayout.Alignment; at < tail; at += FrameLayout.Alignment)
        {
            if (Volatile.Read(ref *(int*)(term + at)) == 0)
                continue;
            if (!IsZero(term, blocked, at))
                return false;
            Pad(log, term, blocked, at - blocked, termId);
            return true;
        }

        if (tail <= blocked || Volatile.Read(ref *(int*)(term + blocked)) != 0)
            return false;
        // Claimed to the tail and nothing written: all of it.
        Pad(log, term, blocked, tail - blocked, termId);
        return true;
    }

    private static bool IsZero(byte* term, int from, int to)
    {
        for (int at = to - FrameLayout.Alignment; at >= from; at -= FrameLayout.Alignment)
        {
            if (Volatile.Read(ref *(int*)(term + at)) != 0)
                return false;
        }

        return true;
    }

    private static void Pad(LogBuffer log, byte* term, int offset, int length, int termId)
    {
        byte* frame = term + offset;
        Buffer.MemoryCopy(
            log.DefaultHeader + FrameLayout.VersionOffset, frame + FrameLayout.VersionOffset,
            FrameLayout.DataHeaderBytes - FrameLayout.VersionOffset, FrameLayout.DataHeaderBytes - FrameLayout.VersionOffset);
        *(ushort*)(frame + FrameLayout.TypeOffset) = FrameType.Pad;
        frame[FrameLayout.FlagsOffset] = FrameLayout.UnfragmentedFlags;
        *(int*)(frame + FrameLayout.TermOffsetOffset) = offset;
        *(int*)(frame + FrameLayout.TermIdOffset) = termId;
        Volatile.Write(ref *(int*)frame, length);
    }
}
