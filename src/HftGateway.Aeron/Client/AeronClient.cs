using System.Diagnostics;
using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Client;

/// <summary>
/// A client of a media driver: makes publications, subscriptions and counters, and keeps them alive.
/// <para><b>Threading.</b> Any thread. Calls that talk to the driver wait for its answer, and for one another; offers
/// and polls never do. Handlers run on the conductor's thread (or on the one that waits for an answer) and must not
/// call back into the client.</para>
/// <para><b>Invariants.</b> When the driver dies or takes this client for dead, everything is closed: offers answer
/// <see cref="PublicationResult.Closed"/>, polls take nothing, the error handler is told why.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, C and Java clients.</para>
/// </summary>
public sealed partial class AeronClient : IDisposable
{
    private const int MaxReasonBytes = 1023;
    private readonly AeronContext _context;
    private readonly CncFile _cnc;
    private readonly DriverProxy _proxy;
    private readonly LogCache _logs;
    private readonly Dictionary<long, IDisposable> _resources = [];
    private readonly Lock _gate = new();
    private readonly Thread? _thread;
    private bool _isClosed;
    private bool _stop;

    private AeronClient(AeronContext context, CncFile cnc)
    {
        _context = context;
        _cnc = cnc;
        ClientId = cnc.ToDriver.NextCorrelationId();
        CountersReader = cnc.Counters;
        _proxy = new DriverProxy(cnc.ToDriver, ClientId);
        _logs = new LogCache(context.PreTouchMappedMemory, context.ResourceLingerMs * NsPerMs);
        _receiver = cnc.CreateReceiver();
        _lastWorkNs = context.Clock.NanoTime;
        _nextKeepAliveNs = _lastWorkNs;
        if (context.UseConductorAgentInvoker)
            return;
        _thread = new Thread(Run) { IsBackground = true, Name = "aeron-client-conductor" };
        _thread.Start();
    }

    /// <summary>Number of this client, unique for the driver.</summary>
    public long ClientId { get; }

    /// <summary>All counters of the driver.</summary>
    public CountersReader CountersReader { get; }

    /// <summary>Whether the client is closed, by <see cref="Dispose"/> or because of an error.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Errors that were told to the error handler, or would have been.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>Connects to a driver.</summary>
    /// <param name="context">Settings; null for the defaults.</param>
    /// <exception cref="DriverTimeoutException">There is no living driver.</exception>
    /// <exception cref="AeronException">The driver's file is of another version or damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission for the directory.</exception>
    public static AeronClient Connect(AeronContext? context = null)
    {
        context ??= new AeronContext();
        return new AeronClient(context, AwaitDriver(context));
    }

    /// <summary>Makes a publication that several threads may write.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="streamId">Stream.</param>
    /// <exception cref="AeronException">The driver refused; see its code.</exception>
    /// <exception cref="DriverTimeoutException">The driver did not answer.</exception>
    public ConcurrentPublication AddPublication(string channel, int streamId)
    {
        CheckChannel(channel);
        lock (_gate)
        {
            CheckOpen();
            long id = _proxy.AddPublication(isExclusive: false, channel, streamId);
            return (ConcurrentPublication)Await(id, new Pending(id, PendingKind.Publication, channel, streamId))!;
        }
    }

    /// <summary>Makes a publication of one writer.</summary>
    /// <inheritdoc cref="AddPublication"/>
    public ExclusivePublication AddExclusivePublication(string channel, int streamId)
    {
        CheckChannel(channel);
        lock (_gate)
        {
            CheckOpen();
            long id = _proxy.AddPublication(isExclusive: true, channel, streamId);
            return (ExclusivePublication)Await(id, new Pending(id, PendingKind.Exclusive, channel, streamId))!;
        }
    }

    /// <summary>Listens to a channel and stream.</summary>
    /// <param name="channel">Channel.</param>
    /// <param name="streamId">Stream.</param>
    /// <param name="onAvailableImage">Told of each new image; null: the context's handler.</param>
    /// <param name="onUnavailableImage">Told of each image that is gone; null: the context's handler.</param>
    /// <exception cref="AeronException">The driver refused; see its code.</exception>
    /// <exception cref="DriverTimeoutException">The driver did not answer.</exception>
    public Subscription AddSubscription(
        string channel, int streamId, Action<Image>? onAvailableImage = null, Action<Image>? onUnavailableImage = null)
    {
        CheckChannel(channel);
        lock (_gate)
        {
            CheckOpen();
            long id = _proxy.AddSubscription(channel, streamId);
            return (Subscription)Await(id, new Pending(id, PendingKind.Subscription, channel, streamId)
            {
                OnAvailableImage = onAvailableImage ?? _context.OnAvailableImage,
                OnUnavailableImage = onUnavailableImage ?? _context.OnUnavailableImage,
            })!;
        }
    }

    /// <summary>Makes a counter.</summary>
    /// <param name="typeId">Type, 1000 or above.</param>
    /// <param name="key">Key, at most 112 bytes.</param>
    /// <param name="label">Label, at most 380 characters of ASCII.</param>
    /// <exception cref="AeronException">The driver refused; see its code.</exception>
    /// <exception cref="DriverTimeoutException">The driver did not answer.</exception>
    public Counter AddCounter(int typeId, ReadOnlySpan<byte> key, string label)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(key.Length, CounterLayout.KeyBytes, nameof(key));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(label.Length, CounterLayout.LabelBytes, nameof(label));
        lock (_gate)
        {
            CheckOpen();
            long id = _proxy.AddCounter(typeId, key, label);
            return (Counter)Await(id, new Pending(id, PendingKind.Counter, "", 0))!;
        }
    }

    /// <summary>Does the conductor's work, when the context says that the caller does.</summary>
    /// <returns>How much was done.</returns>
    public int Invoke()
    {
        lock (_gate)
            return _isClosed ? 0 : DoWork(awaiting: null);
    }

    /// <summary>Closes everything and tells the driver.</summary>
    public void Dispose()
    {
        Volatile.Write(ref _stop, true);
        if (_thread != null && _thread != Thread.CurrentThread)
            _thread.Join();
        lock (_gate)
        {
            if (!_isClosed)
            {
                _proxy.Close();
                CloseAll();
            }

            if (_isUnmapped)
                return;
            _isUnmapped = true;
            _logs.CloseAll();
            _cnc.Dispose();
        }
    }

    internal long AddDestination(long registrationId, string channel) =>
        Command(CommandType.AddDestination, registrationId, channel);

    internal void RemoveDestination(long registrationId, string channel) =>
        Command(CommandType.RemoveDestination, registrationId, channel);

    internal long AddReceiveDestination(long registrationId, string channel) =>
        Command(CommandType.AddReceiveDestination, registrationId, channel);

    internal void RemoveReceiveDestination(long registrationId, string channel) =>
        Command(CommandType.RemoveReceiveDestination, registrationId, channel);

    internal void RemoveDestination(long registrationId, long destinationId)
    {
        lock (_gate)
        {
            CheckOpen();
            long id = _proxy.RemoveDestination(registrationId, destinationId);
            Await(id, new Pending(id, PendingKind.Operation, "", 0));
        }
    }

    internal void Reject(Image image, string reason)
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(reason);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(text.Length, MaxReasonBytes, nameof(reason));
        lock (_gate)
        {
            CheckOpen();
            if (image.IsClosed)
                throw new AeronException($"image {image.CorrelationId} is closed");
            long id = _proxy.RejectImage(image.CorrelationId, image.Position, text);
            Await(id, new Pending(id, PendingKind.Operation, "", 0));
        }
    }

    internal void Close(Publication publication, bool isRevoked)
    {
        lock (_gate)
        {
            if (publication.IsClosed)
                return;
            publication.MarkClosed();
            _resources.Remove(publication.RegistrationId);
            if (_isClosed)
                return;
            _logs.Release(publication.LogKey, _context.Clock.NanoTime);
            _proxy.RemovePublication(publication.RegistrationId, isRevoked);
        }
    }

    internal void Close(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.IsClosed)
                return;
            Image[] images = subscription.MarkClosed();
            _resources.Remove(subscription.RegistrationId);
            if (_isClosed)
                return;
            foreach (Image image in images)
                Drop(subscription, image);
            _proxy.Remove(CommandType.RemoveSubscription, subscription.RegistrationId);
        }
    }

    internal void Close(Counter counter)
    {
        lock (_gate)
        {
            if (counter.IsClosed)
                return;
            counter.MarkClosed();
            _resources.Remove(counter.RegistrationId);
            if (!_isClosed)
                _proxy.Remove(CommandType.RemoveCounter, counter.RegistrationId);
        }
    }

    private static CncFile AwaitDriver(AeronContext context)
    {
        long deadlineMs = context.Clock.EpochMs + context.DriverTimeoutMs;
        string why = "there is no driver file";
        while (true)
        {
            CncFile? cnc = CncFile.TryOpen(context.AeronDirectoryName);
            if (cnc != null)
            {
                long heartbeatMs = cnc.ToDriver.ConsumerHeartbeatMs;
                if (heartbeatMs > 0 && context.Clock.EpochMs - heartbeatMs <= context.DriverTimeoutMs)
                    return cnc;
                why = heartbeatMs switch
                {
                    0 => "the driver has not started to work",
                    < 0 => "the driver was shut down",
                    _ => $"the driver's last sign of life is {context.Clock.EpochMs - heartbeatMs} ms old",
                };
                cnc.Dispose();
            }

            if (context.Clock.EpochMs >= deadlineMs)
            {
                throw new DriverTimeoutException(
                    $"no media driver in {context.AeronDirectoryName} within {context.DriverTimeoutMs} ms: {why}; "
                    + "start one, or name the directory of one that runs");
            }

            Thread.Sleep(1);
        }
    }

    private static void CheckChannel(string channel) => ChannelUri.Parse(channel);

    private void CheckOpen()
    {
        if (_isClosed)
            throw new AeronException("the AeronClient client is closed" + (_closeReason == null ? "" : $": {_closeReason}"));
        Debug.Assert(_gate.IsHeldByCurrentThread);
        if (_isInHandler)
            throw new AeronException("a handler must not call back into the AeronClient client");
    }

    private long Command(int type, long registrationId, string channel)
    {
        CheckChannel(channel);
        lock (_gate)
        {
            CheckOpen();
            long id = _proxy.Destination(type, registrationId, channel);
            Await(id, new Pending(id, PendingKind.Operation, channel, 0));
            return id;
        }
    }
}
