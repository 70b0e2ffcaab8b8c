using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

// Frames of a datagram: whether they are whole, how much of the log they stand for, and time stamps in them.
internal sealed unsafe partial class PublicationImage
{
    // Each message of the datagram, in its first fragment.
    private void Stamp(ReceiveEndpoint endpoint, byte* frame, int length)
    {
        TimestampOffsets offsets = endpoint.Timestamps;
        long epochNs = offsets.ChannelReceive != null ? _context.Clock.EpochNs : 0;
        for (int at = 0; at < length; at += Align.Up(*(int*)(frame + at), FrameLayout.Alignment))
        {
            byte* f = frame + at;
            if (*(ushort*)(f + FrameLayout.TypeOffset) != FrameType.Data)
                break;
            if ((f[FrameLayout.FlagsOffset] & FrameLayout.BeginFlag) == 0)
                continue;
            if (offsets.MediaReceive is { } media && endpoint.TakenAtNs is { } takenAtNs)
                TimestampOffsets.Write(f, media, takenAtNs);
            if (offsets.ChannelReceive is { } channel)
                TimestampOffsets.Write(f, channel, epochNs);
        }
    }

    // Bytes of the log that a datagram stands for: a padding frame is longer there than on the wire.
    private int DataLength(byte* frame, int length, int offset)
    {
        int at = 0;
        while (at < length)
        {
            int aligned = Align.Up(*(int*)(frame + at), FrameLayout.Alignment);
            if (*(ushort*)(frame + at + FrameLayout.TypeOffset) == FrameType.Pad)
                return Math.Min(at + aligned, Log.TermLength - offset);
            if (aligned <= 0)
                break;
            at += aligned;
        }

        return length;
    }

    private static bool AreFramesWhole(byte* frame, int length, int termId, int offset, int termLength)
    {
        int at = 0;
        while (at < length)
        {
            byte* f = frame + at;
            int frameLength = *(int*)f;
            if (frameLength < FrameLayout.DataHeaderBytes || *(int*)(f + FrameLayout.TermOffsetOffset) != offset + at
                || *(int*)(f + FrameLayout.TermIdOffset) != termId)
                return false;
            if (*(ushort*)(f + FrameLayout.TypeOffset) == FrameType.Pad)
            {
                // Its length is not on the wire: it must not reach beyond the term.
                return at + FrameLayout.DataHeaderBytes == length && frameLength <= termLength - offset - at;
            }

            // Before it is rounded up: near the largest number that would make it negative.
            if (frameLength > length - at)
                return false;
            at += Align.Up(frameLength, FrameLayout.Alignment);
        }

        return true;
    }
}
