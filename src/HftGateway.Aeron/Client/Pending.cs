namespace HftGateway.Aeron.Client;

/// <summary>A command whose answer is waited for.</summary>
internal sealed class Pending(long correlationId, PendingKind kind, string channel, int streamId)
{
    public long CorrelationId { get; } = correlationId;

    public PendingKind Kind { get; } = kind;

    public string Channel { get; } = channel;

    public int StreamId { get; } = streamId;

    public Action<Image>? OnAvailableImage { get; init; }

    public Action<Image>? OnUnavailableImage { get; init; }

    /// <summary>When an asynchronous command has failed, ns.</summary>
    public long DeadlineNs { get; init; }

    public bool IsDone { get; set; }

    public IDisposable? Resource { get; set; }

    public Exception? Error { get; set; }
}
