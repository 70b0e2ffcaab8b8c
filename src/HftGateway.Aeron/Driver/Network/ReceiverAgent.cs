using System.Collections.Concurrent;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// Takes datagrams into images, and sends status messages and NAKs.
/// <para><b>Threading.</b> Its own thread, or a shared one. Others post what to do.</para>
/// </summary>
internal sealed class ReceiverAgent(MediaDriverContext context, SystemCounters counters) : IAgent, IDisposable
{
    private readonly ConcurrentQueue<Action> _commands = new();
    private readonly List<ReceiveEndpoint> _endpoints = [];
    private readonly List<PublicationImage> _images = [];
    private readonly DatagramBatch _batch = new();
    private DutyCycle _cycle = new(
        counters, SystemCounter.ReceiverMaxCycleTime, SystemCounter.ReceiverCycleTimeThresholdExceeded,
        context.CycleThresholdNs);

    private DriverConductor? _conductor;

    public string Name => "aeron-receiver";

    public void SetConductor(DriverConductor conductor) => _conductor = conductor;

    /// <summary>Has something done on the receiver's thread.</summary>
    public void Post(Action command) => _commands.Enqueue(command);

    public void Add(ReceiveEndpoint endpoint) => _endpoints.Add(endpoint);

    public void Remove(ReceiveEndpoint endpoint) => _endpoints.Remove(endpoint);

    public void Add(PublicationImage image)
    {
        image.Dispatcher.AddImage(image);
        _images.Add(image);
    }

    /// <summary>A socket is closed although images may still come on it.</summary>
    public void Cut(ReceiveEndpoint endpoint)
    {
        foreach (PublicationImage image in _images)
            image.RemoveConnection(endpoint);
        Remove(endpoint);
        endpoint.Dispose();
    }

    public void Remove(PublicationImage image, long coolDownUntilNs)
    {
        image.Dispatcher.RemoveImage(image, coolDownUntilNs);
        _images.Remove(image);
    }

    /// <summary>Asks the conductor for an image.</summary>
    public void RequestImage(ReceiveEndpoint endpoint, in Setup setup, in NativeAddress from)
    {
        Setup wanted = setup;
        NativeAddress source = from;
        _conductor!.Post(() => _conductor.CreateImage(endpoint, wanted, source));
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
        foreach (ReceiveEndpoint endpoint in _endpoints)
            work += endpoint.Poll(this, _batch, nowNs);
        foreach (PublicationImage image in _images)
            work += image.SendPending(nowNs);
        return work;
    }
}
