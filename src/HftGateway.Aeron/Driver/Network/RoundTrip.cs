namespace HftGateway.Aeron.Driver.Network;

/// <summary>A frame that measures a round trip (RTTM): sent with <see cref="ControlFrames.ReplyFlag"/>, and back without.</summary>
internal readonly record struct RoundTrip(
    byte Flags, int SessionId, int StreamId, long EchoTimestampNs, long ReceptionDeltaNs, long ReceiverId);
