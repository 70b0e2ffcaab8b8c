using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// A publication as a receiver rebuilds it: what came stands in the log, what is missing is asked for, and the sender
/// hears how far the slowest subscriber is.
/// <para><b>Threading.</b> <c>Insert</c>, <c>SendPending</c> are the receiver's, the rest the conductor's. What they say
/// to each other stands between a pair of counters (seqlock): a reader that sees both equal has a whole value.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_publication_image.c</c>.</para>
/// </summary>
internal sealed unsafe partial class PublicationImage : IDisposable
{
    private const int EosRepeats = 5;
    private const long NoSession = long.MaxValue;
    private readonly MediaDriverContext _context;
    private readonly CountersManager _counters;
    private readonly SystemCounters _system;
    private readonly long* _hwm;
    private readonly long* _rebuild;
    private readonly long* _naks;
    private readonly bool _isReliable;
    private readonly NativeAddress _source;
    private readonly CubicCongestionControl? _cubic;
    private readonly List<ImageConnection> _connections;
    private long _lastPacketNs;
    private long _lastSmPosition;
    private long _lastSmNs;
    private int _lastSmChange = -1;
    private int _lastLossChange;
    private bool _isEndOfStream;
    private byte[]? _rejection;

    // The session that answers, until it is connected; the conductor's.
    private long _responseSession = NoSession;

    public PublicationImage(ImageContext setup, LogBuffer log)
    {
        _context = setup.Context;
        _counters = setup.Counters;
        _system = setup.System;
        Log = log;
        Dispatcher = setup.Endpoint.Dispatcher;
        CorrelationId = setup.CorrelationId;
        SessionId = setup.Setup.SessionId;
        StreamId = setup.Setup.StreamId;
        SourceIdentity = setup.Source.ToString();
        _source = setup.Source;
        _isReliable = setup.IsReliable;
        IsRejoin = setup.IsRejoin;
        AwaitsResponse = (setup.Setup.Flags & ControlFrames.SendResponseFlag) != 0;
        _window = setup.Window;
        _nakDelayNs = setup.NakDelayNs;
        _groupDelay = new MulticastDelay(
            Math.Max(1, setup.Context.NakMulticastMaxBackoffNs), Math.Max(1, setup.Context.NakMulticastGroupSize));
        Tether = setup.Tether;
        _losses = setup.Losses;
        _channel = setup.Channel;
        _isGroup = setup.IsGroup;
        _random = new Random(HashCode.Combine(SessionId, StreamId));
        long nowMs = setup.Context.Clock.EpochMs;
        HwmId = Allocate(CounterType.ReceiverHwm, "rcv-hwm");
        RebuildId = Allocate(CounterType.ReceiverPosition, "rcv-pos");
        NaksId = Allocate(CounterType.ReceiverNaksSent, "rcv-naks-sent");
        if (setup.IsCubic)
        {
            CubicRttId = Allocate(CounterType.PerImage, "rcv-cc-cubic-rtt");
            CubicWindowId = Allocate(CounterType.PerImage, "rcv-cc-cubic-wnd");
            _cubic = new CubicCongestionControl(
                _window, setup.Setup.Mtu, setup.Context, setup.Context.Clock.NanoTime, _counters.Address(CubicRttId),
                _counters.Address(CubicWindowId));
        }

        _hwm = _counters.Address(HwmId);
        _rebuild = _counters.Address(RebuildId);
        _naks = _counters.Address(NaksId);
        long start = LogLayout.Position(
            setup.Setup.ActiveTermId, setup.Setup.TermOffset, log.TermBits, log.InitialTermId);
        *_hwm = start;
        *_rebuild = start;
        _startPosition = start;
        _lastSmPosition = start;
        _nextSmPosition = start;
        _nextSmWindow = _cubic?.Window ?? _window;
        _cleanPosition = start;
        long nowNs = setup.Context.Clock.NanoTime;
        _connections = [new ImageConnection(setup.Endpoint, setup.Source, nowNs)];
        _lastPacketNs = nowNs;
        _stateSinceNs = nowNs;
        _lastSmNs = nowNs - setup.Context.StatusMessageTimeoutNs;

        int Allocate(int typeId, string name) => StreamCounters.Allocate(
            _counters, typeId, name, CorrelationId, setup.OwnerId, SessionId, StreamId, setup.Channel, nowMs);
    }

    public LogBuffer Log { get; }


    /// <summary>Who hands it its frames.</summary>
    public StreamDispatcher Dispatcher { get; }

    public long CorrelationId { get; }

    public int SessionId { get; }

    public int StreamId { get; }

    public string SourceIdentity { get; }

    public bool IsRejoin { get; }

    /// <summary>Its publisher awaits answers on a response channel.</summary>
    public bool AwaitsResponse { get; }

    public int HwmId { get; }

    public int RebuildId { get; }

    public int NaksId { get; }

    /// <summary>Counters of <c>cc=cubic</c>: round trip and window.</summary>
    public int CubicRttId { get; } = CounterLayout.NullId;

    public int CubicWindowId { get; } = CounterLayout.NullId;

    public long RebuildPosition => Volatile.Read(ref *_rebuild);

    /// <summary>A way is closed. Receiver.</summary>
    public void RemoveConnection(ReceiveEndpoint endpoint) => _connections.RemoveAll(c => c.Endpoint == endpoint);

    /// <summary>A datagram of this stream came. Receiver.</summary>
    public void Insert(ReceiveEndpoint endpoint, byte* frame, int length, in NativeAddress from, long nowNs)
    {
        if (_rejection != null)
            return;
        int termId = *(int*)(frame + FrameLayout.TermIdOffset);
        int offset = *(int*)(frame + FrameLayout.TermOffsetOffset);
        int frameLength = *(int*)frame;
        bool isOutside = frameLength != 0 && (offset >= Log.TermLength || length > Log.TermLength - offset);
        if (offset < 0 || isOutside || offset % FrameLayout.Alignment != 0 || unchecked(termId - Log.InitialTermId) < 0)
        {
            _system.Increment(SystemCounter.InvalidPackets);
            return;
        }

        long position = LogLayout.Position(termId, offset, Log.TermBits, Log.InitialTermId);
        bool isHeartbeat = frameLength == 0 && length == FrameLayout.DataHeaderBytes;
        if (!isHeartbeat && !AreFramesWhole(frame, length, termId, offset, Log.TermLength))
        {
            _system.Increment(SystemCounter.InvalidPackets);
            return;
        }

        long proposed = isHeartbeat ? position : position + DataLength(frame, length, offset);
        if (proposed > _lastSmPosition + Log.TermLength / 2)
        {
            _system.Increment(SystemCounter.FlowControlOverRuns);
            return;
        }

        Volatile.Write(ref _lastPacketNs, nowNs);
        ImageConnection connection = Track(endpoint, in from, nowNs);
        if (isHeartbeat)
        {
            _system.Increment(SystemCounter.HeartbeatsReceived);
            OnHeartbeat(connection, frame, position, nowNs);
            return;
        }

        if (position < _lastSmPosition)
        {
            _system.Increment(SystemCounter.FlowControlUnderRuns);
            return;
        }

        if (endpoint.Timestamps.IsStampedOnReceive)
            Stamp(endpoint, frame, length);
        TermScanner.Insert(Term(position), offset, frame, length);
        if (proposed > *_hwm)
            Volatile.Write(ref *_hwm, proposed);
    }

    /// <summary>The sender announces itself again. Receiver.</summary>
    public void OnSetup(ReceiveEndpoint endpoint, in NativeAddress from, long nowNs)
    {
        Track(endpoint, in from, nowNs);
        // It does not hear us: tell it now.
        _lastSmNs = nowNs - _context.StatusMessageTimeoutNs;
    }

    /// <summary>Sends status messages and NAKs that are due. Receiver.</summary>
    /// <returns>Frames sent.</returns>
    public int SendPending(long nowNs) => _rejection != null ? SendRejection(nowNs)
        : SendStatus(nowNs) + SendNak(nowNs) + (_cubic == null ? 0 : SendMeasurement(_cubic, nowNs));

    /// <summary>The sender sent a measurement back, or measures itself. Receiver.</summary>
    public void OnRtt(ReceiveEndpoint endpoint, in RoundTrip frame, in NativeAddress from)
    {
        if ((frame.Flags & ControlFrames.ReplyFlag) != 0)
        {
            endpoint.SendRtt(frame with { Flags = 0, ReceptionDeltaNs = 0, ReceiverId = endpoint.ReceiverId }, in from);
            return;
        }

        long nowNs = _context.Clock.NanoTime;
        long rttNs = nowNs - frame.EchoTimestampNs - frame.ReceptionDeltaNs;
        if (rttNs >= 0)
            _cubic?.OnRoundTrip(nowNs, rttNs);
    }

    /// <summary>A subscriber rejected the image: the sender is told instead of being acknowledged. Receiver.</summary>
    /// <param name="reason">Why; at most <see cref="ControlFrames.MaxErrorText"/> bytes.</param>
    public void Reject(byte[] reason)
    {
        _rejection = reason;
        _lastSmNs = _context.Clock.NanoTime - _context.StatusMessageTimeoutNs;
    }

    /// <inheritdoc/>
    public void Dispose() => Log.Dispose();

    private void OnHeartbeat(ImageConnection connection, byte* frame, long position, long nowNs)
    {
        if (position > *_hwm)
            Volatile.Write(ref *_hwm, position);
        if ((frame[FrameLayout.FlagsOffset] & FrameLayout.EndOfStreamFlag) == 0 || Volatile.Read(ref _isEndOfStream))
            return;
        connection.IsEndOfStream = true;
        foreach (ImageConnection other in _connections)
        {
            // More may come on another way.
            if (!other.IsEndOfStream && other.IsAlive(nowNs))
                return;
        }

        if ((frame[FrameLayout.FlagsOffset] & FrameLayout.RevokedFlag) != 0)
        {
            Volatile.Write(ref Log.IsRevoked, 1);
            _system.Increment(SystemCounter.PublicationImagesRevoked);
        }

        Volatile.Write(ref Log.EndOfStreamPosition, *_hwm);
        Volatile.Write(ref _isEndOfStream, true);
    }

    private int SendStatus(long nowNs)
    {
        int change = Volatile.Read(ref _endSmChange);
        bool isDue = nowNs - _lastSmNs >= _context.StatusMessageTimeoutNs;
        if (isDue)
            SendResponseSetup(nowNs);
        if (!isDue && change == _lastSmChange)
            return 0;
        long position = _nextSmPosition;
        int window = _nextSmWindow;
        Thread.MemoryBarrier();
        // The conductor is writing it: next time.
        if (change != Volatile.Read(ref _beginSmChange))
            return 0;
        byte flags = Volatile.Read(ref _isSendingEos) ? ControlFrames.EndOfStreamFlag : (byte)0;
        foreach (ImageConnection connection in _connections)
        {
            if (connection.IsAlive(nowNs))
                connection.Endpoint.SendStatus(this, connection.Peer, position, window, flags);
        }

        _lastSmPosition = position;
        _lastSmNs = nowNs;
        _lastSmChange = change;
        return 1;
    }

    private int SendMeasurement(CubicCongestionControl cubic, long nowNs)
    {
        if (!cubic.IsMeasurementDue(nowNs))
            return 0;
        cubic.OnMeasurementSent(nowNs);
        var frame = new RoundTrip(ControlFrames.ReplyFlag, SessionId, StreamId, nowNs, 0, 0);
        foreach (ImageConnection connection in _connections)
        {
            if (connection.IsAlive(nowNs))
                connection.Endpoint.SendRtt(frame with { ReceiverId = connection.Endpoint.ReceiverId }, connection.Peer);
        }

        return 1;
    }

    private void SendResponseSetup(long nowNs)
    {
        long session = Volatile.Read(ref _responseSession);
        if (session == NoSession)
            return;
        var setup = new ResponseSetup(SessionId, StreamId, (int)session);
        foreach (ImageConnection connection in _connections)
        {
            if (connection.IsAlive(nowNs))
                connection.Endpoint.SendResponseSetup(in setup, connection.Peer);
        }
    }

    private int SendRejection(long nowNs)
    {
        if (nowNs - _lastSmNs < _context.StatusMessageTimeoutNs)
            return 0;
        _lastSmNs = nowNs;
        foreach (ImageConnection connection in _connections)
            connection.Endpoint.SendError(this, connection.Peer, AeronErrorCode.ImageRejected, _rejection);
        return 1;
    }

    private int SendNak(long nowNs)
    {
        int change = Volatile.Read(ref _endLossChange);
        if (change == _lastLossChange)
            return 0;
        int termId = _lossTermId;
        int offset = _lossOffset;
        int length = _lossLength;
        Thread.MemoryBarrier();
        if (change != Volatile.Read(ref _beginLossChange))
            return 0;
        _lastLossChange = change;
        if (_isReliable)
        {
            var nak = new Nak(SessionId, StreamId, termId, offset, length);
            foreach (ImageConnection connection in _connections)
            {
                if (!connection.IsAlive(nowNs))
                    continue;
                connection.Endpoint.SendNak(in nak, connection.Peer);
                Volatile.Write(ref *_naks, *_naks + 1);
            }
        }
        else
        {
            long position = LogLayout.Position(termId, offset, Log.TermBits, Log.InitialTermId);
            if (TermScanner.FillGap(Log, Term(position), termId, offset, length))
                _system.Increment(SystemCounter.LossGapFills);
        }

        return 1;
    }

    private ImageConnection Track(ReceiveEndpoint endpoint, in NativeAddress from, long nowNs)
    {
        foreach (ImageConnection known in _connections)
        {
            if (known.Endpoint != endpoint)
                continue;
            known.OnFrame(in from, nowNs);
            return known;
        }

        var connection = new ImageConnection(endpoint, from, nowNs);
        _connections.Add(connection);
        return connection;
    }

    private byte* Term(long position) =>
        Log.Terms + (long)LogLayout.Index((int)(position >> Log.TermBits)) * Log.TermLength;
}
