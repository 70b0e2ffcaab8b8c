using System.Net;
using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

// What is looked at once an interval.
internal sealed partial class DriverConductor
{
    private long _nextNameCheckNs;

    private void OnTimer(long nowNs)
    {
        long nowMs = Context.Clock.EpochMs;
        _ring.ConsumerHeartbeatMs = nowMs;
        CheckClients(nowMs);
        foreach (IpcPublication publication in _ipc)
            publication.OnTime(this, nowNs);
        foreach (NetworkPublication publication in _network)
            publication.OnTime(this, nowNs);
        foreach (PublicationImage image in _images)
            image.OnTime(this, nowNs);
        CheckNames(nowNs);
        FreeDone();
        CheckBlockedCommands(nowNs);
    }

    private void CheckClients(long nowMs)
    {
        long timeoutMs = Context.ClientLivenessTimeoutNs / 1_000_000;
        foreach (DriverClient client in _clients.Values.ToArray())
        {
            if (nowMs - client.HeartbeatMs <= timeoutMs)
                continue;
            _system.Increment(SystemCounter.ClientTimeouts);
            _events.ClientTimeout(client.ClientId);
            ReleaseClient(client);
        }
    }

    // Peers that do not answer may have moved.
    private void CheckNames(long nowNs)
    {
        if (Context.ReResolutionCheckIntervalNs == 0 || nowNs < _nextNameCheckNs)
            return;
        _nextNameCheckNs = nowNs + Context.ReResolutionCheckIntervalNs;
        foreach (SendEndpoint endpoint in _sendEndpoints)
        {
            if (!endpoint.IsMultiDestination && endpoint.Channel.IsNamed(ChannelKey.Endpoint)
                && nowNs - endpoint.LastStatusNs > Context.PublicationConnectionTimeoutNs
                && ResolveAgain(endpoint.Channel.Uri, ChannelKey.Endpoint, endpoint.Channel.Endpoint!) is { } moved)
            {
                endpoint.Channel = endpoint.Channel with { Endpoint = moved };
                _sender.Post(() => endpoint.ChangePeer(moved));
            }

            foreach (SendDestination destination in endpoint.Manual.Values)
                CheckName(destination, nowNs);
        }

        foreach (ReceiveEndpoint endpoint in _receiveEndpoints)
        {
            if (!endpoint.Channel.IsMulticast && endpoint.Channel.IsNamed(ChannelKey.Control)
                && !_images.Exists(i => i.Dispatcher == endpoint.Dispatcher)
                && ResolveAgain(endpoint.Channel.Uri, ChannelKey.Control, endpoint.Channel.Control!) is { } moved)
            {
                endpoint.Channel = endpoint.Channel with { Control = moved };
                _receiver.Post(() => endpoint.ChangeControl(moved));
            }
        }
    }

    private void CheckName(SendDestination destination, long nowNs)
    {
        ChannelUri uri = destination.Uri!;
        if (!UdpChannel.IsNamed(uri, ChannelKey.Endpoint)
            || nowNs - destination.HeardNs <= Context.PublicationConnectionTimeoutNs
            || ResolveAgain(uri, ChannelKey.Endpoint, destination.Known!) is not { } moved)
            return;
        destination.Known = moved;
        var address = new NativeAddress(moved);
        _sender.Post(() => destination.Address = address);
    }

    // The address that a name has now, if it is another one.
    private IPEndPoint? ResolveAgain(ChannelUri uri, string key, IPEndPoint known)
    {
        try
        {
            IPEndPoint now = Timed(() => UdpChannel.Resolve(uri, key, uri[key]!, Context));
            if (now.Equals(known))
                return null;
            _system.Increment(SystemCounter.ResolutionChanges);
            return now;
        }
        catch (AeronException error)
        {
            NoteError(error.Message);
            return null;
        }
    }

    // A client died between claiming room for a command and writing it.
    private void CheckBlockedCommands(long nowNs)
    {
        long position = _ring.ConsumerPosition;
        if (position != _lastRingPosition || _ring.ProducerPosition <= position)
        {
            _lastRingPosition = position;
            _ringStuckSinceNs = nowNs;
            return;
        }

        if (nowNs - _ringStuckSinceNs < Context.ClientLivenessTimeoutNs || !_ring.Unblock())
            return;
        _system.Increment(SystemCounter.UnblockedCommands);
        _ringStuckSinceNs = nowNs;
    }
}
