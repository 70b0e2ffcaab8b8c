namespace HftGateway.Aeron.Driver.Network;

/// <summary>What a receiver refuses, and why.</summary>
internal readonly ref struct ErrorFrame(
    int sessionId, int streamId, long receiverId, long groupTag, int code, ReadOnlySpan<byte> text)
{
    public readonly int SessionId = sessionId;
    public readonly int StreamId = streamId;
    public readonly long ReceiverId = receiverId;

    /// <summary>−1 without one.</summary>
    public readonly long GroupTag = groupTag;
    public readonly int Code = code;
    public readonly ReadOnlySpan<byte> Text = text;
}
