using System.Diagnostics;

namespace HftGateway.Aeron.Driver;

/// <summary>A thread that runs agents in turns.</summary>
internal sealed class AgentThread
{
    // As Aeron's own backoff: the parking time doubles up to a millisecond. But the shortest sleep costs some 60 us until
    // the thread runs again: it is worth it only when the quiet has lasted longer than that.
    private const int MaxSpins = 10;
    private const int MaxYields = 20;
    private const long QuietNs = 100_000;
    private const long MinParkNs = 1_000;
    private const long MaxParkNs = 1_000_000;
    private readonly IAgent[] _agents;
    private readonly DriverIdle _idle;
    private readonly Action<Exception> _onError;
    private readonly Thread _thread;
    private int _idleTurns;
    private long _quietSince;
    private long _parkNs = MinParkNs;
    private bool _stop;

    public AgentThread(DriverIdle idle, Action<Exception> onError, params IAgent[] agents)
    {
        _agents = agents;
        _idle = idle;
        _onError = onError;
        _thread = new Thread(Run) { IsBackground = true, Name = agents[0].Name };
        _thread.Start();
    }

    public void Stop()
    {
        Volatile.Write(ref _stop, true);
        _thread.Join();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _stop))
        {
            int work = 0;
            foreach (IAgent agent in _agents)
            {
                try
                {
                    work += agent.DoWork();
                }
                catch (Exception error) when (error is not OutOfMemoryException)
                {
                    // One bad stream must not end the others: noted, and on.
                    _onError(error);
                }
            }

            Idle(work);
        }
    }

    private void Idle(int work)
    {
        if (work > 0)
        {
            _idleTurns = 0;
            _quietSince = 0;
            _parkNs = MinParkNs;
            return;
        }

        _idleTurns++;
        switch (_idle)
        {
            case DriverIdle.Spin:
                Thread.SpinWait(1);
                break;
            case DriverIdle.Yield:
                Thread.Yield();
                break;
            case DriverIdle.Sleep:
                Thread.Sleep(1);
                break;
            case DriverIdle.Backoff when _idleTurns <= MaxSpins:
                Thread.SpinWait(1);
                break;
            case DriverIdle.Backoff when _idleTurns <= MaxSpins + MaxYields || !IsQuiet():
                Thread.Yield();
                break;
            case DriverIdle.Backoff:
                Park.Nanoseconds(_parkNs);
                _parkNs = Math.Min(_parkNs * 2, MaxParkNs);
                break;
        }
    }

    // Once so, it stays so until there is work.
    private bool IsQuiet()
    {
        if (_parkNs > MinParkNs)
            return true;
        long now = Stopwatch.GetTimestamp();
        if (_quietSince == 0)
            _quietSince = now;
        return Stopwatch.GetElapsedTime(_quietSince, now).Ticks * 100 >= QuietNs;
    }
}
