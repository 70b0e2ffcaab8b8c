using System.Net;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The sending end of a channel: its socket, its destinations, and the publications that use it.
/// <para><b>Threading.</b> Made by the conductor; publications and destinations are the sender's.</para>
/// </summary>
internal sealed unsafe class SendEndpoint : IDisposable
{
    private const int FramesPerPoll = 16;
    private readonly UdpTransport _transport;
    private readonly SystemCounters _counters;
    private NativeAddress _peer;
    private long _lastStatusNs;
    private readonly bool _isConnected;
    private readonly Dictionary<long, NetworkPublication> _publications = [];
    private readonly DestinationTracker? _destinations;
    private readonly ErrorFrameHandler _onError;
    private readonly ResponseSetupHandler _onResponseSetup;
    private readonly AeronClock _clock;
    private readonly int? _timestampOffset;

    public SendEndpoint(
        UdpChannel channel, MediaDriverContext context, SystemCounters counters, ErrorFrameHandler onError,
        ResponseSetupHandler onResponseSetup, long* destinationCount)
    {
        _onError = onError;
        _onResponseSetup = onResponseSetup;
        Channel = channel;
        IsResponse = channel.IsResponse;
        _clock = context.Clock;
        _timestampOffset = channel.Timestamps.ChannelSend;
        _counters = counters;
        _lastStatusNs = context.Clock.NanoTime;
        // A publication without an explicit control address needs no port that others know.
        PortRange? ports = channel.Control != null ? context.SenderWildcardPorts : null;
        if (channel.IsMultiDestination)
        {
            IPEndPoint bind = channel.Control ?? new IPEndPoint(channel.Interface, 0);
            _transport = UdpTransport.Open(channel, bind, null, null, counters, context.DatagramFilter, ports);
            _destinations = new DestinationTracker(
                channel.ControlMode == "dynamic", context.PublicationConnectionTimeoutNs, destinationCount);
        }
        else if (channel.IsResponse)
        {
            _transport = UdpTransport.Open(channel, channel.Control!, null, null, counters, context.DatagramFilter, ports);
        }
        else if (channel.IsMulticast)
        {
            _transport = UdpTransport.Open(
                channel, channel.Control!, channel.Control!.Address, null, counters, context.DatagramFilter);
            _peer = new NativeAddress(channel.Endpoint!);
        }
        else
        {
            _transport = UdpTransport.Open(
                channel, channel.Control ?? new IPEndPoint(channel.Interface, 0), null, channel.Endpoint, counters,
                context.DatagramFilter, ports);
            _isConnected = true;
        }
    }

    /// <summary>The channel, with the address that its name has now; the conductor's.</summary>
    public UdpChannel Channel { get; set; }

    /// <summary>When a receiver spoke last, or the endpoint was made, ns.</summary>
    public long LastStatusNs => Volatile.Read(ref _lastStatusNs);

    public string Canonical => Channel.Canonical;

    public IPEndPoint Local => _transport.Local;

    /// <summary>Registrations; the conductor's.</summary>
    public int References { get; set; }

    public int StatusId { get; set; } = CounterLayout.NullId;

    public int AddressId { get; set; } = CounterLayout.NullId;

    /// <summary>Counter of the destinations of a multi-destination cast.</summary>
    public int DestinationsId { get; set; } = CounterLayout.NullId;

    public bool IsMultiDestination => _destinations != null;

    /// <summary>Each publication has a peer of its own.</summary>
    public bool IsResponse { get; }

    public void Add(NetworkPublication publication) =>
        _publications[Key(publication.SessionId, publication.StreamId)] = publication;

    public void Remove(NetworkPublication publication) =>
        _publications.Remove(Key(publication.SessionId, publication.StreamId));

    /// <summary>Destinations added by hand, by their registration; the conductor's.</summary>
    public Dictionary<long, SendDestination> Manual { get; } = [];

    public void AddDestination(SendDestination destination) => _destinations?.Add(destination);

    public void RemoveDestination(SendDestination destination) => _destinations?.Remove(destination);

    /// <summary>The peer has another address. Sender.</summary>
    public void ChangePeer(IPEndPoint peer)
    {
        if (_isConnected)
            _transport.Connect(peer);
        else
            _peer = new NativeAddress(peer);
    }

    /// <summary>Sends a datagram to all who shall have it.</summary>
    /// <returns>Bytes sent.</returns>
    public int Send(byte* datagram, int length)
    {
        if (_timestampOffset != null)
            Stamp(datagram, length);
        if (_destinations != null)
            return _destinations.Send(_transport, datagram, length);
        if (_isConnected)
            return _transport.Send(datagram, length, null);
        fixed (NativeAddress* peer = &_peer)
            return _transport.Send(datagram, length, peer);
    }

    /// <summary>Sends a datagram to one peer.</summary>
    /// <returns>Bytes sent.</returns>
    public int SendTo(byte* datagram, int length, NativeAddress peer)
    {
        if (_timestampOffset != null)
            Stamp(datagram, length);
        return _transport.Send(datagram, length, &peer);
    }

    /// <summary>Sends datagrams of a log to one peer.</summary>
    /// <returns>How many were sent.</returns>
    public int SendTo(ReadOnlySpan<Datagram> datagrams, NativeAddress peer)
    {
        if (_timestampOffset != null)
            Stamp(datagrams);
        return _transport.Send(datagrams, &peer);
    }

    /// <summary>Sends datagrams of a log, in order, to all who shall have them.</summary>
    /// <returns>How many went to all.</returns>
    public int Send(ReadOnlySpan<Datagram> datagrams)
    {
        if (_timestampOffset != null)
            Stamp(datagrams);
        if (_destinations != null)
            return _destinations.Send(_transport, datagrams);
        if (_isConnected)
            return _transport.Send(datagrams, null);
        fixed (NativeAddress* peer = &_peer)
            return _transport.Send(datagrams, peer);
    }

    /// <summary>Takes control frames that came in.</summary>
    /// <param name="batch">Room for them.</param>
    /// <param name="nowNs">ns.</param>
    /// <returns>Frames taken.</returns>
    public int Poll(DatagramBatch batch, long nowNs)
    {
        int total = 0;
        int count;
        do
        {
            count = _transport.Receive(batch);
            for (int i = 0; i < count; i++)
            {
                byte* frame = batch.Buffer(i);
                OnDatagram(new ReadOnlySpan<byte>(frame, batch.Length(i)), frame, in batch.From(i), nowNs);
            }

            total += count;
        }
        while (count == DatagramBatch.Capacity && total < FramesPerPoll);

        _destinations?.DropSilent(nowNs);
        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => _transport.Dispose();

    private static long Key(int sessionId, int streamId) => ((long)sessionId << 32) | (uint)streamId;

    private void Stamp(ReadOnlySpan<Datagram> datagrams)
    {
        foreach (ref readonly Datagram datagram in datagrams)
            Stamp(datagram.Address, datagram.Length);
    }

    // In the log itself: resends carry the time of the resend. Of several messages in a datagram the first one, as Aeron does.
    private void Stamp(byte* frame, int length)
    {
        int frameLength = *(int*)frame;
        if (length >= FrameLayout.DataHeaderBytes && frameLength > 0 && frameLength <= length
            && *(ushort*)(frame + FrameLayout.TypeOffset) == FrameType.Data)
            TimestampOffsets.Write(frame, _timestampOffset!.Value, _clock.EpochNs);
    }

    private void OnDatagram(ReadOnlySpan<byte> datagram, byte* frame, in NativeAddress from, long nowNs)
    {
        if (datagram.Length < FrameLayout.CommonHeaderBytes || frame[FrameLayout.VersionOffset] != 0)
        {
            _counters.Increment(SystemCounter.InvalidPackets);
            return;
        }

        switch (*(ushort*)(frame + FrameLayout.TypeOffset))
        {
            case FrameType.StatusMessage when ControlFrames.TryReadStatus(datagram, out StatusMessage status):
                _counters.Increment(SystemCounter.StatusMessagesReceived);
                Volatile.Write(ref _lastStatusNs, nowNs);
                _destinations?.OnStatusMessage(in from, status.ReceiverId, nowNs);
                if (_publications.TryGetValue(Key(status.SessionId, status.StreamId), out NetworkPublication? statusFor))
                    statusFor.OnStatusMessage(in status, in from, nowNs);
                break;
            case FrameType.Nak when ControlFrames.TryReadNak(datagram, out Nak nak):
                if (_publications.TryGetValue(Key(nak.SessionId, nak.StreamId), out NetworkPublication? nakFor))
                {
                    _counters.Increment(SystemCounter.NakMessagesReceived);
                    nakFor.OnNak(in nak, nowNs);
                }

                break;
            case FrameType.Rtt when datagram.Length >= ControlFrames.RttBytes:
                if ((frame[FrameLayout.FlagsOffset] & ControlFrames.ReplyFlag) != 0)
                    EchoRtt(frame, in from);
                break;
            case FrameType.Error when ControlFrames.TryReadError(datagram, out ErrorFrame error):
                _counters.Increment(SystemCounter.ErrorFramesReceived);
                if (_publications.TryGetValue(Key(error.SessionId, error.StreamId), out NetworkPublication? errorFor))
                {
                    errorFor.OnError(error.ReceiverId);
                    _onError(errorFor, in error, in from);
                }

                break;
            case FrameType.ResponseSetup when ControlFrames.TryReadResponseSetup(datagram, out ResponseSetup setup):
                if (_publications.TryGetValue(Key(setup.SessionId, setup.StreamId), out NetworkPublication? asking))
                    _onResponseSetup(asking, setup.ResponseSessionId);
                break;
            case FrameType.Setup or FrameType.Data or FrameType.Pad or FrameType.Resolution:
                break;
            default:
                _counters.Increment(SystemCounter.InvalidPackets);
                break;
        }
    }

    private void EchoRtt(byte* frame, in NativeAddress from)
    {
        frame[FrameLayout.FlagsOffset] = 0;
        NativeAddress to = from;
        _transport.Send(frame, ControlFrames.RttBytes, _isConnected ? null : &to);
    }
}
