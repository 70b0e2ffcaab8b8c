using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver;

// Receiving: endpoints and images.
internal sealed unsafe partial class DriverConductor
{
    /// <summary>The receiver met a stream that somebody wants.</summary>
    public void CreateImage(ReceiveEndpoint endpoint, Setup setup, NativeAddress source)
    {
        List<SubscriptionLink> wanting = _subscriptions.FindAll(s => s.StreamId == setup.StreamId
            && s.Dispatcher == endpoint.Dispatcher && s.WantsSession(setup.SessionId));
        string? problem = wanting.Count == 0 ? "nobody wants it any more" : FindProblem(in setup);
        if (problem != null)
        {
            if (wanting.Count > 0)
                NoteError($"stream {setup.StreamId} of {endpoint.Channel.Uri} cannot be received: {problem}");
            _receiver.Post(() => endpoint.Dispatcher.ForgetSession(setup.StreamId, setup.SessionId));
            return;
        }

        SubscriptionLink first = wanting[0];
        int window = Math.Min(
            first.ReceiverWindow > 0 ? first.ReceiverWindow : Context.InitialWindowLength, setup.TermLength / 2);
        try
        {
            PublicationImage image = MakeImage(endpoint, setup, source, first, window);
            _images.Add(image);
            foreach (SubscriptionLink subscription in wanting)
                Link(subscription, image);
            _receiver.Post(() => _receiver.Add(image));
        }
        catch (Exception error) when (error is AeronException or IOException or UnauthorizedAccessException)
        {
            NoteError($"image of {endpoint.Channel.Uri}: {error.Message}");
            _receiver.Post(() => endpoint.Dispatcher.ForgetSession(setup.StreamId, setup.SessionId));
        }
    }

    private PublicationImage MakeImage(
        ReceiveEndpoint endpoint, Setup setup, NativeAddress source, SubscriptionLink first, int window)
    {
        long correlationId = _ring.NextCorrelationId();
        string path = Path.Combine(Context.AeronDirectoryName, "images", $"{correlationId}.logbuffer");
        bool isGroup = first.IsGroup
            ?? (endpoint.Channel.IsMulticast || (setup.Flags & ControlFrames.GroupFlag) != 0);
        TetherTimeouts tether = first.Tether;
        LogBuffer log = LogBuffer.Create(path, new LogParameters
        {
            Type = LogType.Image,
            RegistrationId = correlationId,
            SessionId = setup.SessionId,
            StreamId = setup.StreamId,
            InitialTermId = setup.InitialTermId,
            TermLength = setup.TermLength,
            Mtu = setup.Mtu,
            PageSize = Context.FilePageSize,
            IsSparse = first.Uri.Boolean(ChannelKey.Sparse) ?? Context.TermBufferSparseFile,
            ReceiverWindow = window,
            SendBuffer = endpoint.Channel.SendBuffer,
            ReceiveBuffer = endpoint.Channel.ReceiveBuffer,
            SystemBuffers = _systemBuffers,
            SkipsSpaceCheck = !Context.PerformStorageChecks,
            UntetheredWindowLimitNs = tether.WindowLimitNs,
            UntetheredLingerNs = tether.LingerNs,
            UntetheredRestingNs = tether.RestingNs,
            IsGroup = isGroup,
            IsRejoin = first.IsRejoin,
            IsReliable = first.IsReliable,
            IsTether = first.IsTether,
        });
        _system.Add(SystemCounter.BytesCurrentlyMapped, log.FileLength);
        // Subscribers may be connected to it from now on.
        log.IsConnected = 1;
        return new PublicationImage(
            new ImageContext(
                Context, _counters, _system, endpoint, correlationId, first.Client.ClientId, first.Channel, setup, source,
                window, first.IsReliable, first.IsRejoin, isGroup, first.IsCubic,
                first.NakDelayNs, tether, _losses),
            log);
    }

    // What a sender says of itself comes from the network: nothing of it is believed unchecked.
    private string? FindProblem(in Setup setup)
    {
        if (!LogLayout.IsTermLength(setup.TermLength))
            return $"term length {setup.TermLength}";
        if (setup.Mtu < FrameLayout.DataHeaderBytes || setup.Mtu > 65504 || setup.Mtu % FrameLayout.Alignment != 0)
            return $"MTU {setup.Mtu}";
        if (setup.Mtu > Context.InitialWindowLength)
            return $"MTU {setup.Mtu} is above the receiver's window of {Context.InitialWindowLength}";
        if (setup.TermOffset < 0 || setup.TermOffset > setup.TermLength || setup.TermOffset % FrameLayout.Alignment != 0)
            return $"term offset {setup.TermOffset}";
        return unchecked(setup.ActiveTermId - setup.InitialTermId) < 0
            ? $"term {setup.ActiveTermId} before the initial {setup.InitialTermId}" : null;
    }

    private ReceiveEndpoint FindOrAddReceiveEndpoint(UdpChannel channel, long correlationId)
    {
        string canonical = channel.Canonical;
        ReceiveEndpoint? there = _receiveEndpoints.Find(e => e.Canonical == canonical && !e.IsDestination);
        if (there != null)
        {
            CheckSameSocket(channel, there.Channel);
            return there;
        }

        var endpoint = new ReceiveEndpoint(channel, _nextReceiverId++, new StreamDispatcher(), Context, _system);
        long nowMs = Context.Clock.EpochMs;
        endpoint.StatusId = StreamCounters.AllocateChannelStatus(
            _counters, CounterType.ReceiveChannelStatus, "rcv-channel", channel.Uri.ToString(), correlationId, nowMs,
            endpoint.Local.ToString());
        endpoint.AddressId = StreamCounters.AllocateLocalAddress(
            _counters, "rcv-local-sockaddr", endpoint.StatusId, endpoint.Local.ToString(), correlationId, nowMs);
        *_counters.Address(endpoint.StatusId) = 1;
        *_counters.Address(endpoint.AddressId) = 1;
        _receiveEndpoints.Add(endpoint);
        _receiver.Post(() => _receiver.Add(endpoint));
        return endpoint;
    }

    private static void CheckSameSocket(UdpChannel channel, UdpChannel there)
    {
        if (channel.Timestamps.MediaReceive != there.Timestamps.MediaReceive)
            throw Clash(channel, ChannelKey.MediaReceiveTimestampOffset, there);
        if (channel.Timestamps.ChannelReceive != there.Timestamps.ChannelReceive)
            throw Clash(channel, ChannelKey.ChannelReceiveTimestampOffset, there);
        CheckSameBuffers(channel, there);
    }

    // A window that the socket's buffer cannot hold loses datagrams.
    private void CheckWindow(UdpChannel channel, int wanted)
    {
        int window = wanted > 0 ? wanted : Context.InitialWindowLength;
        int buffer = channel.ReceiveBuffer > 0 ? channel.ReceiveBuffer : _systemBuffers.DefaultReceive;
        if (window > buffer)
            throw ChannelUri.Invalid(channel.Uri.ToString(), $"the window of {window} is above so-rcvbuf={buffer}");
    }

    // Subscriptions of one stream share its image: what shapes the image must be the same for all of them.
    private void CheckSameImage(SubscriptionLink subscription, ReceiveEndpoint endpoint)
    {
        foreach (SubscriptionLink there in _subscriptions)
        {
            if (there.StreamId != subscription.StreamId || there.SessionId != subscription.SessionId
                || there.Dispatcher != endpoint.Dispatcher)
                continue;
            string? key = there.IsReliable != subscription.IsReliable ? ChannelKey.Reliable
                : there.IsRejoin != subscription.IsRejoin ? ChannelKey.Rejoin
                : there.IsAwaitingSession != subscription.IsAwaitingSession ? ChannelKey.ControlMode : null;
            if (key != null)
                throw ChannelUri.Invalid(subscription.Channel, $"{key} differs from that of '{there.Channel}', the same stream");
        }
    }

    // A socket of the subscription: its own, or a destination.
    private void Listen(SubscriptionLink subscription, ReceiveEndpoint endpoint)
    {
        subscription.Endpoints.Add(endpoint);
        endpoint.References++;
        if (subscription.IsAwaitingSession)
            return;
        int streamId = subscription.StreamId;
        int? sessionId = subscription.SessionId;
        _receiver.Post(() => endpoint.AddInterest(streamId, sessionId));
    }

    private void StopListening(SubscriptionLink subscription, ReceiveEndpoint endpoint)
    {
        subscription.Endpoints.Remove(endpoint);
        int streamId = subscription.StreamId;
        int? sessionId = subscription.SessionId;
        if (!subscription.IsAwaitingSession)
            _receiver.Post(() => endpoint.RemoveInterest(streamId, sessionId));
        endpoint.References--;
        FreeIfUnused(endpoint);
    }

    private void Want(SubscriptionLink subscription)
    {
        int streamId = subscription.StreamId;
        int? sessionId = subscription.SessionId;
        if (subscription is { Dispatcher: { } dispatcher, IsAwaitingSession: false })
            _receiver.Post(() => dispatcher.AddInterest(streamId, sessionId));
    }

    private void WantNoMore(SubscriptionLink subscription)
    {
        int streamId = subscription.StreamId;
        int? sessionId = subscription.SessionId;
        if (subscription is { Dispatcher: { } dispatcher, IsAwaitingSession: false })
            _receiver.Post(() => dispatcher.RemoveInterest(streamId, sessionId));
    }

    // An image still says goodbye through its endpoint: the last one to go closes it.
    private void FreeIfUnused(ReceiveEndpoint endpoint)
    {
        if (endpoint.References > 0 || _images.Exists(i => i.Dispatcher == endpoint.Dispatcher)
            || !_receiveEndpoints.Remove(endpoint))
            return;
        long nowMs = Context.Clock.EpochMs;
        if (endpoint.StatusId != CounterLayout.NullId)
            _counters.Free(endpoint.StatusId, nowMs);
        _counters.Free(endpoint.AddressId, nowMs);
        _receiver.Post(() =>
        {
            _receiver.Remove(endpoint);
            endpoint.Dispose();
        });
    }

    private void FreeDoneImages()
    {
        for (int i = _images.Count - 1; i >= 0; i--)
        {
            PublicationImage image = _images[i];
            if (image.State != PublicationState.Done)
                continue;
            _images.RemoveAt(i);
            // By the receiver's thread and back: it must have let go of the log.
            _receiver.Post(() => Post(() =>
            {
                CountUnmapped(image.Log.FileLength, image.Free(Context.Clock.EpochMs));
                foreach (ReceiveEndpoint endpoint in _receiveEndpoints.FindAll(e => e.Dispatcher == image.Dispatcher))
                    FreeIfUnused(endpoint);
            }));
        }
    }
}
