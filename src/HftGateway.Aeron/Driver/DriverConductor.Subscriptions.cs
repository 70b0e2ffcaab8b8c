using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

// Subscriptions and what they are linked to.
internal sealed unsafe partial class DriverConductor
{
    /// <summary>An image ended: its subscribers are told, and let go.</summary>
    public void OnImageGone(IImageSource source)
    {
        long nowMs = Context.Clock.EpochMs;
        foreach (SubscriberPosition reader in source.Readers.ToArray())
        {
            if (reader.State == TetherState.Active)
            {
                _events.UnavailableImage(
                    source.ImageId, reader.Link.RegistrationId, source.StreamId, reader.Link.Channel);
            }

            source.RemoveReader(reader);
            _counters.Free(reader.CounterId, nowMs);
        }

        if (source is not PublicationImage image)
            return;
        // A stream that may not be joined again stays away as long as somebody wants it.
        long coolDownNs = image.IsRejoin ? 0 : long.MaxValue;
        _receiver.Post(() => _receiver.Remove(image, coolDownNs));
    }

    /// <summary>
    /// Subscribers that do not hold the publisher back and are too slow for too long lose the image, and get it again
    /// after a rest.
    /// </summary>
    public void CheckTethers(IImageSource source, long fastest, int window, long nowNs)
    {
        for (int i = source.Readers.Count - 1; i >= 0; i--)
        {
            SubscriberPosition reader = source.Readers[i];
            if (reader.Link.IsTether)
                continue;
            switch (reader.State)
            {
                case TetherState.Active when reader.Value > fastest - window + window / 4 || fastest < window:
                    reader.StateSinceNs = nowNs;
                    break;
                case TetherState.Active when nowNs - reader.StateSinceNs >= source.Tether.WindowLimitNs:
                    _events.UnavailableImage(
                        source.ImageId, reader.Link.RegistrationId, source.StreamId, reader.Link.Channel);
                    reader.State = TetherState.Linger;
                    reader.StateSinceNs = nowNs;
                    break;
                case TetherState.Linger
                    when nowNs - reader.StateSinceNs >= source.Tether.LingerNs && !reader.Link.IsRejoin:
                    source.RemoveReader(reader);
                    _counters.Free(reader.CounterId, Context.Clock.EpochMs);
                    break;
                case TetherState.Linger when nowNs - reader.StateSinceNs >= source.Tether.LingerNs:
                    reader.State = TetherState.Resting;
                    reader.StateSinceNs = nowNs;
                    break;
                case TetherState.Resting when nowNs - reader.StateSinceNs >= source.Tether.RestingNs:
                    reader.Value = fastest;
                    reader.State = TetherState.Active;
                    reader.StateSinceNs = nowNs;
                    Announce(reader, source);
                    break;
            }
        }
    }

    private void AddSubscription(long clientId, long correlationId, ref RecordReader record)
    {
        record.Skip(sizeof(long));
        int streamId = record.Int32();
        string channel = record.Text();
        CheckWhole(ref record);
        ChannelUri uri = ChannelUri.Parse(channel);
        DriverClient client = Client(clientId);
        UdpChannel? udp = uri.IsUdp ? ReadUdp(uri) : null;
        if (udp != null)
        {
            udp = uri.IsSpy ? ByTag(udp, _sendEndpoints.Select(e => e.Channel))
                : ByTag(udp, _receiveEndpoints.Where(e => !e.IsDestination).Select(e => e.Channel));
        }

        SubscriptionLink subscription = MakeSubscription(correlationId, client, streamId, uri, channel, udp, null);
        int statusId = CounterLayout.NullId;
        if (subscription.IsManual)
        {
            statusId = StreamCounters.AllocateChannelStatus(
                _counters, CounterType.ReceiveChannelStatus, "rcv-channel", channel, correlationId, Context.Clock.EpochMs);
            *_counters.Address(statusId) = 1;
            subscription.StatusId = statusId;
            subscription.Dispatcher = new StreamDispatcher();
        }
        else if (udp != null && !uri.IsSpy)
        {
            CheckWindow(udp, subscription.ReceiverWindow);
            ReceiveEndpoint endpoint = FindOrAddReceiveEndpoint(udp, correlationId);
            CheckSameImage(subscription, endpoint);
            statusId = endpoint.StatusId;
            subscription.Dispatcher = endpoint.Dispatcher;
            Listen(subscription, endpoint);
        }

        Want(subscription);
        _subscriptions.Add(subscription);
        _events.SubscriptionReady(correlationId, statusId);
        LinkExisting(subscription);
    }

    private SubscriptionLink MakeSubscription(
        long registrationId, DriverClient client, int streamId, ChannelUri uri, string channel, UdpChannel? udp,
        long? destinationId) => new()
    {
        RegistrationId = registrationId,
        Client = client,
        Uri = uri,
        Channel = channel,
        StreamId = streamId,
        SessionId = ReadSessionId(uri),
        IsAwaitingSession = uri[ChannelKey.ControlMode] == "response" && uri[ChannelKey.SessionId] == null,
        IsTether = uri.Boolean(ChannelKey.Tether) ?? Context.TetherSubscriptions,
        IsReliable = uri.Boolean(ChannelKey.Reliable) ?? Context.ReliableStream,
        IsRejoin = uri.Boolean(ChannelKey.Rejoin) ?? Context.RejoinStream,
        IsGroup = uri.Boolean(ChannelKey.Group) ?? Context.ReceiverGroupConsideration,
        IsCubic = (uri[ChannelKey.CongestionControl] ?? Context.CongestionControl) == "cubic",
        ReceiverWindow = (int)(uri.Size(ChannelKey.ReceiverWindow, 1408, 1 << 29) ?? 0),
        // Wrong durations are told now, not when a stream comes.
        Tether = TetherTimeouts.Read(uri, Context),
        NakDelayNs = uri.DurationNs(ChannelKey.NakDelay, 0, long.MaxValue),
        SpyCanonical = uri.IsSpy ? udp?.Canonical : null,
        Udp = udp,
        ReceiverId = _nextReceiverId++,
        DestinationId = destinationId,
    };

    private SubscriptionLink? FindSubscription(long registrationId) =>
        _subscriptions.Find(s => s.RegistrationId == registrationId && s.DestinationId == null);

    private void LinkExisting(SubscriptionLink subscription)
    {
        foreach (IpcPublication publication in _ipc)
        {
            if (Matches(subscription, publication))
                Link(subscription, publication);
        }

        foreach (NetworkPublication publication in _network)
        {
            if (Matches(subscription, publication))
                Link(subscription, publication);
        }

        foreach (PublicationImage image in _images)
        {
            if (Matches(subscription, image))
                Link(subscription, image);
        }
    }

    private static bool Matches(SubscriptionLink subscription, IpcPublication publication) =>
        subscription.Uri.IsIpc && subscription.StreamId == publication.StreamId && publication.AcceptsSubscriptions
        && subscription.WantsSession(publication.SessionId);

    private static bool Matches(SubscriptionLink subscription, NetworkPublication publication) =>
        subscription.SpyCanonical != null && subscription.SpyCanonical == publication.Endpoint.Canonical
        && subscription.StreamId == publication.StreamId && publication.AcceptsSpies
        && subscription.WantsSession(publication.SessionId);

    private static bool Matches(SubscriptionLink subscription, PublicationImage image) =>
        subscription.Dispatcher == image.Dispatcher && subscription.StreamId == image.StreamId
        && image.AcceptsSubscriptions && subscription.WantsSession(image.SessionId);

    private void Link(SubscriptionLink subscription, IImageSource source)
    {
        foreach (SubscriberPosition there in source.Readers)
        {
            if (there.Link == subscription)
                return;
        }

        long position = source.JoinPosition;
        int id = StreamCounters.Allocate(
            _counters, CounterType.SubscriberPosition, "sub-pos", subscription.RegistrationId, subscription.Client.ClientId,
            source.SessionId, source.StreamId, subscription.Channel, Context.Clock.EpochMs, $" @{position}", source.ImageId);
        var reader = new SubscriberPosition(subscription, id, _counters.Address(id))
        {
            Value = position,
            StateSinceNs = Context.Clock.NanoTime,
        };
        source.AddReader(reader);
        Announce(reader, source);
    }

    private void Announce(SubscriberPosition reader, IImageSource source) => _events.AvailableImage(
        source.ImageId, source.SessionId, source.StreamId, reader.Link.RegistrationId, reader.CounterId, source.LogPath,
        source.Source);

    private void RemoveSubscription(long clientId, long correlationId, long registrationId)
    {
        SubscriptionLink subscription =
            _subscriptions.Find(s => s.RegistrationId == registrationId && s.Client.ClientId == clientId
                && s.DestinationId == null)
            ?? throw new AeronException(
                AeronErrorCode.UnknownSubscription, $"subscription {registrationId} of client {clientId} is unknown");
        Unlink(subscription);
        _events.OperationSuccess(correlationId);
    }

    private void Unlink(SubscriptionLink subscription)
    {
        if (!_subscriptions.Remove(subscription))
            return;
        WantNoMore(subscription);
        foreach (IpcPublication publication in _ipc)
            Detach(subscription, publication);
        foreach (NetworkPublication publication in _network)
            Detach(subscription, publication);
        foreach (PublicationImage image in _images)
            Detach(subscription, image);
        foreach (ReceiveEndpoint endpoint in subscription.Endpoints.ToArray())
            StopListening(subscription, endpoint);
        if (subscription.DestinationId != null)
            return;
        if (subscription.StatusId != CounterLayout.NullId)
            _counters.Free(subscription.StatusId, Context.Clock.EpochMs);
        subscription.StatusId = CounterLayout.NullId;
        foreach (SubscriptionLink local in _subscriptions.FindAll(s => s.RegistrationId == subscription.RegistrationId))
            Unlink(local);
    }

    private void Detach(SubscriptionLink subscription, IImageSource source)
    {
        foreach (SubscriberPosition reader in source.Readers.ToArray())
        {
            if (reader.Link != subscription)
                continue;
            source.RemoveReader(reader);
            _counters.Free(reader.CounterId, Context.Clock.EpochMs);
        }
    }
}
