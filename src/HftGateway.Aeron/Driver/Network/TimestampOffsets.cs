using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// Where time stamps go in messages, bytes from the beginning of the payload: when the network card or kernel took a datagram, when
/// the driver took it, and when the driver sent it. Each is 8 bytes, ns since the epoch. Null: none.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_timestamps.c</c>, <c>aeron_driver_uri.c</c>.</para>
/// </summary>
internal readonly record struct TimestampOffsets(int? MediaReceive, int? ChannelReceive, int? ChannelSend)
{
    /// <summary>The reserved value, which stands just before the payload.</summary>
    public const int Reserved = -sizeof(long);

    private const string ReservedText = "reserved";

    public bool IsStampedOnReceive => MediaReceive != null || ChannelReceive != null;

    /// <summary>The offsets of a channel.</summary>
    /// <exception cref="AeronException">One is no offset, or two overlap.</exception>
    public static TimestampOffsets Read(ChannelUri uri)
    {
        var offsets = new TimestampOffsets(
            Read(uri, ChannelKey.MediaReceiveTimestampOffset), Read(uri, ChannelKey.ChannelReceiveTimestampOffset),
            Read(uri, ChannelKey.ChannelSendTimestampOffset));
        CheckApart(
            uri, ChannelKey.MediaReceiveTimestampOffset, offsets.MediaReceive, ChannelKey.ChannelReceiveTimestampOffset,
            offsets.ChannelReceive);
        CheckApart(
            uri, ChannelKey.MediaReceiveTimestampOffset, offsets.MediaReceive, ChannelKey.ChannelSendTimestampOffset,
            offsets.ChannelSend);
        CheckApart(
            uri, ChannelKey.ChannelReceiveTimestampOffset, offsets.ChannelReceive, ChannelKey.ChannelSendTimestampOffset,
            offsets.ChannelSend);
        return offsets;
    }

    /// <summary>Writes a time stamp into a frame, unless its payload is too short for it.</summary>
    /// <param name="frame">A data frame.</param>
    /// <param name="offset">Offset in the payload, or <see cref="Reserved"/>.</param>
    /// <param name="epochNs">The time.</param>
    public static unsafe void Write(byte* frame, int offset, long epochNs)
    {
        if (offset == Reserved)
            *(long*)(frame + FrameLayout.ReservedValueOffset) = epochNs;
        else if (offset <= *(int*)frame - FrameLayout.DataHeaderBytes - sizeof(long))
            *(long*)(frame + FrameLayout.DataHeaderBytes + offset) = epochNs;
    }

    private static int? Read(ChannelUri uri, string key) =>
        uri[key] == ReservedText ? Reserved : (int?)uri.Integer(key, 0, int.MaxValue);

    private static void CheckApart(ChannelUri uri, string key, int? offset, string otherKey, int? other)
    {
        if (offset is { } one && other is { } two && Math.Abs((long)one - two) < sizeof(long))
            throw ChannelUri.Invalid(uri.ToString(), $"{key} and {otherKey} overlap");
    }
}
