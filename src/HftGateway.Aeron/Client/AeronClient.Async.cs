namespace HftGateway.Aeron.Client;

// Commands whose answer is not waited for: sent now, asked for later.
public sealed partial class AeronClient
{
    private readonly Dictionary<long, Pending> _async = [];

    /// <summary>Asks for a publication that several threads may write, without waiting.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="streamId">Stream.</param>
    /// <returns>Number for <see cref="GetPublication"/>.</returns>
    public long AsyncAddPublication(string channel, int streamId) =>
        Begin(PendingKind.Publication, channel, streamId, null, null);

    /// <summary>Asks for a publication of one writer, without waiting.</summary>
    /// <returns>Number for <see cref="GetExclusivePublication"/>.</returns>
    /// <inheritdoc cref="AsyncAddPublication"/>
    public long AsyncAddExclusivePublication(string channel, int streamId) =>
        Begin(PendingKind.Exclusive, channel, streamId, null, null);

    /// <summary>Asks for a subscription, without waiting.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="streamId">Stream.</param>
    /// <param name="onAvailableImage">Told of each new image; null: the context's handler.</param>
    /// <param name="onUnavailableImage">Told of each image that is gone; null: the context's handler.</param>
    /// <returns>Number for <see cref="GetSubscription"/>.</returns>
    public long AsyncAddSubscription(
        string channel, int streamId, Action<Image>? onAvailableImage = null, Action<Image>? onUnavailableImage = null) =>
        Begin(PendingKind.Subscription, channel, streamId, onAvailableImage, onUnavailableImage);

    /// <summary>What <see cref="AsyncAddPublication"/> asked for.</summary>
    /// <param name="id">Its number. It is forgotten once this has returned the answer or thrown.</param>
    /// <returns>The publication, or null while there is no answer.</returns>
    /// <exception cref="AeronException">The driver refused.</exception>
    /// <exception cref="DriverTimeoutException">The driver did not answer.</exception>
    /// <exception cref="ArgumentException">Nothing with that number was asked for.</exception>
    public ConcurrentPublication? GetPublication(long id) => (ConcurrentPublication?)Take(id, PendingKind.Publication);

    /// <summary>What <see cref="AsyncAddExclusivePublication"/> asked for.</summary>
    /// <inheritdoc cref="GetPublication"/>
    public ExclusivePublication? GetExclusivePublication(long id) =>
        (ExclusivePublication?)Take(id, PendingKind.Exclusive);

    /// <summary>What <see cref="AsyncAddSubscription"/> asked for.</summary>
    /// <inheritdoc cref="GetPublication"/>
    public Subscription? GetSubscription(long id) => (Subscription?)Take(id, PendingKind.Subscription);

    /// <summary>Whether the driver has not answered yet.</summary>
    /// <param name="id">Number of an asynchronous command.</param>
    public bool IsCommandActive(long id)
    {
        lock (_gate)
            return _async.TryGetValue(id, out Pending? pending) && !pending.IsDone;
    }

    private long Begin(
        PendingKind kind, string channel, int streamId, Action<Image>? onAvailable, Action<Image>? onUnavailable)
    {
        CheckChannel(channel);
        lock (_gate)
        {
            CheckOpen();
            long id = kind == PendingKind.Subscription ? _proxy.AddSubscription(channel, streamId)
                : _proxy.AddPublication(kind == PendingKind.Exclusive, channel, streamId);
            _async.Add(id, new Pending(id, kind, channel, streamId)
            {
                DeadlineNs = _context.Clock.NanoTime + _context.DriverTimeoutMs * NsPerMs,
                OnAvailableImage = onAvailable ?? _context.OnAvailableImage,
                OnUnavailableImage = onUnavailable ?? _context.OnUnavailableImage,
            });
            return id;
        }
    }

    private IDisposable? Take(long id, PendingKind kind)
    {
        lock (_gate)
        {
            CheckOpen();
            if (!_async.TryGetValue(id, out Pending? pending) || pending.Kind != kind)
                throw new ArgumentException($"nothing of that kind was asked for with number {id}", nameof(id));
            if (!pending.IsDone && _context.Clock.NanoTime <= pending.DeadlineNs)
                return null;
            _async.Remove(id);
            if (!pending.IsDone)
            {
                throw new DriverTimeoutException(
                    $"the media driver in {_context.AeronDirectoryName} did not answer command {id} within "
                    + $"{_context.DriverTimeoutMs} ms");
            }

            return pending.Error == null ? pending.Resource : throw pending.Error;
        }
    }
}
