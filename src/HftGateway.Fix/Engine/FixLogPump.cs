namespace HftGateway.Fix;

/// <summary>The thread that writes the files of all message logs.</summary>
internal static class FixLogPump
{
    private const int SleepMs = 20;

    private static readonly Lock Guard = new();
    private static FixMessageLog[] _logs = [];
    private static Thread? _thread;

    internal static void Add(FixMessageLog log)
    {
        lock (Guard)
        {
            _logs = [.. _logs, log];
            if (_thread is not null)
                return;
            _thread = new Thread(Run) { IsBackground = true, Name = "fix-log" };
            _thread.Start();
        }
    }

    internal static void Remove(FixMessageLog log)
    {
        lock (Guard)
            _logs = _logs.Where(l => l != log).ToArray();
    }

    private static void Run()
    {
        while (true)
        {
            bool worked = false;
            foreach (FixMessageLog log in Volatile.Read(ref _logs))
            {
                try
                {
                    worked |= log.Drain();
                }
                catch (IOException)
                {
                    // A full disk must not end the session; its messages are in the store.
                }
            }
            if (!worked)
                Thread.Sleep(SleepMs);
        }
    }
}
