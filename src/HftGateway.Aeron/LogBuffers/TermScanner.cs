using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.LogBuffers;

/// <summary>
/// Finds whole frames, gaps, and fills what is missing, in one term.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_term_scanner</c>, <c>aeron_term_gap_scanner</c>,
/// <c>aeron_term_rebuilder</c>.</para>
/// </summary>
[HotPath]
internal static unsafe class TermScanner
{
    /// <summary>Bytes of whole frames from an offset that fit a limit.</summary>
    /// <param name="term">The term.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="limit">Most bytes.</param>
    /// <param name="termLength">Length of the term.</param>
    /// <param name="padding">Bytes behind those that a padding frame stands for: its header alone is sent.</param>
    /// <returns>Bytes; 0 when there is nothing, negative when the first frame is longer than the limit.</returns>
    public static int Available(byte* term, int offset, int limit, int termLength, out int padding)
    {
        padding = 0;
        int most = Math.Min(limit, termLength - offset);
        int available = 0;
        while (available < most && padding == 0)
        {
            byte* frame = term + offset + available;
            int length = Volatile.Read(ref *(int*)frame);
            if (length <= 0)
                break;
            int aligned = Align.Up(length, FrameLayout.Alignment);
            if (aligned <= 0 || aligned > termLength - offset - available)
                break;
            if (*(ushort*)(frame + FrameLayout.TypeOffset) == FrameType.Pad)
            {
                padding = aligned - FrameLayout.DataHeaderBytes;
                aligned = FrameLayout.DataHeaderBytes;
            }

            if (available + aligned > most)
            {
                padding = 0;
                return available == 0 ? -aligned : available;
            }

            available += aligned;
        }

        return available;
    }

    /// <summary>The first gap between two offsets.</summary>
    /// <param name="term">The term.</param>
    /// <param name="offset">Where to begin.</param>
    /// <param name="limit">Where to end.</param>
    /// <param name="gapLength">Bytes that are missing, 0 when none.</param>
    /// <returns>Where the gap begins, or the limit.</returns>
    public static int FindGap(byte* term, int offset, int limit, out int gapLength)
    {
        gapLength = 0;
        while (offset < limit)
        {
            int length = Volatile.Read(ref *(int*)(term + offset));
            if (length <= 0)
                break;
            int aligned = Align.Up(length, FrameLayout.Alignment);
            if (aligned <= 0 || aligned > limit - offset)
                return limit;
            offset += aligned;
        }

        if (offset >= limit)
            return limit;
        int end = offset;
        while (end < limit && Volatile.Read(ref *(int*)(term + end)) == 0)
            end += FrameLayout.Alignment;
        gapLength = end - offset;
        return offset;
    }

    /// <summary>Puts received frames where they belong, unless something is there.</summary>
    /// <param name="term">The term.</param>
    /// <param name="offset">Where they belong.</param>
    /// <param name="packet">The frames.</param>
    /// <param name="length">Their bytes.</param>
    public static void Insert(byte* term, int offset, byte* packet, int length)
    {
        byte* to = term + offset;
        if (Volatile.Read(ref *(int*)to) != 0)
            return;
        Buffer.MemoryCopy(
            packet + FrameLayout.DataHeaderBytes, to + FrameLayout.DataHeaderBytes,
            length - FrameLayout.DataHeaderBytes, length - FrameLayout.DataHeaderBytes);
        // The first word carries the length that makes all of it visible: last.
        *(long*)(to + 24) = *(long*)(packet + 24);
        *(long*)(to + 16) = *(long*)(packet + 16);
        *(long*)(to + 8) = *(long*)(packet + 8);
        Volatile.Write(ref *(long*)to, *(long*)packet);
    }

    /// <summary>Makes a gap padding, on a stream that asks for nothing again.</summary>
    /// <returns>Whether the gap was still there.</returns>
    public static bool FillGap(LogBuffer log, byte* term, int termId, int offset, int length)
    {
        for (int at = offset + length - FrameLayout.Alignment; at >= offset; at -= FrameLayout.Alignment)
        {
            if (Volatile.Read(ref *(int*)(term + at)) != 0)
                return false;
        }

        byte* frame = term + offset;
        Buffer.MemoryCopy(
            log.DefaultHeader + FrameLayout.VersionOffset, frame + FrameLayout.VersionOffset,
            FrameLayout.DataHeaderBytes - FrameLayout.VersionOffset, FrameLayout.DataHeaderBytes - FrameLayout.VersionOffset);
        *(ushort*)(frame + FrameLayout.TypeOffset) = FrameType.Pad;
        *(int*)(frame + FrameLayout.TermOffsetOffset) = offset;
        *(int*)(frame + FrameLayout.TermIdOffset) = termId;
        Volatile.Write(ref *(int*)frame, length);
        return true;
    }
}
