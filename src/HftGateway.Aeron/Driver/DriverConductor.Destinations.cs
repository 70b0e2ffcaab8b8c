using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

// Destinations: of publications that send to several, and of subscriptions that listen to several.
internal sealed unsafe partial class DriverConductor
{
    // These belong to the whole stream, not to one of its ways.
    private static readonly string[] NotForDestinations =
    [
        ChannelKey.Mtu, ChannelKey.ReceiverWindow, ChannelKey.SocketRcvbuf, ChannelKey.SocketSndbuf,
        ChannelKey.ResponseCorrelationId,
    ];

    private static void CheckDestination(ChannelUri uri)
    {
        foreach (string key in NotForDestinations)
        {
            if (uri[key] != null)
                throw ChannelUri.Invalid(uri.ToString(), $"{key} has no place in a destination");
        }

        if (uri[ChannelKey.ControlMode] == "response")
            throw ChannelUri.Invalid(uri.ToString(), "control-mode=response has no place in a destination");
    }

    private void ChangeDestination(bool isAdded, long correlationId, ref RecordReader record)
    {
        long registrationId = record.Int64();
        string channel = record.Text();
        CheckWhole(ref record);
        NetworkPublication publication = _network.Find(p => p.RegistrationId == registrationId)
            ?? throw new AeronException(AeronErrorCode.UnknownPublication, $"publication {registrationId} is unknown");
        SendEndpoint endpoint = publication.Endpoint;
        if (endpoint.Channel.ControlMode != "manual")
            throw ChannelUri.Invalid(endpoint.Channel.Uri.ToString(), "destinations need control-mode=manual");
        ChannelUri uri = ChannelUri.Parse(channel);
        if (uri.IsSpy || !uri.IsUdp)
            throw ChannelUri.Invalid(channel, "a destination of a publication is UDP");
        CheckDestination(uri);
        string text = uri[ChannelKey.Endpoint]
            ?? throw ChannelUri.Invalid(channel, "a destination needs an endpoint");
        System.Net.IPEndPoint found = Timed(() => UdpChannel.Resolve(uri, ChannelKey.Endpoint, text, Context));
        if (isAdded)
        {
            var destination = new SendDestination(new NativeAddress(found), Context.Clock.NanoTime) { Uri = uri, Known = found };
            endpoint.Manual[correlationId] = destination;
            _sender.Post(() => endpoint.AddDestination(destination));
        }
        else
        {
            foreach ((long id, SendDestination known) in endpoint.Manual.ToArray())
            {
                if (!found.Equals(known.Known))
                    continue;
                endpoint.Manual.Remove(id);
                _sender.Post(() => endpoint.RemoveDestination(known));
            }
        }

        _events.OperationSuccess(correlationId);
    }

    private void ChangeReceiveDestination(bool isAdded, long correlationId, ref RecordReader record)
    {
        long registrationId = record.Int64();
        string channel = record.Text();
        CheckWhole(ref record);
        SubscriptionLink subscription = FindSubscription(registrationId)
            ?? throw new AeronException(AeronErrorCode.UnknownSubscription, $"subscription {registrationId} is unknown");
        if (!subscription.IsManual)
            throw ChannelUri.Invalid(subscription.Channel, "destinations need control-mode=manual");
        ChannelUri uri = ChannelUri.Parse(channel);
        if (uri.IsIpc || uri.IsSpy)
            ChangeLocalDestination(isAdded, correlationId, subscription, uri, channel);
        else if (isAdded)
            AddReceiveDestination(correlationId, subscription, uri);
        else
            RemoveReceiveDestination(correlationId, subscription, uri);
    }

    private void AddReceiveDestination(long correlationId, SubscriptionLink subscription, ChannelUri uri)
    {
        CheckDestination(uri);
        UdpChannel udp = ReadUdp(uri);
        UdpChannel whole = subscription.Udp!;
        // What holds for the whole stream is the subscription's.
        var endpoint = new ReceiveEndpoint(
            udp with
            {
                ReceiveBuffer = whole.ReceiveBuffer, SendBuffer = whole.SendBuffer, GroupTag = whole.GroupTag,
                Timestamps = whole.Timestamps,
            },
            subscription.ReceiverId, subscription.Dispatcher!, Context, _system) { IsDestination = true };
        endpoint.AddressId = StreamCounters.AllocateLocalAddress(
            _counters, "rcv-local-sockaddr", subscription.StatusId, endpoint.Local.ToString(), subscription.RegistrationId,
            Context.Clock.EpochMs);
        *_counters.Address(endpoint.AddressId) = 1;
        _receiveEndpoints.Add(endpoint);
        _receiver.Post(() => _receiver.Add(endpoint));
        Listen(subscription, endpoint);
        subscription.Destinations[correlationId] = endpoint;
        _events.OperationSuccess(correlationId);
    }

    // One that is not there any more is no error, as in Aeron's driver.
    private void RemoveReceiveDestination(long correlationId, SubscriptionLink subscription, ChannelUri uri)
    {
        UdpChannel udp = ReadUdp(uri);
        foreach ((long id, ReceiveEndpoint known) in subscription.Destinations.ToArray())
        {
            if (known.Canonical != udp.Canonical)
                continue;
            subscription.Destinations.Remove(id);
            Cut(subscription, known);
        }

        _events.OperationSuccess(correlationId);
    }

    // Shared memory or a publication of this driver: a subscription of its own under the same registration.
    private void ChangeLocalDestination(
        bool isAdded, long correlationId, SubscriptionLink subscription, ChannelUri uri, string channel)
    {
        if (isAdded)
        {
            UdpChannel? udp = uri.IsUdp ? ByTag(ReadUdp(uri), _sendEndpoints.Select(e => e.Channel)) : null;
            SubscriptionLink added = MakeSubscription(
                subscription.RegistrationId, subscription.Client, subscription.StreamId, uri, channel, udp, correlationId);
            _subscriptions.Add(added);
            _events.OperationSuccess(correlationId);
            LinkExisting(added);
            return;
        }

        SubscriptionLink gone = _subscriptions.Find(s => s.DestinationId != null
                && s.RegistrationId == subscription.RegistrationId && s.Channel == channel)
            ?? throw new AeronException(
                AeronErrorCode.UnknownSubscription, $"'{channel}' is no destination of subscription {subscription.RegistrationId}");
        _events.OperationSuccess(correlationId);
        UnlinkLocalDestination(gone);
    }

    private void UnlinkLocalDestination(SubscriptionLink gone)
    {
        foreach (IpcPublication publication in _ipc)
            TellGone(gone, publication);
        foreach (NetworkPublication publication in _network)
            TellGone(gone, publication);
        Unlink(gone);
    }

    private void TellGone(SubscriptionLink gone, IImageSource source)
    {
        foreach (SubscriberPosition reader in source.Readers)
        {
            if (reader.Link == gone && reader.State == TetherState.Active)
                _events.UnavailableImage(source.ImageId, gone.RegistrationId, source.StreamId, gone.Channel);
        }
    }

    // The socket of a destination is closed at once: images that came by it live on by their other ways, or end in silence.
    private void Cut(SubscriptionLink subscription, ReceiveEndpoint endpoint)
    {
        subscription.Endpoints.Remove(endpoint);
        _receiveEndpoints.Remove(endpoint);
        _counters.Free(endpoint.AddressId, Context.Clock.EpochMs);
        _receiver.Post(() => _receiver.Cut(endpoint));
    }

    private void RemoveDestinationById(long correlationId, ref RecordReader record)
    {
        long resourceId = record.Int64();
        long destinationId = record.Int64();
        CheckWhole(ref record);
        if (_network.Find(p => p.RegistrationId == resourceId) is { } publication)
        {
            SendEndpoint endpoint = publication.Endpoint;
            if (!endpoint.Manual.Remove(destinationId, out SendDestination? destination))
                throw UnknownDestination(destinationId);
            _sender.Post(() => endpoint.RemoveDestination(destination));
        }
        else if (FindSubscription(resourceId) is { } subscription)
        {
            RemoveReceiveDestination(subscription, destinationId);
        }
        else
        {
            throw new AeronException(
                AeronErrorCode.GenericError, $"there is neither a publication nor a subscription {resourceId}");
        }

        _events.OperationSuccess(correlationId);
    }

    private void RemoveReceiveDestination(SubscriptionLink subscription, long destinationId)
    {
        if (subscription.Destinations.Remove(destinationId, out ReceiveEndpoint? gone))
            Cut(subscription, gone);
        else if (_subscriptions.Find(s => s.DestinationId == destinationId) is { } local)
            UnlinkLocalDestination(local);
        else
            throw UnknownDestination(destinationId);
    }

    private static AeronException UnknownDestination(long id) =>
        new(AeronErrorCode.GenericError, $"destination {id} is unknown");
}
