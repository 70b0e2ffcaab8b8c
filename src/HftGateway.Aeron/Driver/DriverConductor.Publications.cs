using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Driver;

// Publications: made, shared, removed.
internal sealed unsafe partial class DriverConductor
{
    private void AddPublication(bool isExclusive, long clientId, long correlationId, ref RecordReader record)
    {
        int streamId = record.Int32();
        string channel = record.Text();
        CheckWhole(ref record);
        ChannelUri uri = ChannelUri.Parse(channel);
        if (uri.IsSpy)
            throw ChannelUri.Invalid(channel, "a publication cannot spy");
        DriverClient client = Client(clientId);
        PublicationParameters parameters = PublicationParameters.Read(uri, Context, ReadSessionId(uri));
        DriverPublication publication = uri.IsIpc
            ? FindOrAddIpc(isExclusive, clientId, correlationId, streamId, uri, parameters)
            : FindOrAddNetwork(isExclusive, clientId, correlationId, streamId, uri, parameters);
        publication.References++;
        _links.Add(new PublicationLink(correlationId, client, publication));
        int statusId = publication is NetworkPublication network ? network.Endpoint.StatusId : CounterLayout.NullId;
        _events.PublicationReady(
            isExclusive, correlationId, publication.RegistrationId, publication.SessionId, streamId, publication.LimitId,
            statusId, publication.Log.Path);
        if (publication.References > 1)
            return;
        // Subscribers that were here first; only now, since clients rely on the order.
        foreach (SubscriptionLink subscription in _subscriptions)
        {
            if (publication is IpcPublication ipc && Matches(subscription, ipc))
                Link(subscription, ipc);
            else if (publication is NetworkPublication spied && Matches(subscription, spied))
                Link(subscription, spied);
        }
    }

    private IpcPublication FindOrAddIpc(
        bool isExclusive, long clientId, long correlationId, int streamId, ChannelUri uri, PublicationParameters parameters)
    {
        IpcPublication? there = isExclusive ? null : _ipc.Find(p => !p.IsExclusive && p.StreamId == streamId
            && p.State == PublicationState.Active
            && p.Parameters.ResponseCorrelationId == parameters.ResponseCorrelationId);
        if (there != null)
        {
            parameters.CheckSame(uri, there);
            return there;
        }

        CheckSessionFree(streamId, uri, parameters, _ipc);
        (PublicationContext setup, LogBuffer log) =
            CreateLog(isExclusive, clientId, correlationId, streamId, uri, parameters, channel: null);
        var publication = new IpcPublication(setup, log);
        _ipc.Add(publication);
        SetIpcResponseSession(publication);
        return publication;
    }

    private NetworkPublication FindOrAddNetwork(
        bool isExclusive, long clientId, long correlationId, int streamId, ChannelUri uri, PublicationParameters parameters)
    {
        UdpChannel channel = ByTag(ReadUdp(uri), _sendEndpoints.Select(e => e.Channel));
        int sendBuffer = channel.SendBuffer > 0 ? channel.SendBuffer : _systemBuffers.DefaultSend;
        if (sendBuffer < parameters.Mtu)
            throw ChannelUri.Invalid(uri.ToString(), $"so-sndbuf={sendBuffer} is less than the MTU of {parameters.Mtu}");
        if (!channel.HasGroupSemantics && channel.Endpoint is { Port: 0 })
            throw ChannelUri.Invalid(uri.ToString(), "a publication needs an endpoint with a port other than 0");
        string canonical = channel.Canonical;
        NetworkPublication? there = isExclusive ? null : _network.Find(p => !p.IsExclusive && p.StreamId == streamId
            && p.State == PublicationState.Active && p.Endpoint.Canonical == canonical
            && p.Parameters.ResponseCorrelationId == parameters.ResponseCorrelationId);
        if (there != null)
        {
            CheckSameSocket(channel, there.Endpoint);
            parameters.CheckSame(uri, there);
            return there;
        }

        PublicationImage? answered = FindAnswered(uri, channel, parameters);
        FlowControl flow = FlowControl.Create(channel, Context);
        CheckSessionFree(streamId, uri, parameters, _network);
        SendEndpoint endpoint = FindOrAddEndpoint(channel, correlationId);
        try
        {
            (PublicationContext setup, LogBuffer log) =
                CreateLog(isExclusive, clientId, correlationId, streamId, uri, parameters, channel);
            var publication = new NetworkPublication(setup, log, endpoint, flow, Context, _system);
            _network.Add(publication);
            endpoint.References++;
            _sender.Post(() => _sender.Add(publication));
            answered?.SetResponseSession(publication.SessionId);
            return publication;
        }
        catch
        {
            FreeIfUnused(endpoint);
            throw;
        }
    }

    private static void CheckSessionFree<T>(
        int streamId, ChannelUri uri, PublicationParameters parameters, List<T> publications)
        where T : DriverPublication
    {
        if (parameters.SessionId is { } id
            && publications.Exists(p => p.StreamId == streamId && p.SessionId == id && p.State != PublicationState.Done))
            throw ChannelUri.Invalid(uri.ToString(), $"session-id={id} is in use on stream {streamId}");
    }

    private (PublicationContext Setup, LogBuffer Log) CreateLog(
        bool isExclusive, long clientId, long correlationId, int streamId, ChannelUri uri, PublicationParameters parameters,
        UdpChannel? channel)
    {
        int sessionId = parameters.SessionId ?? NextSessionId(streamId);
        int initialTermId = parameters.HasPosition ? parameters.InitialTermId : _random.Next(int.MinValue, int.MaxValue);
        string path = Path.Combine(Context.AeronDirectoryName, "publications", $"{correlationId}.logbuffer");
        LogBuffer log = LogBuffer.Create(path, new LogParameters
        {
            Type = isExclusive ? LogType.Exclusive : LogType.Concurrent,
            RegistrationId = correlationId,
            SessionId = sessionId,
            StreamId = streamId,
            InitialTermId = initialTermId,
            TermLength = parameters.TermLength,
            Mtu = parameters.Mtu,
            PageSize = Context.FilePageSize,
            IsSparse = parameters.IsSparse,
            PublicationWindow = parameters.Window,
            MaxResend = parameters.MaxResend,
            EntityTag = parameters.EntityTag,
            LingerNs = parameters.LingerNs,
            SkipsSpaceCheck = !Context.PerformStorageChecks,
            UntetheredWindowLimitNs = parameters.Tether.WindowLimitNs,
            UntetheredLingerNs = parameters.Tether.LingerNs,
            UntetheredRestingNs = parameters.Tether.RestingNs,
            SendBuffer = channel?.SendBuffer ?? 0,
            ReceiveBuffer = channel?.ReceiveBuffer ?? 0,
            SystemBuffers = _systemBuffers,
            IsGroup = channel is { HasGroupSemantics: true },
            IsResponse = uri[ChannelKey.ControlMode] == "response",
            ResponseCorrelationId = parameters.ResponseCorrelationId,
            SignalEos = parameters.SignalEos,
            SpiesSimulateConnection = parameters.SpiesSimulateConnection,
        });
        _system.Add(SystemCounter.BytesCurrentlyMapped, log.FileLength);
        if (parameters.HasPosition)
            SetPosition(log, parameters);
        var setup = new PublicationContext(
            _counters, correlationId, clientId, sessionId, streamId, uri.ToString(), isExclusive, parameters,
            Context.Clock.EpochMs, Context.Clock.NanoTime);
        return (setup, log);
    }

    private static void SetPosition(LogBuffer log, PublicationParameters parameters)
    {
        int count = unchecked(parameters.TermId - parameters.InitialTermId);
        for (int i = 0; i < LogLayout.Terms; i++)
        {
            int termId = unchecked(parameters.TermId + i - (i == 0 ? 0 : LogLayout.Terms));
            log.Tail(LogLayout.Index(unchecked(count + i))) = LogLayout.RawTail(termId, i == 0 ? parameters.TermOffset : 0);
        }

        log.ActiveTermCount = count;
    }

    private SendEndpoint FindOrAddEndpoint(UdpChannel channel, long correlationId)
    {
        string canonical = channel.Canonical;
        SendEndpoint? there = _sendEndpoints.Find(e => e.Canonical == canonical);
        if (there != null)
        {
            CheckSameSocket(channel, there);
            return there;
        }

        long nowMs = Context.Clock.EpochMs;
        string text = channel.Uri.ToString();
        int destinationsId = !channel.IsMultiDestination ? CounterLayout.NullId
            : StreamCounters.AllocateChannelStatus(
                _counters, CounterType.MdcDestinations, "mdc-num-dest", text, correlationId, nowMs);
        SendEndpoint endpoint;
        try
        {
            endpoint = new SendEndpoint(
                channel, Context, _system, OnErrorFrame, OnResponseSetup,
                destinationsId == CounterLayout.NullId ? null : _counters.Address(destinationsId))
            {
                DestinationsId = destinationsId,
            };
        }
        catch
        {
            if (destinationsId != CounterLayout.NullId)
                _counters.Free(destinationsId, nowMs);
            throw;
        }

        endpoint.StatusId = StreamCounters.AllocateChannelStatus(
            _counters, CounterType.SendChannelStatus, "snd-channel", text, correlationId, nowMs, endpoint.Local.ToString());
        endpoint.AddressId = StreamCounters.AllocateLocalAddress(
            _counters, "snd-local-sockaddr", endpoint.StatusId, endpoint.Local.ToString(), correlationId, nowMs);
        *_counters.Address(endpoint.StatusId) = 1;
        *_counters.Address(endpoint.AddressId) = 1;
        _sendEndpoints.Add(endpoint);
        _sender.Post(() => _sender.Add(endpoint));
        return endpoint;
    }

    // A channel that is there has one socket: who asks for another one is told.
    private static void CheckSameSocket(UdpChannel channel, SendEndpoint there)
    {
        if (channel.Timestamps.ChannelSend != there.Channel.Timestamps.ChannelSend)
            throw Clash(channel, ChannelKey.ChannelSendTimestampOffset, there.Channel);
        CheckSameBuffers(channel, there.Channel);
    }

    private static void CheckSameBuffers(UdpChannel channel, UdpChannel there)
    {
        if (channel.Uri[ChannelKey.SocketRcvbuf] != null && channel.ReceiveBuffer != there.ReceiveBuffer)
            throw Clash(channel, ChannelKey.SocketRcvbuf, there);
        if (channel.Uri[ChannelKey.SocketSndbuf] != null && channel.SendBuffer != there.SendBuffer)
            throw Clash(channel, ChannelKey.SocketSndbuf, there);
    }

    private static AeronException Clash(UdpChannel channel, string key, UdpChannel there) => ChannelUri.Invalid(
        channel.Uri.ToString(), $"{key} differs from that of '{there.Uri}', which has the same socket");

    private void FreeIfUnused(SendEndpoint endpoint)
    {
        if (endpoint.References > 0)
            return;
        _sendEndpoints.Remove(endpoint);
        long nowMs = Context.Clock.EpochMs;
        _counters.Free(endpoint.StatusId, nowMs);
        _counters.Free(endpoint.AddressId, nowMs);
        if (endpoint.DestinationsId != CounterLayout.NullId)
            _counters.Free(endpoint.DestinationsId, nowMs);
        _sender.Post(() =>
        {
            _sender.Remove(endpoint);
            endpoint.Dispose();
        });
    }

    private void RemovePublication(long clientId, long correlationId, ref RecordReader record)
    {
        long registrationId = record.Int64();
        // Clients before 1.49 send no flags.
        bool isRevoked = record.Left >= sizeof(long) && (record.Int64() & 1) != 0;
        PublicationLink link = _links.Find(l => l.RegistrationId == registrationId && l.Client.ClientId == clientId)
            ?? throw new AeronException(
                AeronErrorCode.UnknownPublication, $"publication {registrationId} of client {clientId} is unknown");
        if (isRevoked)
            Revoke(link.Publication);
        Unlink(link);
        _events.OperationSuccess(correlationId);
    }

    private void Revoke(DriverPublication publication)
    {
        if (publication.State != PublicationState.Active)
            return;
        publication.Revoke(Context.Clock.NanoTime);
        _system.Increment(SystemCounter.PublicationsRevoked);
        OnImageGone((IImageSource)publication);
    }

    private void Unlink(PublicationLink link)
    {
        _links.Remove(link);
        if (--link.Publication.References == 0)
            link.Publication.OnUnreferenced(Context.Clock.NanoTime);
    }

    private void FreeDone()
    {
        long nowMs = Context.Clock.EpochMs;
        for (int i = _ipc.Count - 1; i >= 0; i--)
        {
            if (_ipc[i].State != PublicationState.Done)
                continue;
            IpcPublication done = _ipc[i];
            _ipc.RemoveAt(i);
            CountUnmapped(done.Log.FileLength, done.Free(nowMs));
        }

        for (int i = _network.Count - 1; i >= 0; i--)
        {
            NetworkPublication publication = _network[i];
            if (publication.State != PublicationState.Done)
                continue;
            _network.RemoveAt(i);
            publication.Endpoint.References--;
            // The log is unmapped when the sender has let go of it.
            _sender.Post(() =>
            {
                _sender.Remove(publication);
                Post(() =>
                {
                    CountUnmapped(publication.Log.FileLength, publication.Free(Context.Clock.EpochMs));
                    FreeIfUnused(publication.Endpoint);
                });
            });
        }

        FreeDoneImages();
    }

    private void CountUnmapped(long bytes, bool isDeleted)
    {
        _system.Add(SystemCounter.BytesCurrentlyMapped, -bytes);
        if (!isDeleted)
            _system.Increment(SystemCounter.FreeFails);
    }
}
