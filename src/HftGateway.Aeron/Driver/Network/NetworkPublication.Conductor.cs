using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Driver.Network;

// The conductor's side: limit, cleaning, spies, and the publication's life.
internal sealed unsafe partial class NetworkPublication : IImageSource
{
    public long ImageId => RegistrationId;

    public string LogPath => Log.Path;

    public string Source => "aeron:ipc";

    public long JoinPosition => SenderPosition;

    public IReadOnlyList<SubscriberPosition> Readers => Subscribers;

    public void AddReader(SubscriberPosition spy)
    {
        Subscribers.Add(spy);
        Volatile.Write(ref _spies, [.. Subscribers]);
        if (Parameters.SpiesSimulateConnection)
            Volatile.Write(ref Log.IsConnected, 1);
    }

    public void RemoveReader(SubscriberPosition spy)
    {
        Subscribers.Remove(spy);
        Volatile.Write(ref _spies, [.. Subscribers]);
    }

    /// <summary>Moves the limit behind the sender, and cleans.</summary>
    /// <returns>Work done.</returns>
    public int UpdateLimit()
    {
        if (State != PublicationState.Active)
            return 0;
        PositionValue = ProducerPosition;
        long sent = SenderPosition;
        bool isSpied = Parameters.SpiesSimulateConnection && Subscribers.Count > 0;
        if (!_flow.HasRequiredReceivers && !isSpied)
        {
            if (LimitValue <= sent)
                return 0;
            LimitValue = sent;
            CleanTo(sent - Log.TermLength);
            return 1;
        }

        long slowest = sent;
        foreach (SubscriberPosition spy in Subscribers)
            slowest = Math.Min(slowest, spy.Value);
        long limit = slowest + Parameters.Window;
        if (LimitValue >= limit)
            return 0;
        CleanTo(slowest - Log.TermLength);
        // The limit must not let anybody claim memory that is not clean yet.
        long termsAhead = (limit >> Log.TermBits) - (CleanPosition >> Log.TermBits);
        if (termsAhead < 2 || (termsAhead == 2 && (CleanPosition & (Log.TermLength - 1)) != 0))
            LimitValue = limit;
        return 1;
    }

    /// <inheritdoc/>
    public override void Revoke(long nowNs)
    {
        base.Revoke(nowNs);
        Volatile.Write(ref _isEndOfStream, true);
    }

    /// <inheritdoc/>
    public override void OnUnreferenced(long nowNs)
    {
        base.OnUnreferenced(nowNs);
        if (!IsRevoked)
            Volatile.Write(ref _isEndOfStream, SenderPosition >= ProducerPosition);
    }

    /// <summary>The slow checks.</summary>
    public void OnTime(DriverConductor conductor, long nowNs)
    {
        long producer = ProducerPosition;
        switch (State)
        {
            case PublicationState.Active:
                bool isConnected = _flow.HasRequiredReceivers
                    || (Parameters.SpiesSimulateConnection && Subscribers.Count > 0);
                Volatile.Write(ref Log.IsConnected, isConnected ? 1 : 0);
                if (isConnected && Endpoint.IsResponse)
                    conductor.OnResponseConnected(Parameters.ResponseCorrelationId);
                if (CheckBlocked(SenderPosition, producer, nowNs, conductor.Context.PublicationUnblockTimeoutNs)
                    && isConnected)
                    conductor.OnUnblocked();
                break;
            case PublicationState.Draining:
                OnDraining(conductor, producer, nowNs);
                break;
            case PublicationState.Linger:
                if (References == 0
                    && (Volatile.Read(ref _hasUnicastEos) || nowNs - StateSinceNs >= Parameters.LingerNs))
                    State = PublicationState.Done;
                break;
        }
    }

    /// <inheritdoc/>
    public override bool Free(long nowMs)
    {
        Counters.Free(SenderPositionId, nowMs);
        Counters.Free(SenderLimitId, nowMs);
        Counters.Free(BackPressureId, nowMs);
        Counters.Free(NaksReceivedId, nowMs);
        if (_flow.ReceiversId != CounterLayout.NullId)
            Counters.Free(_flow.ReceiversId, nowMs);
        return base.Free(nowMs);
    }

    private void OnDraining(DriverConductor conductor, long producer, long nowNs)
    {
        if (producer > SenderPosition)
        {
            // Nobody is left to commit what was claimed: nothing to wait for.
            if (LogUnblocker.Unblock(Log, SenderPosition))
            {
                conductor.OnUnblocked();
                return;
            }

            if (_flow.HasRequiredReceivers && nowNs - Volatile.Read(ref _lastStatusNs) < _connectionTimeoutNs)
                return;
        }

        Volatile.Write(ref _isEndOfStream, true);
        foreach (SubscriberPosition spy in Subscribers)
        {
            if (spy.Value < Math.Min(producer, SenderPosition))
                return;
        }

        State = PublicationState.Linger;
        StateSinceNs = nowNs;
        conductor.OnImageGone(this);
    }

    private long FastestSpy(long position)
    {
        foreach (SubscriberPosition spy in Volatile.Read(ref _spies))
            position = Math.Max(position, spy.Value);
        return position;
    }
}
