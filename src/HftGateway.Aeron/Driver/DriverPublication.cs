using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver;

/// <summary>
/// What IPC and network publications have in common: a log, its limit, its cleaning and its unblocking.
/// <para><b>Threading.</b> The conductor's thread, unless said otherwise.</para>
/// </summary>
internal abstract unsafe class DriverPublication : IDisposable
{
    private readonly CountersManager _counters;
    private readonly long* _limit;
    private readonly long* _position;
    private long _cleanPosition;
    private long _consumedAt;
    private long _consumedSinceNs;

    protected DriverPublication(PublicationContext setup, LogBuffer log)
    {
        _counters = setup.Counters;
        Log = log;
        RegistrationId = setup.RegistrationId;
        SessionId = setup.SessionId;
        StreamId = setup.StreamId;
        Channel = setup.Channel;
        IsExclusive = setup.IsExclusive;
        Parameters = setup.Parameters;
        long nowMs = setup.NowMs;
        LimitId = StreamCounters.Allocate(
            _counters, CounterType.PublisherLimit, "pub-lmt", RegistrationId, setup.OwnerId, SessionId, StreamId, Channel,
            nowMs);
        PositionId = StreamCounters.Allocate(
            _counters, CounterType.PublisherPosition, IsExclusive ? "pub-pos (exclusive)" : "pub-pos (concurrent)",
            RegistrationId, setup.OwnerId, SessionId, StreamId, Channel, nowMs);
        _limit = _counters.Address(LimitId);
        _position = _counters.Address(PositionId);
        long start = ProducerPosition;
        *_limit = start;
        *_position = start;
        _cleanPosition = start;
        _consumedAt = start;
        _consumedSinceNs = setup.NowNs;
    }

    public LogBuffer Log { get; }

    public long RegistrationId { get; }

    public int SessionId { get; }

    public int StreamId { get; }

    public string Channel { get; }

    public bool IsExclusive { get; }

    public PublicationParameters Parameters { get; }

    public TetherTimeouts Tether => Parameters.Tether;

    public int LimitId { get; }

    public int PositionId { get; }

    public int References { get; set; }

    public PublicationState State { get; protected set; }

    public List<SubscriberPosition> Subscribers { get; } = [];

    /// <summary>Position up to which was claimed.</summary>
    public long ProducerPosition => LogLayout.ActivePosition(Log);

    protected long StateSinceNs { get; set; }

    protected long LimitValue
    {
        get => *_limit;
        set => Volatile.Write(ref *_limit, value);
    }

    protected long PositionValue
    {
        set => Volatile.Write(ref *_position, value);
    }

    protected long CleanPosition => _cleanPosition;

    protected CountersManager Counters => _counters;

    /// <summary>The publication was revoked: nothing of it is delivered any more.</summary>
    public bool IsRevoked => Volatile.Read(ref Log.IsRevoked) != 0;

    /// <summary>A client takes back what it published: subscribers lose the image without draining it.</summary>
    public virtual void Revoke(long nowNs)
    {
        Volatile.Write(ref Log.IsRevoked, 1);
        long end = ProducerPosition;
        LimitValue = end;
        Volatile.Write(ref Log.EndOfStreamPosition, end);
        Volatile.Write(ref Log.IsConnected, 0);
        State = PublicationState.Linger;
        StateSinceNs = nowNs;
    }

    /// <summary>The last registration is gone.</summary>
    public virtual void OnUnreferenced(long nowNs)
    {
        if (IsRevoked)
            return;
        long end = ProducerPosition;
        LimitValue = end;
        Volatile.Write(ref Log.EndOfStreamPosition, end);
        State = PublicationState.Draining;
        StateSinceNs = nowNs;
    }

    /// <summary>Gives the counters back and unmaps and deletes the log.</summary>
    /// <returns>Whether the log's file is gone.</returns>
    public virtual bool Free(long nowMs)
    {
        _counters.Free(LimitId, nowMs);
        _counters.Free(PositionId, nowMs);
        foreach (SubscriberPosition subscriber in Subscribers)
            _counters.Free(subscriber.CounterId, nowMs);
        Subscribers.Clear();
        return Log.DisposeAndDelete();
    }

    public void Dispose() => Log.Dispose();

    /// <summary>
    /// Writes zeros over what all have read, at most to the end of a term at a time; the first eight bytes last, so
    /// that a publisher who sees them zero sees the rest zero.
    /// </summary>
    protected void CleanTo(long position)
    {
        long dirty = position - _cleanPosition;
        if (dirty <= 0)
            return;
        int offset = (int)_cleanPosition & (Log.TermLength - 1);
        int length = (int)Math.Min(dirty, Log.TermLength - offset);
        byte* at = Log.Terms + (long)LogLayout.Index((int)(_cleanPosition >> Log.TermBits)) * Log.TermLength + offset;
        new Span<byte>(at + sizeof(long), length - sizeof(long)).Clear();
        Volatile.Write(ref *(long*)at, 0);
        _cleanPosition += length;
    }

    /// <summary>
    /// If consumption stood still for the timeout although something was claimed behind it, whoever claimed it is
    /// dead: what it left becomes padding.
    /// </summary>
    /// <returns>Whether something was unblocked.</returns>
    protected bool CheckBlocked(long consumed, long producer, long nowNs, long timeoutNs)
    {
        if (consumed != _consumedAt || producer <= consumed || IsExclusive)
        {
            _consumedAt = consumed;
            _consumedSinceNs = nowNs;
            return false;
        }

        if (nowNs - _consumedSinceNs < timeoutNs || !LogUnblocker.Unblock(Log, consumed))
            return false;
        _consumedSinceNs = nowNs;
        return true;
    }
}
