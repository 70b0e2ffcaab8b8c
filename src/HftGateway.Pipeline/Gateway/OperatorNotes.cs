using HftGateway.Disruptor;
using HftGateway.Platform.Threads;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// Lines for the operator from the ingress thread: it posts numbers, a thread of this makes text of them and writes it. A
/// terminal that scrolls slowly, or a line's memory, is thus nothing to the hot path.
/// <para><b>Threading.</b> <see cref="Post"/> by one thread; start and dispose by the controlling one.</para>
/// <para><b>Limits.</b> What does not fit the queue is counted, and said at the end.</para>
/// </summary>
internal sealed class OperatorNotes : IDisposable
{
    private const int Capacity = 1 << 10;
    private const long IdleNs = 5_000_000;

    private readonly SpscQueue<OperatorNote> _queue = new(Capacity);
    private readonly IReadOnlyList<string> _venues;
    private readonly Action<string> _write;
    private DedicatedThread? _thread;
    private long _lost;
    private bool _stop;
    private bool _isDisposed;

    /// <summary>Nothing is written before <see cref="Start"/>.</summary>
    /// <param name="venues">Names of the feeds by index.</param>
    /// <param name="write">Receives the lines, on this object's thread.</param>
    public OperatorNotes(IReadOnlyList<string> venues, Action<string> write)
    {
        _venues = venues;
        _write = write;
    }

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread = DedicatedThread.Start(new ThreadSpec("notes"), Run);

    /// <summary>Posts a line. Never waits or allocates.</summary>
    /// <param name="note">The line.</param>
    public void Post(in OperatorNote note)
    {
        if (!_queue.TryEnqueue(in note))
            _lost++;
    }

    /// <summary>Writes a text that exists already: of rare events outside of the hot path.</summary>
    /// <param name="text">The line.</param>
    public void Write(string text) => _write(text);

    /// <summary>Ends the thread when all is written that was posted. The posting thread has ended.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        Volatile.Write(ref _stop, true);
        _thread?.Join();
        _ = Drain();
        if (_lost > 0)
            _write($"{_lost} further notes were not written: they came too fast");
        _queue.Dispose();
    }

    private void Run()
    {
        while (!Volatile.Read(ref _stop))
        {
            if (!Drain())
                ShortSleep.Sleep(IdleNs);
        }
    }

    private bool Drain()
    {
        bool any = false;
        while (_queue.TryDequeue(out OperatorNote note))
        {
            any = true;
            _write(note.Text(_venues));
        }

        return any;
    }
}
