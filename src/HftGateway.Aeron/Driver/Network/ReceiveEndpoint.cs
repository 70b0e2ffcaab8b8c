using System.Net;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The receiving end of a channel: its socket.
/// <para><b>Threading.</b> Made by the conductor; used by the receiver.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_receive_channel_endpoint.c</c>.</para>
/// </summary>
internal sealed unsafe class ReceiveEndpoint : IDisposable
{
    private const int DatagramsPerPoll = 16;
    private const long PendingSetupNs = 1_000_000_000;
    private readonly UdpTransport _transport;
    private readonly SystemCounters _counters;
    private readonly IDatagramFilter? _filter;
    private NativeAddress _control;
    private readonly bool _hasControl;
    private readonly byte[] _out = GC.AllocateArray<byte>(
        ControlFrames.ErrorBytes + ControlFrames.MaxErrorText, pinned: true);
    private readonly List<StreamKey> _elicit = [];
    private readonly List<HeldDatagram> _held = [];
    private long _nextElicitNs;

    public ReceiveEndpoint(
        UdpChannel channel, long receiverId, StreamDispatcher dispatcher, MediaDriverContext context, SystemCounters counters)
    {
        Channel = channel;
        Dispatcher = dispatcher;
        ReceiverId = receiverId;
        _counters = counters;
        _filter = context.DatagramFilter;
        GroupTag = channel.GroupTag;
        Timestamps = channel.Timestamps;
        bool isTimestamped = Timestamps.MediaReceive != null;
        if (channel.IsMulticast)
        {
            _transport = UdpTransport.Open(
                channel, channel.Endpoint!, channel.Endpoint!.Address, null, counters, context.DatagramFilter,
                isTimestamped: isTimestamped);
            _control = new NativeAddress(channel.Control!);
            _hasControl = true;
        }
        else
        {
            IPEndPoint bind = channel.Endpoint ?? new IPEndPoint(channel.Interface, 0);
            _transport = UdpTransport.Open(
                channel, bind, null, null, counters, context.DatagramFilter, context.ReceiverWildcardPorts, isTimestamped);
            if (channel.Control != null)
            {
                _control = new NativeAddress(channel.Control);
                _hasControl = true;
            }
        }
    }

    /// <summary>The channel, with the control address that its name has now; the conductor's.</summary>
    public UdpChannel Channel { get; set; }

    public string Canonical => Channel.Canonical;

    public IPEndPoint Local => _transport.Local;

    public long ReceiverId { get; }

    public long? GroupTag { get; }

    /// <summary>Whom its frames go to; destinations of a subscription have one together.</summary>
    public StreamDispatcher Dispatcher { get; }

    /// <summary>Where time stamps go in messages.</summary>
    public TimestampOffsets Timestamps { get; }

    /// <summary>When the system took the datagram that is being handled, ns since the epoch, if that is asked for. Receiver.</summary>
    public long? TakenAtNs { get; private set; }

    /// <summary>Subscriptions; the conductor's.</summary>
    public int References { get; set; }

    /// <summary>A subscription's own, added by hand: no other one uses it.</summary>
    public bool IsDestination { get; init; }

    public int StatusId { get; set; } = CounterLayout.NullId;

    public int AddressId { get; set; } = CounterLayout.NullId;

    /// <summary>The sender has another address. Receiver.</summary>
    public void ChangeControl(IPEndPoint control) => _control = new NativeAddress(control);

    /// <summary>A stream is wanted: a sender behind an explicit control address is asked for it. Receiver.</summary>
    public void AddInterest(int streamId, int? sessionId)
    {
        if (_hasControl && !Channel.IsMulticast)
            _elicit.Add(new StreamKey(streamId, sessionId ?? 0));
    }

    /// <summary>It is wanted no more. Receiver.</summary>
    public void RemoveInterest(int streamId, int? sessionId) => _elicit.Remove(new StreamKey(streamId, sessionId ?? 0));

    /// <summary>Takes datagrams that came in.</summary>
    /// <param name="receiver">Told of streams that begin.</param>
    /// <param name="batch">Room for them.</param>
    /// <param name="nowNs">ns.</param>
    /// <returns>Datagrams taken.</returns>
    public int Poll(ReceiverAgent receiver, DatagramBatch batch, long nowNs)
    {
        int total = 0;
        int count;
        do
        {
            count = _transport.Receive(batch);
            for (int i = 0; i < count; i++)
            {
                TakenAtNs = batch.TakenAtNs(i);
                if (_filter == null)
                    OnDatagram(receiver, batch.Buffer(i), batch.Length(i), in batch.From(i), nowNs);
                else
                    OnFiltered(receiver, batch.Buffer(i), batch.Length(i), in batch.From(i), nowNs);
            }

            total += count;
        }
        while (count == DatagramBatch.Capacity && total < DatagramsPerPoll);

        if (_filter != null)
            DeliverHeld(receiver, batch.Buffer(0), nowNs);

        if (_elicit.Count > 0 && nowNs >= _nextElicitNs)
            Elicit(nowNs);
        return total;
    }

    /// <summary>Tells a sender how far this side is.</summary>
    public void SendStatus(PublicationImage image, in NativeAddress to, long position, int window, byte flags)
    {
        int termId = unchecked((int)(position >> image.Log.TermBits) + image.Log.InitialTermId);
        int offset = (int)position & (image.Log.TermLength - 1);
        var status = new StatusMessage(
            flags, image.SessionId, image.StreamId, termId, offset, window, ReceiverId, GroupTag != null, GroupTag ?? 0);
        SendStatus(in status, in to);
        _counters.Increment(SystemCounter.StatusMessagesSent);
    }

    /// <summary>Asks a sender for what is missing.</summary>
    public void SendNak(in Nak nak, in NativeAddress to)
    {
        int length = ControlFrames.WriteNak(_out, in nak);
        NativeAddress address = _hasControl ? _control : to;
        _transport.Send(new Span<byte>(_out).Address(), length, &address);
        _counters.Increment(SystemCounter.NakMessagesSent);
    }

    /// <summary>Says to whoever asks which session answers.</summary>
    public void SendResponseSetup(in ResponseSetup setup, in NativeAddress to)
    {
        int length = ControlFrames.WriteResponseSetup(_out, in setup);
        NativeAddress address = _hasControl ? _control : to;
        _transport.Send(new Span<byte>(_out).Address(), length, &address);
    }

    /// <summary>The answering session is there, or was asked for again: its setup is wanted soon.</summary>
    public void ElicitSoon() => _nextElicitNs = 0;

    /// <summary>Measures a round trip, or helps a sender to.</summary>
    public void SendRtt(in RoundTrip frame, in NativeAddress to)
    {
        int length = ControlFrames.WriteRtt(_out, in frame);
        NativeAddress address = _hasControl ? _control : to;
        _transport.Send(new Span<byte>(_out).Address(), length, &address);
    }

    /// <summary>Tells a sender that its stream is refused.</summary>
    public void SendError(PublicationImage image, in NativeAddress to, AeronErrorCode code, ReadOnlySpan<byte> text)
    {
        var error = new ErrorFrame(image.SessionId, image.StreamId, ReceiverId, GroupTag ?? 0, (int)code, text);
        int length = ControlFrames.WriteError(_out, in error, GroupTag != null);
        NativeAddress address = _hasControl ? _control : to;
        _transport.Send(new Span<byte>(_out).Address(), length, &address);
        _counters.Increment(SystemCounter.ErrorFramesSent);
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private void SendStatus(in StatusMessage status, in NativeAddress to)
    {
        int length = ControlFrames.WriteStatus(_out, in status);
        NativeAddress address = _hasControl ? _control : to;
        _transport.Send(new Span<byte>(_out).Address(), length, &address);
    }

    // A sender behind an explicit control address does not know of us: ask for its setup until an image is there.
    private void Elicit(long nowNs)
    {
        _nextElicitNs = nowNs + PendingSetupNs;
        foreach (StreamKey key in _elicit)
            AskForSetup(key.SessionId, key.StreamId, in _control);
    }

    private void AskForSetup(int sessionId, int streamId, in NativeAddress to)
    {
        var status = new StatusMessage(
            ControlFrames.SendSetupFlag, sessionId, streamId, 0, 0, 0, ReceiverId, GroupTag != null, GroupTag ?? 0);
        SendStatus(in status, in to);
    }

    private void OnFiltered(ReceiverAgent receiver, byte* frame, int length, in NativeAddress from, long nowNs)
    {
        int times = _filter!.OnReceive(new Span<byte>(frame, length));
        for (int i = 0; i < times; i++)
        {
            long delayNs = _filter.DelayNs(new ReadOnlySpan<byte>(frame, length));
            if (delayNs <= 0)
                OnDatagram(receiver, frame, length, in from, nowNs);
            else
                _held.Add(new HeldDatagram(new ReadOnlySpan<byte>(frame, length).ToArray(), from, nowNs + delayNs));
        }
    }

    private void DeliverHeld(ReceiverAgent receiver, byte* buffer, long nowNs)
    {
        for (int i = 0; i < _held.Count; i++)
        {
            HeldDatagram held = _held[i];
            if (nowNs < held.UntilNs)
                continue;
            _held.RemoveAt(i--);
            held.Bytes.CopyTo(new Span<byte>(buffer, DatagramBatch.BufferBytes));
            NativeAddress from = held.From;
            OnDatagram(receiver, buffer, held.Bytes.Length, in from, nowNs);
        }
    }

    private void OnDatagram(ReceiverAgent receiver, byte* frame, int length, in NativeAddress from, long nowNs)
    {
        if (length < FrameLayout.CommonHeaderBytes || frame[FrameLayout.VersionOffset] != 0)
        {
            _counters.Increment(SystemCounter.InvalidPackets);
            return;
        }

        switch (*(ushort*)(frame + FrameLayout.TypeOffset))
        {
            case FrameType.Data or FrameType.Pad:
                OnData(frame, length, in from, nowNs);
                break;
            case FrameType.Setup when ControlFrames.TryReadSetup(new ReadOnlySpan<byte>(frame, length), out Setup setup):
                OnSetup(receiver, in setup, in from, nowNs);
                break;
            case FrameType.Rtt when ControlFrames.TryReadRtt(new ReadOnlySpan<byte>(frame, length), out RoundTrip rtt):
                OnRtt(in rtt, in from);
                break;
            case FrameType.Error or FrameType.StatusMessage or FrameType.Nak or FrameType.Resolution
                or FrameType.ResponseSetup:
                break;
            default:
                _counters.Increment(SystemCounter.InvalidPackets);
                break;
        }
    }

    private void OnData(byte* frame, int length, in NativeAddress from, long nowNs)
    {
        int frameLength = *(int*)frame;
        // Whole frames only; a padding frame travels as its header, with the length that it stands for.
        if (length < FrameLayout.DataHeaderBytes || length % FrameLayout.Alignment != 0 || frameLength < 0)
        {
            _counters.Increment(SystemCounter.InvalidPackets);
            return;
        }

        int sessionId = *(int*)(frame + FrameLayout.SessionIdOffset);
        int streamId = *(int*)(frame + FrameLayout.StreamIdOffset);
        if (Dispatcher.Find(streamId, sessionId) is not { } stream)
            return;
        SessionState? state = stream.Find(sessionId);
        if (state?.Image is { } image)
        {
            image.Insert(this, frame, length, in from, nowNs);
            return;
        }

        bool isEnd = (frame[FrameLayout.FlagsOffset] & FrameLayout.EndOfStreamFlag) != 0;
        if (isEnd || (state != null && nowNs < state.UntilNs))
            return;
        stream.Set(sessionId, new SessionState { UntilNs = nowNs + PendingSetupNs, IsPendingSetup = true });
        AskForSetup(sessionId, streamId, in from);
    }

    // Answers to other receivers of a group come here too.
    private void OnRtt(in RoundTrip frame, in NativeAddress from)
    {
        if (frame.ReceiverId != ReceiverId && frame.ReceiverId != 0)
            return;
        if (Dispatcher.Find(frame.StreamId, frame.SessionId)?.Find(frame.SessionId)?.Image is { } image)
            image.OnRtt(this, in frame, in from);
    }

    private void OnSetup(ReceiverAgent receiver, in Setup setup, in NativeAddress from, long nowNs)
    {
        if (Dispatcher.Find(setup.StreamId, setup.SessionId) is not { } stream)
            return;
        SessionState? state = stream.Find(setup.SessionId);
        if (state?.Image is { } image)
        {
            image.OnSetup(this, in from, nowNs);
            return;
        }

        if (state is { IsPendingSetup: false } && nowNs < state.UntilNs)
            return;
        // Until the conductor has made the image, or said that it cannot.
        stream.Set(setup.SessionId, new SessionState { UntilNs = long.MaxValue });
        receiver.RequestImage(this, in setup, in from);
    }

    private readonly record struct StreamKey(int StreamId, int SessionId);
}
