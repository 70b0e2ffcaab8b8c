using System.Collections.Concurrent;
using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Driver;

/// <summary>
/// The driver's manager: takes clients' commands, makes and frees logs, moves limits, looks for loss, and sees who is
/// dead.
/// <para><b>Threading.</b> One thread. Sender and receiver post what it shall do.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_driver_conductor.c</c>.</para>
/// </summary>
internal sealed unsafe partial class DriverConductor : IAgent
{
    private readonly CncFile _cnc;
    private readonly ManyToOneRing _ring;
    private readonly ClientEvents _events;
    private readonly CountersManager _counters;
    private readonly SystemCounters _system;
    private readonly DistinctErrorLog _errors;
    private readonly LossReport _losses;
    private readonly SenderAgent _sender;
    private readonly ReceiverAgent _receiver;
    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly Dictionary<long, DriverClient> _clients = [];
    private readonly List<PublicationLink> _links = [];
    private readonly List<SubscriptionLink> _subscriptions = [];
    private readonly List<IpcPublication> _ipc = [];
    private readonly List<NetworkPublication> _network = [];
    private readonly List<PublicationImage> _images = [];
    private readonly List<SendEndpoint> _sendEndpoints = [];
    private readonly List<ReceiveEndpoint> _receiveEndpoints = [];
    private readonly Random _random = new();
    private readonly SocketBuffers _systemBuffers = SocketBuffers.Read();
    private int _nextSessionId;
    private long _nextReceiverId;
    private DutyCycle _cycle;
    private long _nextTimerNs;
    private long _lastRingPosition;
    private long _ringStuckSinceNs;

    public DriverConductor(
        MediaDriverContext context, CncFile cnc, CountersManager counters, SystemCounters system, DistinctErrorLog errors,
        LossReport losses, SenderAgent sender, ReceiverAgent receiver)
    {
        Context = context;
        _cnc = cnc;
        _ring = cnc.ToDriver;
        _events = new ClientEvents(new BroadcastTransmitter(cnc.ToClientsBuffer));
        _counters = counters;
        _system = system;
        _errors = errors;
        _losses = losses;
        _sender = sender;
        _receiver = receiver;
        _cycle = new DutyCycle(
            system, SystemCounter.ConductorMaxCycleTime, SystemCounter.ConductorCycleTimeThresholdExceeded,
            context.CycleThresholdNs);
        receiver.SetConductor(this);
        _nextSessionId = _random.Next(int.MinValue, int.MaxValue);
        _nextReceiverId = _random.NextInt64();
        _nextTimerNs = context.Clock.NanoTime;
        _ringStuckSinceNs = _nextTimerNs;
    }

    public string Name => "aeron-conductor";

    public MediaDriverContext Context { get; }

    /// <summary>A client demanded the driver's end, with the right token.</summary>
    public bool IsTerminationRequested { get; private set; }

    /// <summary>Has something done on the conductor's thread.</summary>
    public void Post(Action command) => _posted.Enqueue(command);

    public int DoWork()
    {
        int work = 0;
        long nowNs = Context.Clock.NanoTime;
        _cycle.OnTurn(nowNs);
        var commands = new CommandHandler(this);
        work += _ring.Read(ref commands, 1);
        if (_posted.TryDequeue(out Action? posted))
        {
            posted();
            work++;
        }

        foreach (IpcPublication publication in _ipc)
            work += publication.UpdateLimit();
        foreach (NetworkPublication publication in _network)
            work += publication.UpdateLimit();
        foreach (PublicationImage image in _images)
            work += image.TrackRebuild(nowNs);
        if (nowNs >= _nextTimerNs)
        {
            _nextTimerNs = nowNs + Context.TimerIntervalNs;
            OnTimer(nowNs);
            work++;
        }

        return work;
    }

    /// <summary>A publication was unblocked.</summary>
    public void OnUnblocked() => _system.Increment(SystemCounter.UnblockedPublications);

    /// <summary>Notes an error in the log that tools read.</summary>
    public void NoteError(string text)
    {
        _system.Increment(SystemCounter.Errors);
        if (_errors.Record(text, Context.Clock.EpochMs))
            Context.ErrorHandler?.Invoke(text);
    }

    /// <summary>Frees everything, at the driver's end; the other agents do not run any more.</summary>
    public void Close()
    {
        foreach (IpcPublication publication in _ipc)
            publication.Dispose();
        foreach (NetworkPublication publication in _network)
            publication.Dispose();
        foreach (PublicationImage image in _images)
            image.Dispose();
        foreach (SendEndpoint endpoint in _sendEndpoints)
            endpoint.Dispose();
        foreach (ReceiveEndpoint endpoint in _receiveEndpoints)
            endpoint.Dispose();
        _ring.ConsumerHeartbeatMs = -1;
    }

    /// <summary>A command came.</summary>
    public void OnCommand(int type, ReadOnlySpan<byte> payload)
    {
        var record = new RecordReader(payload);
        long clientId = record.Int64();
        long correlationId = record.Int64();
        if (record.IsMalformed)
        {
            NoteError($"command 0x{type:X}: too short");
            return;
        }

        try
        {
            Execute(type, clientId, correlationId, ref record);
        }
        catch (AeronException error)
        {
            Refuse(correlationId, error.Code == AeronErrorCode.None ? AeronErrorCode.GenericError : error.Code, error.Message);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Refuse(correlationId, AeronErrorCode.GenericError, error.Message);
        }
    }

    private void Refuse(long correlationId, AeronErrorCode code, string text)
    {
        NoteError(text);
        _events.Error(correlationId, code, text);
    }

    private void Execute(int type, long clientId, long correlationId, ref RecordReader record)
    {
        switch (type)
        {
            case CommandType.AddPublication:
            case CommandType.AddExclusivePublication:
                AddPublication(type == CommandType.AddExclusivePublication, clientId, correlationId, ref record);
                break;
            case CommandType.RemovePublication:
                RemovePublication(clientId, correlationId, ref record);
                break;
            case CommandType.AddSubscription:
                AddSubscription(clientId, correlationId, ref record);
                break;
            case CommandType.RemoveSubscription:
                RemoveSubscription(clientId, correlationId, record.Int64());
                break;
            case CommandType.ClientKeepalive:
                if (_clients.TryGetValue(clientId, out DriverClient? alive))
                    alive.HeartbeatMs = Context.Clock.EpochMs;
                break;
            case CommandType.AddDestination:
            case CommandType.RemoveDestination:
                ChangeDestination(type == CommandType.AddDestination, correlationId, ref record);
                break;
            case CommandType.AddReceiveDestination:
            case CommandType.RemoveReceiveDestination:
                ChangeReceiveDestination(type == CommandType.AddReceiveDestination, correlationId, ref record);
                break;
            case CommandType.AddCounter:
                AddCounter(clientId, correlationId, ref record);
                break;
            case CommandType.AddStaticCounter:
                AddStaticCounter(correlationId, ref record);
                break;
            case CommandType.RemoveCounter:
                RemoveCounter(clientId, correlationId, record.Int64());
                break;
            case CommandType.ClientClose:
                if (_clients.TryGetValue(clientId, out DriverClient? closing))
                    ReleaseClient(closing);
                break;
            case CommandType.TerminateDriver:
                OnTerminate(ref record);
                break;
            case CommandType.GetNextAvailableSessionId:
                _events.NextAvailableSessionId(correlationId, NextSessionId(record.Int32()));
                break;
            case CommandType.RejectImage:
                RejectImage(correlationId, ref record);
                break;
            case CommandType.RemoveDestinationById:
                RemoveDestinationById(correlationId, ref record);
                break;
            default:
                throw new AeronException(AeronErrorCode.UnknownCommandTypeId, $"command 0x{type:X} is unknown");
        }
    }

    private void OnTerminate(ref RecordReader record)
    {
        string token = record.Text();
        if (Context.TerminationToken != null && token == Context.TerminationToken)
            IsTerminationRequested = true;
        else
            NoteError("a client demanded the driver's end without the right token");
    }

    private DriverClient Client(long clientId)
    {
        if (_clients.TryGetValue(clientId, out DriverClient? client))
            return client;
        long nowMs = Context.Clock.EpochMs;
        int id = StreamCounters.AllocateHeartbeat(_counters, clientId, nowMs);
        client = new DriverClient(clientId, id, _counters.Address(id)) { HeartbeatMs = nowMs };
        _clients.Add(clientId, client);
        _events.CounterReady(clientId, id);
        return client;
    }

    private void AddCounter(long clientId, long correlationId, ref RecordReader record)
    {
        int typeId = record.Int32();
        ReadOnlySpan<byte> key = record.Bytes();
        record.Align4();
        string label = record.Text();
        CheckWhole(ref record);
        DriverClient client = Client(clientId);
        int id = _counters.Allocate(typeId, key, label, correlationId, clientId, Context.Clock.EpochMs);
        client.Counters.Add(correlationId, id);
        _events.CounterReady(correlationId, id);
    }

    private void AddStaticCounter(long correlationId, ref RecordReader record)
    {
        long registrationId = record.Int64();
        int typeId = record.Int32();
        ReadOnlySpan<byte> key = record.Bytes();
        record.Align4();
        string label = record.Text();
        CheckWhole(ref record);
        int id = _counters.Reader.Find(typeId, registrationId);
        if (id == CounterLayout.NullId)
            id = _counters.Allocate(typeId, key, label, registrationId, -1, Context.Clock.EpochMs);
        else if (_counters.Reader.OwnerId(id) != -1)
            throw new AeronException(AeronErrorCode.GenericError, $"counter {id} of type {typeId} is a client's");
        _events.StaticCounter(correlationId, id);
    }

    private void RemoveCounter(long clientId, long correlationId, long registrationId)
    {
        if (!_clients.TryGetValue(clientId, out DriverClient? client)
            || !client.Counters.Remove(registrationId, out int id))
            throw new AeronException(AeronErrorCode.UnknownCounter, $"counter {registrationId} is unknown");
        _events.OperationSuccess(correlationId);
        _events.UnavailableCounter(registrationId, id);
        _counters.Free(id, Context.Clock.EpochMs);
    }

    private static void CheckWhole(ref RecordReader record)
    {
        if (record.IsMalformed)
            throw new AeronException(AeronErrorCode.MalformedCommand, "the command is shorter than its layout");
    }

    private int NextSessionId(int streamId)
    {
        while (true)
        {
            int id = unchecked(_nextSessionId++);
            bool isReserved = id >= Context.ReservedSessionIdLow && id <= Context.ReservedSessionIdHigh;
            if (!isReserved && !_ipc.Exists(p => p.StreamId == streamId && p.SessionId == id)
                && !_network.Exists(p => p.StreamId == streamId && p.SessionId == id))
                return id;
        }
    }

    private void ReleaseClient(DriverClient client)
    {
        foreach (PublicationLink link in _links.FindAll(l => l.Client == client))
            Unlink(link);
        foreach (SubscriptionLink subscription in _subscriptions.FindAll(s => s.Client == client))
            Unlink(subscription);
        long nowMs = Context.Clock.EpochMs;
        foreach ((long registrationId, int id) in client.Counters)
        {
            _events.UnavailableCounter(registrationId, id);
            _counters.Free(id, nowMs);
        }

        _events.UnavailableCounter(client.ClientId, client.HeartbeatId);
        _counters.Free(client.HeartbeatId, nowMs);
        _clients.Remove(client.ClientId);
    }

    private readonly struct CommandHandler(DriverConductor conductor) : IRecordHandler
    {
        public void OnRecord(int type, ReadOnlySpan<byte> payload) => conductor.OnCommand(type, payload);
    }
}
