using System.Runtime.InteropServices;
using HftGateway.Disruptor;
using HftGateway.MarketData;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Udp;
using HftGateway.Platform;
using HftGateway.Platform.Threads;

namespace HftGateway.Pipeline.Recording;

/// <summary>
/// Records a live feed without ever holding it up: the feed's thread puts datagrams and messages into a queue, a thread
/// of the recorder's own writes them.
/// <para><b>Threading.</b> The members named On… belong to the feed's thread; one other thread starts, stops and reads
/// the statistics.</para>
/// <para><b>Invariants.</b> The feed's thread makes no system call, takes no lock and allocates nothing. What the queue
/// or the disk does not take is counted; in the message file every number is there or marked as missing, whatever
/// happens.</para>
/// <para><b>Cost.</b> One copy a datagram and one a block of messages.</para>
/// </summary>
[HotPath]
public sealed class FeedRecorder : IDisposable
{
    private const int MinQueueBytes = 1 << 18;

    private readonly SpscByteQueue _queue;
    private readonly RecordWriter _writer;
    private readonly bool _recordsWire;
    private readonly bool _recordsMessages;
    private DedicatedThread? _thread;
    private MoldSession _session;
    private ulong _end;
    private bool _stop;
    private bool _isClosed;

    /// <summary>A recorder that is not started.</summary>
    /// <param name="options">Where to write.</param>
    public FeedRecorder(RecorderOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QueueBytes, MinQueueBytes);
        _queue = new SpscByteQueue(options.QueueBytes);
        _recordsWire = options.Wire != null;
        _recordsMessages = options.Messages != null;
        _writer = new RecordWriter(options, Statistics);
    }

    /// <summary>What was written and what was not; complete after <see cref="Stop"/>.</summary>
    public RecorderStatistics Statistics { get; } = new();

    /// <summary>Starts the writing thread.</summary>
    public void Start() => _thread = DedicatedThread.Start(new ThreadSpec("recorder"), Run);

    /// <summary>Records a datagram as the wire brought it.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="utcNs">When it came, ns since the Unix epoch.</param>
    /// <param name="address">Destination address, host byte order.</param>
    /// <param name="port">Destination port.</param>
    public void OnDatagram(in UdpDatagram datagram, long utcNs, uint address, ushort port)
    {
        Statistics.Datagrams++;
        if (!_recordsWire)
            return;
        RecordHeader header = new()
        {
            Kind = RecordHeader.Datagram,
            UtcNs = utcNs,
            First = ((ulong)datagram.SourceAddress << 16) | datagram.SourcePort,
            Second = ((ulong)address << 16) | port,
        };
        if (!TryWrite(ref header, datagram.Payload))
            Statistics.DatagramsQueueFull++;
    }

    /// <summary>Records messages that arbitration produced.</summary>
    /// <param name="session">Their session.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    /// <param name="framed">The messages, each behind its length.</param>
    public void OnMessages(MoldSession session, ulong first, int count, ReadOnlySpan<byte> framed)
    {
        _session = session;
        _end = first + (ulong)count;
        if (!_recordsMessages || count == 0)
            return;
        RecordHeader header = new()
        {
            Kind = RecordHeader.Messages, Count = count, First = first, Session = session,
        };
        // What does not fit need not be remembered: the next record's number tells what is missing.
        _ = TryWrite(ref header, framed);
    }

    /// <summary>Records that the feed lost messages.</summary>
    /// <param name="session">Their session.</param>
    /// <param name="first">Number of the first.</param>
    /// <param name="count">How many.</param>
    public void OnLost(MoldSession session, ulong first, ulong count)
    {
        _session = session;
        _end = first + count;
        RecordHeader header = new()
        {
            Kind = RecordHeader.Lost, First = first, Second = count, Session = session,
        };
        if (_recordsMessages)
            _ = TryWrite(ref header, default);
    }

    /// <summary>Ends the recording: writes what is in the queue and closes the files. Blocks.</summary>
    /// <returns>The statistics, complete.</returns>
    /// <exception cref="InvalidOperationException">The writing thread died of a programming error.</exception>
    public RecorderStatistics Stop()
    {
        if (_isClosed)
            return Statistics;
        _isClosed = true;
        Volatile.Write(ref _stop, true);
        _thread?.Join();
        if (_thread?.Failure is { } failure)
            throw new InvalidOperationException($"the recorder's thread failed: {failure.Message}", failure);
        // On this thread from here on: what is left in the queue, and what was lost at the very end.
        Drain();
        _writer.Close(_session, _end);
        return Statistics;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isClosed)
            _ = Stop();
        _queue.Dispose();
    }

    private bool TryWrite(ref RecordHeader header, ReadOnlySpan<byte> payload) =>
        _queue.TryWrite(MemoryMarshal.AsBytes(new ReadOnlySpan<RecordHeader>(in header)), payload);

    private void Run()
    {
        while (!Volatile.Read(ref _stop))
        {
            if (Drain())
                continue;
            _writer.FlushIfDue();
            Thread.Sleep(1);
        }
    }

    private bool Drain()
    {
        bool any = false;
        Statistics.QueueHighBytes = Math.Max(Statistics.QueueHighBytes, _queue.UsedBytes);
        while (_queue.TryRead(out ReadOnlySpan<byte> record))
        {
            _writer.Take(record);
            _queue.Release();
            any = true;
        }

        return any;
    }
}
