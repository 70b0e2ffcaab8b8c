namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// Which streams are wanted, and which image a session's frames go to: of one socket, or of all destinations of a subscription.
/// <para><b>Threading.</b> The receiver's; the conductor only tells one from the other.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_data_packet_dispatcher.c</c>.</para>
/// </summary>
internal sealed class StreamDispatcher
{
    private readonly Dictionary<int, StreamInterest> _streams = [];

    /// <summary>Interest in a stream, of one session or of all.</summary>
    public void AddInterest(int streamId, int? sessionId)
    {
        if (!_streams.TryGetValue(streamId, out StreamInterest? stream))
            _streams.Add(streamId, stream = new StreamInterest());
        stream.Add(sessionId);
    }

    /// <summary>Interest is gone.</summary>
    public void RemoveInterest(int streamId, int? sessionId)
    {
        if (_streams.TryGetValue(streamId, out StreamInterest? stream) && stream.Remove(sessionId))
            _streams.Remove(streamId);
    }

    /// <summary>Who wants what of a stream; null: nobody wants this session.</summary>
    public StreamInterest? Find(int streamId, int sessionId) =>
        _streams.TryGetValue(streamId, out StreamInterest? stream) && stream.Wants(sessionId) ? stream : null;

    public void AddImage(PublicationImage image)
    {
        if (_streams.TryGetValue(image.StreamId, out StreamInterest? stream))
            stream.Set(image.SessionId, new SessionState { Image = image });
    }

    /// <summary>An image is gone; the session may come back at once or, in a cool-down, later.</summary>
    public void RemoveImage(PublicationImage image, long coolDownUntilNs)
    {
        if (!_streams.TryGetValue(image.StreamId, out StreamInterest? stream)
            || stream.Find(image.SessionId)?.Image != image)
            return;
        stream.Set(image.SessionId, coolDownUntilNs == 0 ? null : new SessionState { UntilNs = coolDownUntilNs });
    }

    /// <summary>An image could not be made: the stream may try again later.</summary>
    public void ForgetSession(int streamId, int sessionId)
    {
        if (_streams.TryGetValue(streamId, out StreamInterest? stream))
            stream.Set(sessionId, null);
    }
}
