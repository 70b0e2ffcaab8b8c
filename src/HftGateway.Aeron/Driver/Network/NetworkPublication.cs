using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// A publication that is sent.
/// <para><b>Threading.</b> <c>Send</c>, <c>OnStatusMessage</c> and <c>OnNak</c> are the sender's, the rest the
/// conductor's; they meet in counters and volatile fields.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_network_publication.c</c>.</para>
/// </summary>
internal sealed unsafe partial class NetworkPublication : DriverPublication
{
    private const long SetupIntervalNs = 100_000_000;
    private const long HeartbeatIntervalNs = 100_000_000;
    private const int DatagramsPerCycle = 4;

    private readonly SystemCounters _system;
    private readonly FlowControl _flow;
    private readonly long _connectionTimeoutNs;
    private readonly long* _senderPosition;
    private readonly long* _senderLimit;
    private readonly long* _backPressure;
    private readonly long* _naksReceived;
    private readonly byte[] _scratch = GC.AllocateArray<byte>(ControlFrames.SetupBytes, pinned: true);
    private long _lastSetupNs;
    private long _lastSentNs;
    private long _lastStatusNs;
    private bool _hasInitialConnection;
    private bool _isSetupElicited;
    private bool _isTrackingLimit = true;
    private bool _isEndOfStream;
    private bool _hasUnicastEos;
    private bool _isRevocationSent;

    // Of a response publication: who asked.
    private NativeAddress _peer;

    // The sender's copy of the subscribers.
    private SubscriberPosition[] _spies = [];

    public NetworkPublication(
        PublicationContext setup, LogBuffer log, SendEndpoint endpoint, FlowControl flow, MediaDriverContext context,
        SystemCounters system)
        : base(setup, log)
    {
        Endpoint = endpoint;
        _flow = flow;
        _system = system;
        _connectionTimeoutNs = context.PublicationConnectionTimeoutNs;
        _retransmitLingerNs = context.RetransmitUnicastLingerNs;
        _retransmitDelayNs = context.RetransmitUnicastDelayNs;
        bool isGroup = endpoint.Channel.HasGroupSemantics;
        _resends = new Resend[isGroup ? setup.Parameters.MaxResend : 1];
        _resendWindows = isGroup ? context.MulticastRetransmitWindows : context.UnicastRetransmitWindows;
        _resendWindow = context.InitialWindowLength;
        SenderPositionId = Allocate(setup, CounterType.SenderPosition, "snd-pos");
        SenderLimitId = Allocate(setup, CounterType.SenderLimit, "snd-lmt");
        BackPressureId = Allocate(setup, CounterType.SenderBackPressure, "snd-bpe");
        NaksReceivedId = Allocate(setup, CounterType.SenderNaksReceived, "snd-naks-received");
        if (flow.IsCounted)
        {
            int receivers = Allocate(setup, CounterType.FlowControlReceivers, "fc-receivers");
            flow.CountIn(receivers, Counters.Address(receivers));
        }

        _senderPosition = Counters.Address(SenderPositionId);
        _senderLimit = Counters.Address(SenderLimitId);
        _backPressure = Counters.Address(BackPressureId);
        _naksReceived = Counters.Address(NaksReceivedId);
        *_senderPosition = ProducerPosition;
        *_senderLimit = ProducerPosition;
        _lastSetupNs = setup.NowNs - SetupIntervalNs - 1;
        _lastSentNs = setup.NowNs;
        _lastStatusNs = setup.NowNs;
    }

    public SendEndpoint Endpoint { get; }

    public int SenderPositionId { get; }

    public int SenderLimitId { get; }

    public int BackPressureId { get; }

    public int NaksReceivedId { get; }

    /// <summary>It asks questions, whose answers a subscription of this driver awaits.</summary>
    public bool AwaitsResponse => Parameters.ResponseCorrelationId != -1 && !Endpoint.IsResponse;

    public long SenderPosition => Volatile.Read(ref *_senderPosition);

    public bool AcceptsSpies => State is PublicationState.Active or PublicationState.Draining;

    /// <summary>Sends what may be sent, or a sign of life. Sender.</summary>
    /// <returns>Bytes sent.</returns>
    public int Send(long nowNs)
    {
        long position = *_senderPosition;
        int termCount = (int)(position >> Log.TermBits);
        int termId = unchecked(termCount + Log.InitialTermId);
        int offset = (int)position & (Log.TermLength - 1);
        if (!_hasInitialConnection || Volatile.Read(ref _isSetupElicited))
            CheckSetup(nowNs, termId, offset);
        if (_delayed > 0)
            SendDelayed(nowNs);
        bool isRevoked = IsRevoked;
        int sent = isRevoked ? 0 : SendData(nowNs, position);
        if (sent == 0)
        {
            // Receivers hear of it at once, and again with each heartbeat: the linger may be shorter than their interval.
            if (isRevoked && !_isRevocationSent)
                _lastSentNs = nowNs - HeartbeatIntervalNs;
            position = *_senderPosition;
            bool isAtEnd = Volatile.Read(ref _isEndOfStream)
                && position >= Volatile.Read(ref Log.EndOfStreamPosition);
            sent = CheckHeartbeat(nowNs, termId, offset, isAtEnd && Parameters.SignalEos);
            if (Parameters.SpiesSimulateConnection && Volatile.Read(ref _spies).Length > 0 && !_flow.HasRequiredReceivers)
            {
                long spies = FastestSpy(position);
                Volatile.Write(ref *_senderPosition, spies);
                Volatile.Write(ref *_senderLimit, Math.Max(*_senderLimit, spies));
            }
            else
            {
                Volatile.Write(ref *_senderLimit, _flow.OnIdle(*_senderLimit, nowNs, _connectionTimeoutNs));
            }
        }

        return sent;
    }

    /// <summary>A receiver spoke. Sender.</summary>
    public void OnStatusMessage(in StatusMessage status, in NativeAddress from, long nowNs)
    {
        if ((status.Flags & ControlFrames.SendSetupFlag) != 0)
        {
            if (Endpoint.IsResponse)
                _peer = from;
            if (!Volatile.Read(ref _isEndOfStream))
                Volatile.Write(ref _isSetupElicited, true);
            return;
        }

        // A position that no receiver of this stream can have: a stray or forged message.
        long position = LogLayout.Position(status.TermId, status.TermOffset, Log.TermBits, Log.InitialTermId);
        long sent = *_senderPosition;
        if (position < sent - Log.TermLength / 2 - 1 - Log.TermLength || position > sent + Log.TermLength / 2
            || status.Window < 0 || status.TermOffset < 0 || status.TermOffset > Log.TermLength)
        {
            _system.Increment(SystemCounter.StatusMessagesRejected);
            return;
        }

        if ((status.Flags & ControlFrames.EndOfStreamFlag) != 0 && !Endpoint.Channel.IsMulticast
            && !Endpoint.IsMultiDestination)
            Volatile.Write(ref _hasUnicastEos, true);
        _hasInitialConnection = true;
        Volatile.Write(ref _lastStatusNs, nowNs);
        long limit = _flow.OnStatusMessage(in status, *_senderLimit, Log.InitialTermId, Log.TermBits, nowNs);
        Volatile.Write(ref *_senderLimit, limit);
        if (_flow.HasRequiredReceivers && State == PublicationState.Active)
            Volatile.Write(ref Log.IsConnected, 1);
    }

    /// <summary>The sender lets go of it: the last moment to tell that it was revoked. Sender.</summary>
    public void OnRemoved(long nowNs)
    {
        if (IsRevoked && !_isRevocationSent)
            Send(nowNs);
    }

    /// <summary>A receiver refuses the stream. Sender.</summary>
    public void OnError(long receiverId) => _flow.OnError(receiverId);

    private int SendData(long nowNs, long position)
    {
        Span<Datagram> datagrams = stackalloc Datagram[DatagramsPerCycle];
        int count = Gather(datagrams, position);
        if (count == 0)
            return 0;
        int sent = Endpoint.IsResponse ? Endpoint.SendTo(datagrams[..count], _peer) : Endpoint.Send(datagrams[..count]);
        if (sent < count)
            _system.Increment(SystemCounter.ShortSends);
        if (sent == 0)
            return 0;
        int total = 0;
        foreach (ref readonly Datagram datagram in datagrams[..sent])
        {
            total += datagram.Length;
            position += datagram.Advance;
        }

        _lastSentNs = nowNs;
        _isTrackingLimit = true;
        Volatile.Write(ref *_senderPosition, position);
        return total;
    }

    // Whole frames up to the receivers' window.
    private int Gather(Span<Datagram> datagrams, long position)
    {
        int count = 0;
        while (count < datagrams.Length)
        {
            long window = *_senderLimit - position;
            if (window <= 0)
            {
                if (count == 0 && _isTrackingLimit && position < ProducerPosition)
                {
                    _isTrackingLimit = false;
                    Volatile.Write(ref *_backPressure, *_backPressure + 1);
                    _system.Increment(SystemCounter.SenderFlowControlLimits);
                }

                break;
            }

            int offset = (int)position & (Log.TermLength - 1);
            byte* first = Term(position) + offset;
            int available = TermScanner.Available(
                first - offset, offset, (int)Math.Min(window, Log.Mtu), Log.TermLength, out int padding);
            if (available <= 0)
                break;
            datagrams[count++] = new Datagram(first, available, available + padding);
            position += available + padding;
        }

        return count;
    }

    private void CheckSetup(long nowNs, int termId, int offset)
    {
        if (nowNs - _lastSetupNs < SetupIntervalNs || (Endpoint.IsResponse && _peer.IsEmpty))
            return;
        _lastSetupNs = nowNs;
        int flags = (AwaitsResponse ? ControlFrames.SendResponseFlag : 0)
            | (Endpoint.Channel.HasGroupSemantics ? ControlFrames.GroupFlag : 0);
        var setup = new Setup(
            (byte)flags, offset, SessionId, StreamId, Log.InitialTermId, termId, Log.TermLength, Log.Mtu,
            Endpoint.Channel.Ttl);
        int length = ControlFrames.WriteSetup(_scratch, in setup);
        if (SendFrame(new Span<byte>(_scratch).Address(), length) < length)
            _system.Increment(SystemCounter.ShortSends);
        if (_hasInitialConnection && _flow.ReceiverCount > 0)
            Volatile.Write(ref _isSetupElicited, false);
    }

    private int CheckHeartbeat(long nowNs, int termId, int offset, bool isEnd)
    {
        if (!_hasInitialConnection || nowNs - _lastSentNs < HeartbeatIntervalNs)
            return 0;
        _lastSentNs = nowNs;
        byte* frame = new Span<byte>(_scratch).Address();
        Buffer.MemoryCopy(Log.DefaultHeader, frame, FrameLayout.DataHeaderBytes, FrameLayout.DataHeaderBytes);
        bool isRevoked = IsRevoked;
        frame[FrameLayout.FlagsOffset] =
            (byte)(FrameLayout.UnfragmentedFlags | (isEnd || isRevoked ? FrameLayout.EndOfStreamFlag : 0)
                | (isRevoked ? FrameLayout.RevokedFlag : 0));
        *(int*)(frame + FrameLayout.TermOffsetOffset) = offset;
        *(int*)(frame + FrameLayout.TermIdOffset) = termId;
        int sent = SendFrame(frame, FrameLayout.DataHeaderBytes);
        if (sent < FrameLayout.DataHeaderBytes)
            _system.Increment(SystemCounter.ShortSends);
        else
            _isRevocationSent = isRevoked;
        _system.Increment(SystemCounter.HeartbeatsSent);
        return sent;
    }

    private int SendFrame(byte* frame, int length) =>
        Endpoint.IsResponse ? Endpoint.SendTo(frame, length, _peer) : Endpoint.Send(frame, length);

    private byte* Term(long position) =>
        Log.Terms + (long)LogLayout.Index((int)(position >> Log.TermBits)) * Log.TermLength;

    private int Allocate(PublicationContext setup, int typeId, string name) => StreamCounters.Allocate(
        setup.Counters, typeId, name, setup.RegistrationId, setup.OwnerId, setup.SessionId, setup.StreamId, setup.Channel,
        setup.NowMs);
}
