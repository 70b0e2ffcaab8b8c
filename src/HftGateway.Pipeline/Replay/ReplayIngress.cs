using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HftGateway.Books;
using HftGateway.Disruptor;
using HftGateway.MarketData;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.Pipeline.Gateway;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;
using HftGateway.Pipeline.Topology;
using HftGateway.Platform.Timing;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// The ingress thread of a replay: recorded messages, order responses, refusals and timer ticks enter the ring in the
/// order of exchange time, the same on every run and in every topology.
/// <para><b>Order.</b> Whatever is due before a message's time enters before it; at equal times an order takes effect
/// first, then a response enters, then a refusal, then a timer tick. See
/// docs/decisions/0004-replay-in-windows.md.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> One comparison a message on top of normalising and the pipeline itself.</para>
/// </summary>
/// <typeparam name="TPrefix">Stages of the ingress thread's group.</typeparam>
/// <typeparam name="TStrategy">Strategy.</typeparam>
internal sealed partial class ReplayIngress<TPrefix, TStrategy>
    where TPrefix : struct, IPipelineStage
    where TStrategy : struct, IStrategy
{
    private const int TimestampOffset = 3;
    private const int HeaderBytes = 11;
    private const ulong TimestampMask = (1UL << 48) - 1;
    private const long SettleNs = 1_000_000_000;

    private readonly PipelineCore<TStrategy, ReplayTransport> _core;
    private readonly IngressWriter<TPrefix, TStrategy, ReplayTransport> _writer;
    private readonly ItchNormalizer _normalizer;
    private readonly ReplayOptions _options;
    private readonly ReplayWiring _wiring;
    private readonly RecordedExchange<ReplayReports> _exchange;
    private readonly ReplayBooks? _ownBooks;
    private readonly ReplayOrderReader _orderReader;
    private readonly TimedQueue<RecordedAction> _actions = new();
    private readonly TimedQueue<QueuedInput> _responses = new();
    private readonly TimedQueue<QueuedInput> _refusals = new();
    private readonly IncrementalHash _orderHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ReplayPacer _pacer;
    private readonly bool _isFused;
    private readonly long _checkEvery;
    private long _windowEndNs = long.MaxValue;
    private long _nextTimerNs = long.MaxValue;
    private long _quietUntilNs = long.MinValue;
    private long _clockNs = long.MinValue;
    private long _lastNs = long.MinValue;
    private int _untilStamp = 1;
    private bool _killed;
    private bool _isPacedByPackets;
    private long _untilCheck = long.MaxValue;

    public ReplayIngress(
        PipelineCore<TStrategy, ReplayTransport> core, TPrefix prefix, ItchNormalizer normalizer, ReplayOptions options,
        ReplayWiring wiring)
    {
        _core = core;
        _writer = new IngressWriter<TPrefix, TStrategy, ReplayTransport>(core, prefix);
        _normalizer = normalizer;
        _options = options;
        _wiring = wiring;
        _orderReader = new ReplayOrderReader(wiring.Session);
        _pacer = new ReplayPacer(options.Speed);
        _isFused = wiring.IsFused;
        // When the book stage runs on this very thread its books are as good as own ones; otherwise they belong to
        // another thread, which may be ahead or behind.
        _ownBooks = wiring.OwnBooks;
        var reports = new ReplayReports(_responses, options.AcknowledgeNs);
        _exchange = new RecordedExchange<ReplayReports>(_ownBooks ?? wiring.Books, reports);
    }

    /// <summary>What was read.</summary>
    public FeedStatistics Feed { get; } = new();

    /// <summary>
    /// Called after every <see cref="CheckEvery"/> messages, all venues together, when the books have taken them.
    /// </summary>
    public Action? Check { get; init; }

    /// <summary>Messages between two calls of <see cref="Check"/>; 0 for none.</summary>
    public long CheckEvery
    {
        get => _checkEvery;
        init => (_checkEvery, _untilCheck) = (value, value == 0 ? long.MaxValue : value);
    }

    /// <summary>SHA-256 over every byte that the encoder sent.</summary>
    public byte[] OrderHash { get; private set; } = [];

    /// <summary>Replays one input.</summary>
    /// <param name="source">The input.</param>
    /// <param name="progress">Told now and then how many messages are done.</param>
    /// <param name="cancelled">Ends the replay early.</param>
    public void Run(MessageSource source, Action<long>? progress, CancellationToken cancelled)
    {
        _normalizer.StatedExecutions = source.Kind == InputKind.Lobster;
        while (!cancelled.IsCancellationRequested && source.TryReadBlock(out MessageBlock block))
        {
            // Reading the file and telling the progress are not the hot path.
            if (_pacer.IsActive && block.PacketUtcNs != MessageBlock.NoTime)
            {
                // A capture knows when its packets arrived, which is what was lived through; a file of messages only
                // knows when the exchange made them.
                _isPacedByPackets = true;
                _pacer.WaitFor(block.PacketUtcNs);
            }

            _core.Allocations[0].Begin();
            if (block.GapCount > 0)
                EnterGap(block.GapFirst, block.GapCount, 0, 0);
            Enter(in block);
            _core.Allocations[0].End();
            progress?.Invoke(Feed.Messages);
        }

        Feed.MalformedMessages = _normalizer.DefectCount;
    }

    /// <summary>Replays several venues' inputs side by side, merged by time.</summary>
    /// <param name="merger">The inputs, one a venue.</param>
    /// <param name="normalizers">The venues' normalisers, in the same order.</param>
    /// <param name="progress">Told now and then how many messages are done.</param>
    /// <param name="cancelled">Ends the replay early.</param>
    public void Run(
        MessageMerger merger, ItchNormalizer[] normalizers, Action<long>? progress, CancellationToken cancelled)
    {
        const int Stretch = 4_096;
        bool isMore = true;
        while (isMore && !cancelled.IsCancellationRequested)
        {
            _core.Allocations[0].Begin();
            for (int i = 0; i < Stretch && (isMore = merger.TryRead(out MergedMessage message)); i++)
            {
                if (message.GapCount > 0)
                {
                    EnterGap(
                        message.Sequence, message.GapCount, (ushort)message.Source, (byte)StaleReason.Lost);
                    continue;
                }

                Feed.Messages++;
                EnterMessage(
                    normalizers[message.Source], ref MemoryMarshal.GetReference(message.Message),
                    message.Message.Length, message.Sequence);
                if (--_untilCheck == 0)
                    CheckNow();
            }

            _core.Allocations[0].End();
            progress?.Invoke(Feed.Messages);
        }

        Feed.MalformedMessages = normalizers.Sum(static n => n.DefectCount);
    }

    /// <summary>The inputs are through: lets what is outstanding happen, and logs out.</summary>
    public void Finish()
    {
        if (_clockNs != long.MinValue)
        {
            // How far the clock has been moved depends on the topology's windows; how far time has come does not.
            _clockNs = Math.Max(_clockNs, _lastNs);
            AdvanceTo(_clockNs + SettleNs + _options.OrderLatencyNs + _options.AcknowledgeNs);
            EnterControl(EventKind.Command, (byte)OperatorCommand.Shutdown, _clockNs, 0);
        }

        EndWindow();
        OrderHash = _orderHash.GetHashAndReset();
    }

    // What a check allocates is not the hot path's.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CheckNow()
    {
        _untilCheck = _checkEvery;
        _core.Allocations[0].End();
        // The books belong to another thread in some topologies; once all is done it touches them no more.
        _core.WaitUntilCompleted();
        Check!();
        _core.Allocations[0].Begin();
    }

    private void Enter(in MessageBlock block)
    {
        Feed.Packets++;
        long sequence = block.FirstSequence;
        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
        {
            EnterMessage(_normalizer, ref messages.First, messages.Length, sequence++);
            if (--_untilCheck == 0)
                CheckNow();
        }

        Feed.Messages += sequence - block.FirstSequence;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnterMessage(ItchNormalizer normalizer, ref byte message, int length, long sequence)
    {
        if (length < HeaderBytes)
        {
            // Too short for a time stamp: let the normaliser count it.
            _ = normalizer.TryNormalize(ref message, length, sequence, ref _writer.Slot.Ingress.Event);
            return;
        }

        long timeNs = (long)(BinaryPrimitives.ReverseEndianness(
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref message, TimestampOffset))) & TimestampMask);
        _lastNs = timeNs;
        if (timeNs > _quietUntilNs)
            AdvanceTo(timeNs);
        ref Slot slot = ref _writer.Slot;
        if (!normalizer.TryNormalize(ref message, length, sequence, ref slot.Ingress.Event))
            return;
        Feed.Events++;
        Stamp(ref slot);
        CommitMarketEvent(ref slot);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Stamp(ref Slot slot)
    {
        // An event that is not stamped has no beginning either: its order is not measured.
        slot.Ingress.ReceivedTicks = 0;
        if (--_untilStamp == 0)
            StampNow(ref slot);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void StampNow(ref Slot slot)
    {
        _untilStamp = _options.StampEvery;
        slot.Ingress.Event.Flags |= EventFlags.Stamped;
        long now = TimeStampCounter.Now();
        slot.Ingress.ReceivedTicks = now;
        slot.Ingress.DecodeTicks = now;
        slot.Ingress.DoneTicks = TimeStampCounter.Now();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CommitMarketEvent(ref Slot slot)
    {
        if (!_isFused)
        {
            CommitAhead(ref slot);
            return;
        }

        // Every stage runs in Commit, on this thread: what it sent is known at once, and no window is needed.
        _writer.Commit(false);
        if (slot.Strategy.Count != 0)
            Collect();
        if (_exchange.IsInterested && slot.Ingress.Event.Venue == 0)
            Match(in slot.Ingress.Event, in slot.Book);
    }

    private void Match(ref readonly InputEvent e, ref readonly BookUpdate update)
    {
        _exchange.OnMarketEvent(in e, in update);
        // A fill's report may be due before anything that was known.
        _quietUntilNs = Math.Min(_quietUntilNs, _responses.NextDueNs);
    }

    private void CommitAhead(ref Slot slot)
    {
        if (_windowEndNs == long.MaxValue)
            OpenWindow(slot.Ingress.Event.TimeNs);
        // Orders go to the first venue: the others' messages are nothing to its recorded exchange.
        if (_ownBooks == null || slot.Ingress.Event.Venue != 0)
        {
            bool isFirstVenue = slot.Ingress.Event.Venue == 0;
            _writer.Commit(false);
            if (_exchange.IsInterested && isFirstVenue)
                Match(in slot.Ingress.Event, in slot.Book);
            return;
        }

        BookUpdate update = default;
        _ownBooks.Apply(in slot.Ingress.Event, ref update);
        InputEvent e = slot.Ingress.Event;
        _writer.Commit(false);
        if (_exchange.IsInterested)
            Match(in e, in update);
    }

    // Everything due before timeNs happens now, in order of time.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AdvanceTo(long timeNs)
    {
        if (_clockNs == long.MinValue)
            Begin(timeNs);
        while (true)
        {
            long nextNs = Math.Min(
                Math.Min(_actions.NextDueNs, _responses.NextDueNs), Math.Min(_refusals.NextDueNs, _nextTimerNs));
            long boundNs = Math.Min(nextNs, timeNs);
            if (boundNs > _windowEndNs)
            {
                // Events of this window may have caused orders that matter at boundNs: wait until they are known.
                EndWindow();
                continue;
            }

            if (nextNs >= timeNs)
                break;
            _clockNs = Math.Max(_clockNs, nextNs);
            Happen(nextNs);
        }

        _clockNs = Math.Max(_clockNs, timeNs);
        if (_pacer.IsActive && !_isPacedByPackets)
            _pacer.WaitFor(timeNs);
        UpdateQuiet();
    }

    private void Happen(long nowNs)
    {
        if (_actions.NextDueNs == nowNs)
        {
            RecordedAction action = _actions.Take();
            if (_options.Orders == ReplayOrders.Exchange)
                _exchange.Apply(in action);
            else
                _exchange.Expire(in action);
        }
        else if (_responses.NextDueNs == nowNs)
        {
            EnterQueued(_responses.Take(), nowNs);
        }
        else if (_refusals.NextDueNs == nowNs)
        {
            EnterQueued(_refusals.Take(), nowNs);
        }
        else
        {
            _nextTimerNs += _options.TimerNs;
            Feed.Timers++;
            if (!_killed)
                EnterKillIfTripped(nowNs);
            EnterControl(EventKind.Timer, 0, nowNs, 0);
        }
    }

    private void Begin(long timeNs)
    {
        _clockNs = timeNs;
        _nextTimerNs = ((timeNs / _options.TimerNs) + 1) * _options.TimerNs;
        EnterSession(SessionEventType.Connected, timeNs, connection: 1, reset: 1);
        EnterSession(SessionEventType.LoggedOn, timeNs, (ulong)_wiring.Session.HeartbeatSeconds, 0);
    }

    private void OpenWindow(long timeNs)
    {
        _windowEndNs = timeNs + _options.OrderLatencyNs;
        UpdateQuiet();
    }

    // A message not later than this needs no look at anything else.
    private void UpdateQuiet()
    {
        long dueNs = Math.Min(
            Math.Min(_actions.NextDueNs, _responses.NextDueNs), Math.Min(_refusals.NextDueNs, _nextTimerNs));
        // The first message with a time begins the clock, whatever came before it.
        _quietUntilNs = _pacer.IsActive || _clockNs == long.MinValue
            ? long.MinValue : Math.Min(dueNs, _windowEndNs);
    }

    private void EndWindow()
    {
        _core.WaitUntilCompleted();
        Collect();
        _windowEndNs = long.MaxValue;
        UpdateQuiet();
    }

    // Takes what the encoder sent and refused.
    private void Collect()
    {
        while (_wiring.Sent.TryRead(out ReadOnlySpan<byte> record))
        {
            long causeNs = BinaryPrimitives.ReadInt64LittleEndian(record);
            ReadOnlySpan<byte> bytes = record[sizeof(long)..];
            _orderHash.AppendData(bytes);
            _orderReader.Read(bytes, causeNs + _options.OrderLatencyNs, _actions);
            _wiring.Sent.Release();
        }

        // A refusal takes as long as an exchange's answer would: the strategy cannot tell them apart by time.
        while (_wiring.Feedback.TryDequeue(out QueuedInput refusal))
            _refusals.Add(refusal.DueNs + _options.OrderLatencyNs + _options.AcknowledgeNs, in refusal);
        UpdateQuiet();
    }

    // As live, what a rule demands enters like an operator's command. Asked only at a timer tick, when every stage is
    // done with everything before it: the answer is then the same in every topology.
    private void EnterKillIfTripped(long nowNs)
    {
        EndWindow();
        if (!_wiring.Risk.KillTripped)
            return;
        _killed = true;
        EnterControl(EventKind.Command, (byte)OperatorCommand.Kill, nowNs, 0);
    }

    private void EnterGap(long first, long count, ushort venue, byte reason)
    {
        Feed.Gaps++;
        Feed.MissingMessages += count;
        if (_clockNs == long.MinValue)
            return;
        ref Slot slot = ref Prepare(EventKind.FeedGap, reason, _clockNs);
        slot.Ingress.Event.Venue = venue;
        slot.Ingress.Event.Sequence = first;
        slot.Ingress.Event.OrderId = (ulong)count;
        CommitMarketEvent(ref slot);
    }

    private void EnterSession(SessionEventType code, long timeNs, ulong connection, ulong reset)
    {
        ref Slot slot = ref Prepare(EventKind.Session, (byte)code, timeNs);
        slot.Ingress.Event.OrderId = connection;
        slot.Ingress.Event.OrderId2 = reset;
        slot.Ingress.Session = default;
        Commit(timeNs);
    }

    private void EnterControl(EventKind kind, byte code, long timeNs, ulong value)
    {
        ref Slot slot = ref Prepare(kind, code, timeNs);
        slot.Ingress.Event.OrderId = value;
        Commit(timeNs);
    }

    private void EnterQueued(QueuedInput item, long timeNs)
    {
        ref Slot slot = ref _writer.Slot;
        slot.Ingress.Event = item.Event;
        slot.Ingress.Execution = item.Execution;
        slot.Ingress.Event.TimeNs = timeNs;
        slot.Ingress.Event.UtcNs = _options.MidnightUtcNs + timeNs;
        slot.Ingress.ReceivedTicks = TimeStampCounter.Now();
        Commit(timeNs);
    }

    private ref Slot Prepare(EventKind kind, byte code, long timeNs)
    {
        ref Slot slot = ref _writer.Slot;
        slot.Ingress.Event = default;
        slot.Ingress.Event.Kind = kind;
        slot.Ingress.Event.Code = code;
        slot.Ingress.Event.Instrument = InputEvent.NoInstrument;
        slot.Ingress.Event.TimeNs = timeNs;
        slot.Ingress.Event.UtcNs = _options.MidnightUtcNs + timeNs;
        slot.Ingress.ReceivedTicks = TimeStampCounter.Now();
        return ref slot;
    }

    private void Commit(long timeNs)
    {
        if (!_isFused && _windowEndNs == long.MaxValue)
            OpenWindow(timeNs);
        _writer.Commit(false);
        if (_isFused)
            Collect();
    }
}
