using System.Collections.Concurrent;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// Sends what publications have, and takes what receivers say.
/// <para><b>Threading.</b> Its own thread, or a shared one. Others post what to do.</para>
/// </summary>
internal sealed class SenderAgent(MediaDriverContext context, SystemCounters counters) : IAgent, IDisposable
{
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly List<NetworkPublication> _publications = [];
    private readonly List<SendEndpoint> _endpoints = [];
    private readonly DatagramBatch _batch = new();
    private readonly long _controlIntervalNs = context.StatusMessageTimeoutNs / 2;
    private DutyCycle _cycle = new(
        counters, SystemCounter.SenderMaxCycleTime, SystemCounter.SenderCycleTimeThresholdExceeded,
        context.CycleThresholdNs);

    private int _start;
    private int _cycles;
    private long _nextControlNs;

    public string Name => "aeron-sender";

    /// <summary>Has something done on the sender's thread.</summary>
    public void Post(Action command) => _commands.Enqueue(command);

    public void Add(SendEndpoint endpoint) => _endpoints.Add(endpoint);

    public void Remove(SendEndpoint endpoint) => _endpoints.Remove(endpoint);

    public void Add(NetworkPublication publication)
    {
        publication.Endpoint.Add(publication);
        _publications.Add(publication);
    }

    public void Remove(NetworkPublication publication)
    {
        publication.OnRemoved(context.Clock.NanoTime);
        publication.Endpoint.Remove(publication);
        _publications.Remove(publication);
    }

    /// <summary>When no thread runs it any more.</summary>
    public void Dispose() => _batch.Dispose();

    public int DoWork()
    {
        int work = 0;
        while (_commands.TryDequeue(out Action? command))
        {
            command();
            work++;
        }

        long nowNs = context.Clock.NanoTime;
        _cycle.OnTurn(nowNs);
        int sent = Send(nowNs);
        // Control traffic waits at most a few cycles while there is much to send.
        if (sent == 0 || ++_cycles >= context.SendToStatusPollRatio || nowNs >= _nextControlNs)
        {
            _cycles = 0;
            _nextControlNs = nowNs + _controlIntervalNs;
            foreach (SendEndpoint endpoint in _endpoints)
                work += endpoint.Poll(_batch, nowNs);
        }

        return work + sent;
    }

    private int Send(long nowNs)
    {
        int sent = 0;
        int count = _publications.Count;
        if (++_start >= count)
            _start = 0;
        for (int i = 0; i < count; i++)
        {
            int at = _start + i < count ? _start + i : _start + i - count;
            sent += _publications[at].Send(nowNs);
        }

        return sent;
    }
}
