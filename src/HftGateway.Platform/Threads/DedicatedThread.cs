namespace HftGateway.Platform.Threads;

/// <summary>
/// A thread of its own for one loop: named, pinned and prioritised as far as the system allows before the loop starts.
/// <para><b>Threading.</b> Made and joined by one owner; the properties may be read by any thread.</para>
/// <para><b>Invariants.</b> <see cref="Start"/> returns only after the set-up was tried, so <see cref="Setup"/> is
/// complete. An exception that leaves the loop ends the thread, not the process, and is kept in
/// <see cref="Failure"/>.</para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// </summary>
public sealed class DedicatedThread
{
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _ready = new();
    private readonly Action _body;
    private volatile Exception? _failure;

    private DedicatedThread(in ThreadSpec spec, Action body)
    {
        Spec = spec;
        _body = body;
        _thread = new Thread(Main) { IsBackground = true };
    }

    /// <summary>What was asked for.</summary>
    public ThreadSpec Spec { get; }

    /// <summary>What the system granted, in the order name, core, priority.</summary>
    public IReadOnlyList<SetupResult> Setup { get; private set; } = [];

    /// <summary>The exception that ended the loop, or null.</summary>
    public Exception? Failure => _failure;

    /// <summary>The loop has not ended yet.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Starts a background thread that sets itself up and then runs <paramref name="body"/>.</summary>
    public static DedicatedThread Start(in ThreadSpec spec, Action body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var dedicated = new DedicatedThread(spec, body);
        dedicated._thread.Start();
        dedicated._ready.Wait();
        return dedicated;
    }

    /// <summary>Waits until the loop has ended.</summary>
    public void Join() => _thread.Join();

    /// <summary>Waits for the end of the loop, at most <paramref name="timeout"/>.</summary>
    /// <returns>Whether it ended.</returns>
    public bool Join(TimeSpan timeout) => _thread.Join(timeout);

    private void Main()
    {
        try
        {
            try
            {
                Setup = ThreadSetup.Apply(Spec);
            }
            finally
            {
                _ready.Set();
            }
            _body();
        }
        catch (Exception e)
        {
            _failure = e;
        }
    }
}
