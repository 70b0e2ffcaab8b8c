using HftGateway.Aeron.Control;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Driver.Network;

// The conductor's side: rebuilding, loss, what the sender shall hear, and the image's life.
internal sealed unsafe partial class PublicationImage : IImageSource
{
    private readonly int _window;
    private readonly long? _nakDelayNs;
    private readonly bool _isGroup;
    private readonly MulticastDelay _groupDelay;
    private readonly LossReport _losses;
    private readonly string _channel;
    private int _lossEntry = -1;
    private bool _isLossNoted;
    private readonly Random _random;
    private readonly long _startPosition;
    private long _stateSinceNs;
    private long _cleanPosition;

    private long _scheduledNs;
    private int _beginSmChange;
    private int _endSmChange;
    private long _nextSmPosition;
    private int _nextSmWindow;
    private bool _isSendingEos;

    private int _beginLossChange;
    private int _endLossChange;
    private int _lossTermId;
    private int _lossOffset;
    private int _lossLength;

    private long _gapPosition = -1;
    private int _gapLength;
    private long _gapDeadlineNs;

    public PublicationState State { get; private set; }

    public List<SubscriberPosition> Subscribers { get; } = [];

    public bool AcceptsSubscriptions => State == PublicationState.Active;

    // Revoked by its publisher or rejected by a subscriber: nobody gets the rest.
    private bool IsRevoked => Volatile.Read(ref Log.IsRevoked) != 0;

    private bool IsCutOff => IsRevoked || Volatile.Read(ref _rejection) != null;

    private bool IsDrained
    {
        get
        {
            long end = RebuildPosition;
            foreach (SubscriberPosition subscriber in Subscribers)
            {
                if (subscriber.State == TetherState.Active && subscriber.Value < end)
                    return false;
            }

            return true;
        }
    }

    public long ImageId => CorrelationId;

    public string LogPath => Log.Path;

    public string Source => SourceIdentity;

    public TetherTimeouts Tether { get; }

    /// <summary>Position at which a new subscriber begins: whatever the sender still holds back for the others.</summary>
    public long JoinPosition => Subscribers.Count == 0 ? _startPosition : RebuildPosition;

    public IReadOnlyList<SubscriberPosition> Readers => Subscribers;

    /// <summary>A publication answers the image's publisher, who is told until it is connected.</summary>
    /// <param name="sessionId">Session of the answers; null: no need to tell any more.</param>
    public void SetResponseSession(int? sessionId) => Volatile.Write(ref _responseSession, sessionId ?? NoSession);

    public void AddReader(SubscriberPosition subscriber) => Subscribers.Add(subscriber);

    public void RemoveReader(SubscriberPosition subscriber) => Subscribers.Remove(subscriber);

    /// <summary>Looks for gaps, and says to the sender how far the slowest subscriber is.</summary>
    /// <returns>Work done.</returns>
    public int TrackRebuild(long nowNs)
    {
        if (State is PublicationState.Linger or PublicationState.Done)
            return 0;
        long slowest = long.MaxValue;
        long fastest = *_rebuild;
        foreach (SubscriberPosition subscriber in Subscribers)
        {
            if (subscriber.State != TetherState.Active)
                continue;
            long position = subscriber.Value;
            slowest = Math.Min(slowest, position);
            fastest = Math.Max(fastest, position);
        }

        int work = ScanForLoss(fastest, Volatile.Read(ref *_hwm), nowNs, out bool isLossFound);
        if (slowest == long.MaxValue)
            return work;
        int window = _window;
        bool isForced = false;
        if (_cubic != null)
        {
            isForced = _cubic.OnTrackRebuild(nowNs, slowest, _nextSmPosition, isLossFound);
            window = _cubic.Window;
        }

        // Also after a while: a frame as long as the whole window waits for the rest of it.
        bool isStale = slowest > _nextSmPosition && nowNs - _scheduledNs >= _context.StatusMessageTimeoutNs;
        if (slowest <= _nextSmPosition + window / 4 && !isStale && !isForced && window == _nextSmWindow)
            return work;
        _scheduledNs = nowNs;
        CleanTo(slowest - Log.TermLength);
        ScheduleStatus(slowest, window);
        return work + 1;
    }

    /// <summary>The slow checks.</summary>
    public void OnTime(DriverConductor conductor, long nowNs)
    {
        switch (State)
        {
            case PublicationState.Active:
                conductor.CheckTethers(this, RebuildPosition, _window, nowNs);
                bool isSilent = nowNs - Volatile.Read(ref _lastPacketNs) > _context.ImageLivenessTimeoutNs;
                bool isAtEnd = Volatile.Read(ref _isEndOfStream) && RebuildPosition >= Volatile.Read(ref *_hwm);
                if (Subscribers.Count == 0 || isSilent || isAtEnd || IsRevoked)
                    Drain(nowNs);
                break;
            case PublicationState.Draining:
                if (!IsCutOff
                    && (!IsDrained || nowNs - _stateSinceNs < EosRepeats * _context.StatusMessageTimeoutNs))
                    break;
                State = PublicationState.Linger;
                _stateSinceNs = nowNs;
                conductor.OnImageGone(this);
                break;
            case PublicationState.Linger:
                if (Subscribers.Count == 0 || nowNs - _stateSinceNs >= _context.ImageLivenessTimeoutNs)
                    State = PublicationState.Done;
                break;
        }
    }

    /// <summary>Gives the counters back and unmaps and deletes the log.</summary>
    /// <returns>Whether the log's file is gone.</returns>
    public bool Free(long nowMs)
    {
        _counters.Free(HwmId, nowMs);
        _counters.Free(RebuildId, nowMs);
        _counters.Free(NaksId, nowMs);
        if (_cubic != null)
        {
            _counters.Free(CubicRttId, nowMs);
            _counters.Free(CubicWindowId, nowMs);
        }

        foreach (SubscriberPosition subscriber in Subscribers)
            _counters.Free(subscriber.CounterId, nowMs);
        Subscribers.Clear();
        return Log.DisposeAndDelete();
    }

    private void Drain(long nowNs)
    {
        // A stream that ends before its end, silent or unwanted: what was rebuilt is all there is.
        if (!Volatile.Read(ref _isEndOfStream))
            Volatile.Write(ref Log.EndOfStreamPosition, RebuildPosition);
        State = PublicationState.Draining;
        _stateSinceNs = nowNs;
        Volatile.Write(ref _isSendingEos, true);
        ScheduleStatus(_nextSmPosition, _nextSmWindow);
    }

    private int ScanForLoss(long rebuild, long hwm, long nowNs, out bool isLossFound)
    {
        isLossFound = false;
        int mask = Log.TermLength - 1;
        int offset = (int)rebuild & mask;
        int end = offset;
        int gapLength = 0;
        if (rebuild < hwm)
        {
            bool isSameTerm = rebuild >> Log.TermBits == hwm >> Log.TermBits;
            int limit = isSameTerm ? (int)hwm & mask : Log.TermLength;
            end = TermScanner.FindGap(Term(rebuild), offset, limit, out gapLength);
        }

        long found = rebuild - offset + end;
        if (found > *_rebuild)
            Volatile.Write(ref *_rebuild, found);
        if (gapLength == 0)
        {
            _gapPosition = -1;
            return 0;
        }

        if (found != _gapPosition)
        {
            isLossFound = true;
            _gapPosition = found;
            _gapDeadlineNs = nowNs + FirstDelayNs();
            NoteLoss(gapLength);
        }

        _gapLength = gapLength;
        if (nowNs < _gapDeadlineNs || State != PublicationState.Active)
            return 0;
        _gapDeadlineNs = nowNs + RetryDelayNs();
        _beginLossChange++;
        Thread.MemoryBarrier();
        _lossTermId = unchecked((int)(found >> Log.TermBits) + Log.InitialTermId);
        _lossOffset = (int)found & mask;
        _lossLength = _gapLength;
        Volatile.Write(ref _endLossChange, _beginLossChange);
        return 1;
    }

    private void NoteLoss(int bytes)
    {
        long nowMs = _context.Clock.EpochMs;
        if (_lossEntry >= 0)
        {
            _losses.Count(_lossEntry, bytes, nowMs);
        }
        else if (!_isLossNoted)
        {
            _isLossNoted = true;
            _lossEntry = _losses.Add(bytes, nowMs, SessionId, StreamId, _channel, SourceIdentity);
        }
    }

    private long FirstDelayNs() => _nakDelayNs
        ?? (_isGroup ? _groupDelay.Ns(_random.NextDouble()) : _context.NakUnicastDelayNs);

    private long RetryDelayNs() => _nakDelayNs is { } delay ? Math.Max(delay, 1) * _context.NakUnicastRetryDelayRatio
        : _isGroup ? _groupDelay.Ns(_random.NextDouble())
        : Math.Max(_context.NakUnicastDelayNs, 1) * _context.NakUnicastRetryDelayRatio;

    private void ScheduleStatus(long position, int window)
    {
        _beginSmChange++;
        Thread.MemoryBarrier();
        _nextSmPosition = position;
        _nextSmWindow = window;
        Volatile.Write(ref _endSmChange, _beginSmChange);
    }

    private void CleanTo(long position)
    {
        while (position > _cleanPosition)
        {
            int offset = (int)_cleanPosition & (Log.TermLength - 1);
            int length = (int)Math.Min(position - _cleanPosition, Log.TermLength - offset);
            byte* at = Term(_cleanPosition) + offset;
            new Span<byte>(at, length).Clear();
            _cleanPosition += length;
        }
    }
}
