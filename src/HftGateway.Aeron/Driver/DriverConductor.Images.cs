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
            && s.Endpoints.Contains(endpoint) && s.WantsSession(setup.SessionId));
        string? problem = wanting.Count == 0 ? "nobody wants it any more" : FindProblem(in setup);
        if (problem != null)
        {
            if (wanting.Count > 0)
                NoteError($"stream {setup.StreamId} of {endpoint.Channel.Uri} cannot be received: {problem}");
            _receiver.Post(() => endpoint.ForgetSession(setup.StreamId, setup.SessionId));
            return;
        }

        if (JoinImage(wanting, endpoint, in setup, in source))
            return;
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
            _receiver.Post(() => endpoint.ForgetSession(setup.StreamId, setup.SessionId));
        }
    }

    // A subscription with several destinations has one image of a stream, on however many of them it comes.
    private bool JoinImage(
        List<SubscriptionLink> wanting, ReceiveEndpoint endpoint, in Setup setup, in NativeAddress source)
    {
        int streamId = setup.StreamId;
        int sessionId = setup.SessionId;
        PublicationImage? there = _images.Find(i => i.StreamId == streamId && i.SessionId == sessionId
            && i.AcceptsSubscriptions && wanting.Exists(s => s.Endpoints.Exists(i.ComesBy)));
        if (there == null || there.Log.InitialTermId != setup.InitialTermId || there.Log.TermLength != setup.TermLength)
            return false;
        if (!there.ComesBy(endpoint))
            there.FurtherEndpoints.Add(endpoint);
        foreach (SubscriptionLink subscription in wanting)
            Link(subscription, there);
        NativeAddress from = source;
        _receiver.Post(() => _receiver.AddConnection(there, endpoint, in from));
        return true;
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
            EntityTag = -1,
            RegistrationId = correlationId,
            SessionId = setup.SessionId,
            StreamId = setup.StreamId,
            InitialTermId = setup.InitialTermId,
            TermLength = setup.TermLength,
            Mtu = setup.Mtu,
            PageSize = Context.FilePageSize,
            IsSparse = first.Uri.Boolean(ChannelKey.Sparse) ?? Context.TermBufferSparseFile,
            ReceiverWindow = window,
            ReceiveBuffer = endpoint.Channel.ReceiveBuffer,
            SkipsSpaceCheck = !Context.PerformStorageChecks,
            UntetheredWindowLimitNs = tether.WindowLimitNs,
            UntetheredLingerNs = tether.LingerNs,
            UntetheredRestingNs = tether.RestingNs,
            IsGroup = isGroup,
            IsRejoin = first.IsRejoin,
            IsReliable = first.IsReliable,
            IsTether = first.IsTether,
        });
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
        ReceiveEndpoint? there = _receiveEndpoints.Find(e => e.Canonical == canonical);
        if (there != null)
            return there;
        var endpoint = new ReceiveEndpoint(channel, _nextReceiverId++, Context, _system);
        long nowMs = Context.Clock.EpochMs;
        endpoint.StatusId = StreamCounters.AllocateChannelStatus(
            _counters, CounterType.ReceiveChannelStatus, "rcv-channel", channel.Uri.ToString(), correlationId, nowMs);
        endpoint.AddressId = StreamCounters.AllocateLocalAddress(
            _counters, "rcv-local-sockaddr", endpoint.StatusId, endpoint.Local.ToString(), correlationId, nowMs);
        *_counters.Address(endpoint.StatusId) = 1;
        *_counters.Address(endpoint.AddressId) = 1;
        _receiveEndpoints.Add(endpoint);
        _receiver.Post(() => _receiver.Add(endpoint));
        return endpoint;
    }

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

    // An image still says goodbye through its endpoint: the last one to go closes it.
    private void FreeIfUnused(ReceiveEndpoint endpoint)
    {
        if (endpoint.References > 0 || _images.Exists(i => i.ComesBy(endpoint))
            || !_receiveEndpoints.Remove(endpoint))
            return;
        long nowMs = Context.Clock.EpochMs;
        _counters.Free(endpoint.StatusId, nowMs);
        _counters.Free(endpoint.AddressId, nowMs);
        _receiver.Post(() =>
        {
            _receiver.Remove(endpoint);
            endpoint.Dispose();
        });
    }

    private void ChangeReceiveDestination(bool isAdded, long correlationId, ref RecordReader record)
    {
        long registrationId = record.Int64();
        string channel = record.Text();
        CheckWhole(ref record);
        SubscriptionLink subscription = _subscriptions.Find(s => s.RegistrationId == registrationId)
            ?? throw new AeronException(AeronErrorCode.UnknownSubscription, $"subscription {registrationId} is unknown");
        if (subscription.Uri[ChannelKey.ControlMode] != "manual")
            throw ChannelUri.Invalid(subscription.Channel, "destinations need control-mode=manual");
        ChannelUri uri = ReadChannel(channel);
        if (!uri.IsUdp || uri.IsSpy)
        {
            throw new AeronException(
                AeronErrorCode.NotSupported, $"channel '{channel}': only UDP can be a destination of a subscription");
        }

        UdpChannel udp = ByTag(ReadUdp(uri), _receiveEndpoints.Select(e => e.Channel));
        if (isAdded)
        {
            ReceiveEndpoint endpoint = FindOrAddReceiveEndpoint(udp, correlationId);
            if (!subscription.Endpoints.Contains(endpoint))
                Listen(subscription, endpoint);
            subscription.Destinations[correlationId] = endpoint;
            _events.OperationSuccess(correlationId);
            LinkExisting(subscription);
            return;
        }

        ReceiveEndpoint gone = subscription.Endpoints.Find(e => e.Canonical == udp.Canonical)
            ?? throw ChannelUri.Invalid(channel, "is no destination of the subscription");
        foreach ((long id, ReceiveEndpoint known) in subscription.Destinations.ToArray())
        {
            if (known == gone)
                subscription.Destinations.Remove(id);
        }

        StopListening(subscription, gone);
        _events.OperationSuccess(correlationId);
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
                image.Free(Context.Clock.EpochMs);
                FreeIfUnused(image.Endpoint);
                foreach (ReceiveEndpoint further in image.FurtherEndpoints)
                    FreeIfUnused(further);
            }));
        }
    }
}
