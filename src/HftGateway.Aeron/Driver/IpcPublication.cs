using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Driver;

/// <summary>
/// A publication in shared memory: publishers and subscribers use the same log.
/// <para><b>Threading.</b> The conductor's thread.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_ipc_publication.c</c>.</para>
/// </summary>
internal sealed class IpcPublication : DriverPublication, IImageSource
{
    private readonly int _window;
    private readonly int _tripGain;
    private long _tripLimit;
    private long _consumerPosition;
    private long _coolDownUntilNs;

    public IpcPublication(PublicationContext setup, LogBuffer log)
        : base(setup, log)
    {
        _window = setup.Parameters.Window;
        _tripGain = _window / 8;
        _consumerPosition = ProducerPosition;
        _tripLimit = _consumerPosition;
    }

    /// <summary>Position at which a new subscriber begins.</summary>
    public long JoinPosition
    {
        get
        {
            long slowest = long.MaxValue;
            foreach (SubscriberPosition subscriber in Subscribers)
            {
                if (subscriber.State == TetherState.Active)
                    slowest = Math.Min(slowest, subscriber.Value);
            }

            return slowest == long.MaxValue ? _consumerPosition : slowest;
        }
    }

    public bool AcceptsSubscriptions => State == PublicationState.Active && _coolDownUntilNs == 0;

    public bool IsDrained
    {
        get
        {
            long end = ProducerPosition;
            foreach (SubscriberPosition subscriber in Subscribers)
            {
                if (subscriber.State == TetherState.Active && subscriber.Value < end)
                    return false;
            }

            return true;
        }
    }

    public long ImageId => RegistrationId;

    public string LogPath => Log.Path;

    public string Source => "aeron:ipc";

    public IReadOnlyList<SubscriberPosition> Readers => Subscribers;

    public void AddReader(SubscriberPosition subscriber)
    {
        Subscribers.Add(subscriber);
        Volatile.Write(ref Log.IsConnected, 1);
    }

    public void RemoveReader(SubscriberPosition subscriber)
    {
        _consumerPosition = Math.Max(_consumerPosition, Math.Min(subscriber.Value, ProducerPosition));
        Subscribers.Remove(subscriber);
        if (Subscribers.Count == 0)
            Volatile.Write(ref Log.IsConnected, 0);
    }

    /// <summary>Moves the limit behind the slowest subscriber, and cleans.</summary>
    /// <returns>Work done.</returns>
    public int UpdateLimit()
    {
        if (State != PublicationState.Active)
            return 0;
        PositionValue = ProducerPosition;
        long slowest = long.MaxValue;
        long fastest = _consumerPosition;
        foreach (SubscriberPosition subscriber in Subscribers)
        {
            if (subscriber.State != TetherState.Active)
                continue;
            long position = subscriber.Value;
            slowest = Math.Min(slowest, position);
            fastest = Math.Max(fastest, position);
        }

        if (slowest == long.MaxValue)
        {
            if (LimitValue <= _consumerPosition)
                return 0;
            LimitValue = _consumerPosition;
            _tripLimit = _consumerPosition;
            CleanTo(_consumerPosition);
            return 1;
        }

        _consumerPosition = fastest;
        long limit = slowest + _window;
        if (limit < _tripLimit)
            return 0;
        CleanTo(slowest);
        LimitValue = limit;
        _tripLimit = limit + _tripGain;
        return 1;
    }

    /// <summary>A subscriber rejected the image: nobody has it for a while.</summary>
    /// <param name="untilNs">When it may be subscribed again, ns.</param>
    public void Reject(long untilNs)
    {
        Volatile.Write(ref Log.IsConnected, 0);
        _coolDownUntilNs = untilNs;
    }

    /// <summary>The slow checks.</summary>
    /// <param name="conductor">Told of changes.</param>
    /// <param name="nowNs">ns.</param>
    public void OnTime(DriverConductor conductor, long nowNs)
    {
        switch (State)
        {
            case PublicationState.Active:
                if (_coolDownUntilNs != 0 && nowNs >= _coolDownUntilNs)
                {
                    _coolDownUntilNs = 0;
                    conductor.LinkAll(this);
                }

                conductor.CheckTethers(this, _consumerPosition, _window, nowNs);
                if (Subscribers.Count > 0
                    && CheckBlocked(
                        _consumerPosition, ProducerPosition, nowNs, conductor.Context.PublicationUnblockTimeoutNs))
                    conductor.OnUnblocked();
                break;
            case PublicationState.Draining:
                if (!IsDrained)
                {
                    // Nobody is left to finish what was begun, of exclusive publications neither.
                    if (LogUnblocker.Unblock(Log, SlowestPosition()))
                        conductor.OnUnblocked();
                    break;
                }

                State = PublicationState.Linger;
                StateSinceNs = nowNs;
                conductor.OnImageGone(this);
                break;
            case PublicationState.Linger:
                if (References == 0 && nowNs - StateSinceNs >= Parameters.LingerNs)
                    State = PublicationState.Done;
                break;
        }
    }

    private long SlowestPosition()
    {
        long slowest = long.MaxValue;
        foreach (SubscriberPosition subscriber in Subscribers)
            slowest = Math.Min(slowest, subscriber.Value);
        return slowest == long.MaxValue ? _consumerPosition : slowest;
    }
}
