using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver.Network;

namespace HftGateway.Aeron.Driver;

/// <summary>
/// A media driver: what Aeron's own is, for clients of any language, in this process.
/// <para><b>Threading.</b> As <see cref="MediaDriverContext.ThreadingMode"/> says; with
/// <see cref="ThreadingMode.Invoker"/> the caller calls <see cref="DoWork"/> often, from one thread.</para>
/// <para><b>Invariants.</b> One driver a directory: a second one is refused while the first lives.</para>
/// </summary>
public sealed class MediaDriver : IDisposable
{
    private readonly CncFile _cnc;
    private readonly LossReport _lossReport;
    private readonly DriverConductor _conductor;
    private readonly SenderAgent _sender;
    private readonly ReceiverAgent _receiver;
    private readonly List<AgentThread> _threads = [];
    private readonly IAgent[] _agents;
    private bool _isDisposed;

    private MediaDriver(MediaDriverContext context)
    {
        Context = context;
        string directory = context.AeronDirectoryName;
        PrepareDirectory(context);
        Directory.CreateDirectory(Path.Combine(directory, "publications"));
        Directory.CreateDirectory(Path.Combine(directory, "images"));
        _cnc = CncFile.Create(directory, LayoutOf(context), context.Clock.EpochMs);
        _lossReport = new LossReport(directory, context.LossReportBufferLength);
        var counters = new CountersManager(
            _cnc.MetadataBuffer, _cnc.ValuesBuffer, context.CounterFreeToReuseTimeoutNs / 1_000_000);
        var system = new SystemCounters(counters, context.Clock.EpochMs);
        system[SystemCounter.BytesCurrentlyMapped] = _cnc.FileLength + context.LossReportBufferLength;
        var errors = new DistinctErrorLog(_cnc.ErrorLogBuffer);
        _sender = new SenderAgent(context, system);
        _receiver = new ReceiverAgent(context, system);
        _conductor = new DriverConductor(context, _cnc, counters, system, errors, _lossReport, _sender, _receiver);
        _agents = [_conductor, _sender, _receiver];
        // In this order: what waits for the version finds a driver that is alive.
        Rings.ManyToOneRing commands = _cnc.ToDriver;
        commands.NextCorrelationId();
        commands.ConsumerHeartbeatMs = context.Clock.EpochMs;
        _cnc.Publish();
        Start(_sender, _receiver);
    }

    /// <summary>Settings.</summary>
    public MediaDriverContext Context { get; }

    /// <summary>The driver's directory.</summary>
    public string AeronDirectoryName => Context.AeronDirectoryName;

    /// <summary>A client demanded the driver's end, with the right token.</summary>
    public bool IsTerminationRequested => _conductor.IsTerminationRequested;

    /// <summary>All counters.</summary>
    public CountersReader Counters => _cnc.Counters;

    /// <summary>Starts a driver.</summary>
    /// <param name="context">Settings; null for the defaults.</param>
    /// <exception cref="AeronException">Another driver lives in the directory, or there is no room.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission for the directory.</exception>
    public static MediaDriver Launch(MediaDriverContext? context = null) => new(context ?? new MediaDriverContext());

    /// <summary>A turn of all agents, when no thread of the driver's does it.</summary>
    /// <returns>How much was done.</returns>
    public int DoWork()
    {
        int work = 0;
        foreach (IAgent agent in _agents)
            work += agent.DoWork();
        return work;
    }

    /// <summary>Ends the driver; clients see it at once.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        foreach (AgentThread thread in _threads)
            thread.Stop();
        _conductor.Close();
        _sender.Dispose();
        _receiver.Dispose();
        _lossReport.Dispose();
        _cnc.Dispose();
        if (Context.DirDeleteOnShutdown)
            Directory.Delete(Context.AeronDirectoryName, recursive: true);
    }

    private static CncLayout LayoutOf(MediaDriverContext context) => new()
    {
        ToDriverCapacity = context.ToDriverBufferLength,
        ToClientsCapacity = context.ToClientsBufferLength,
        ValuesLength = context.CounterValuesBufferLength,
        ErrorLogLength = context.ErrorBufferLength,
        ClientLivenessTimeoutNs = context.ClientLivenessTimeoutNs,
        PageSize = context.FilePageSize,
    };

    private static void PrepareDirectory(MediaDriverContext context)
    {
        string directory = context.AeronDirectoryName;
        if (!Directory.Exists(directory))
        {
            Directory.CreateDirectory(directory);
            return;
        }

        if (!context.DirDeleteOnStart && IsAlive(context))
        {
            throw new AeronException(
                $"a media driver lives in {directory}: end it, or name another directory (aeron.dir)");
        }

        Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
    }

    private static bool IsAlive(MediaDriverContext context)
    {
        try
        {
            using CncFile? cnc = CncFile.TryOpen(context.AeronDirectoryName);
            return cnc != null
                && context.Clock.EpochMs - cnc.ToDriver.ConsumerHeartbeatMs <= context.DriverTimeoutMs;
        }
        catch (AeronException)
        {
            // Damaged or of another version: nobody can be using it with us.
            return false;
        }
    }

    private void Start(SenderAgent sender, ReceiverAgent receiver)
    {
        MediaDriverContext c = Context;
        switch (c.ThreadingMode)
        {
            case ThreadingMode.Dedicated:
                _threads.Add(new AgentThread(c.ConductorIdle, OnError, _conductor));
                _threads.Add(new AgentThread(c.SenderIdle, OnError, sender));
                _threads.Add(new AgentThread(c.ReceiverIdle, OnError, receiver));
                break;
            case ThreadingMode.SharedNetwork:
                _threads.Add(new AgentThread(c.ConductorIdle, OnError, _conductor));
                _threads.Add(new AgentThread(c.SenderIdle, OnError, sender, receiver));
                break;
            case ThreadingMode.Shared:
                _threads.Add(new AgentThread(c.ConductorIdle, OnError, _conductor, sender, receiver));
                break;
        }
    }

    private void OnError(Exception error) => _conductor.NoteError(error.ToString());
}
