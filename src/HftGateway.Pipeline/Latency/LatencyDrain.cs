using HftGateway.Platform.Threads;

namespace HftGateway.Pipeline.Latency;

/// <summary>
/// The thread that empties a <see cref="LatencyRecorder"/> into its histograms, once a millisecond at most, so that it
/// leaves the core to others.
/// </summary>
public sealed class LatencyDrain : IDisposable
{
    private const long IdleNs = 1_000_000;

    private readonly LatencyRecorder _recorder;
    private DedicatedThread? _thread;
    private volatile bool _stop;

    private LatencyDrain(LatencyRecorder recorder) => _recorder = recorder;

    /// <summary>Starts the thread.</summary>
    /// <param name="recorder">What to empty.</param>
    /// <returns>Dispose it to empty the recorder for the last time and end the thread.</returns>
    public static LatencyDrain Start(LatencyRecorder recorder)
    {
        var drain = new LatencyDrain(recorder);
        drain._thread = DedicatedThread.Start(new ThreadSpec("latency"), drain.Run);
        return drain;
    }

    /// <summary>Ends the thread when everything offered so far is recorded.</summary>
    public void Dispose()
    {
        if (_stop)
            return;
        _stop = true;
        _thread?.Join();
    }

    private void Run()
    {
        while (!_stop)
        {
            if (_recorder.Drain() == 0)
                ShortSleep.Sleep(IdleNs);
        }

        _recorder.Drain();
    }
}
