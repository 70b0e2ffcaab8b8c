using System.Runtime.CompilerServices;
using HftGateway.Disruptor;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Ingress;
using HftGateway.Pipeline.Orders;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;
using HftGateway.Pipeline.Topology;
using HftGateway.Platform;
using HftGateway.Platform.Timing;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// The ingress thread of a live gateway: polls the feeds' sockets, the order session's inbound queue, the
/// encoder's refusals, the operator's commands and the clock, and gives everything that may change a decision its
/// place in the one sequence.
/// <para><b>Threading.</b> One thread; it alone writes to the ring. Counters are read by others
/// when it has stopped.</para>
/// <para><b>Order.</b> A turn looks at order responses first, then refusals, commands, the timer, then a
/// bounded number of packets of each feed: a burst of market data cannot keep a fill waiting for long.</para>
/// <para><b>Clock.</b> This is the only place where the gateway reads a clock for decisions.</para>
/// </summary>
/// <typeparam name="TFeeds">The market data feeds.</typeparam>
/// <typeparam name="TPrefix">Stages of the ingress thread's group.</typeparam>
/// <typeparam name="TStrategy">Strategy.</typeparam>
/// <typeparam name="TTransport">Where encoded orders go.</typeparam>
[HotPath]
internal sealed class LiveIngress<TFeeds, TPrefix, TStrategy, TTransport>
    where TFeeds : struct, IIngressFeed
    where TPrefix : struct, IPipelineStage
    where TStrategy : struct, IStrategy
    where TTransport : struct, IOrderTransport
{
    private const long ResyncNs = 1_000_000_000;

    private readonly IngressWriter<TPrefix, TStrategy, TTransport> _writer;
    private readonly LiveWiring _wiring;
    private readonly TFeeds _feeds;
    private readonly long _timerTicks;
    private readonly long _resyncTicks = TimeStampCounter.FromNs(ResyncNs);
    private readonly AllocationMeter _allocations;
    private ConfiguredWait _wait;
    private long _nextTimerTicks;
    private long _nextResyncTicks;
    private int _untilStamp = 1;
    private bool _killed;
    private bool _isWarm;
    private bool _stop;

    public LiveIngress(
        PipelineCore<TStrategy, TTransport> core, TPrefix prefix, TFeeds feeds, LiveWiring wiring)
    {
        _feeds = feeds;
        _writer = new IngressWriter<TPrefix, TStrategy, TTransport>(core, prefix);
        _wiring = wiring;
        _allocations = core.Allocations[0];
        // A queue can be waited for; three queues and a socket cannot: blocking means short sleeps here.
        _wait = new ConfiguredWait(wiring.Wait == WaitKind.Blocking ? WaitKind.Sleeping : wiring.Wait);
        _timerTicks = TimeStampCounter.FromNs(wiring.TimerNs);
    }

    /// <summary>Ends <see cref="Run"/> after the current turn. Any thread.</summary>
    public void Stop() => Volatile.Write(ref _stop, true);

    /// <summary>Runs until stopped.</summary>
    public void Run()
    {
        long now = TimeStampCounter.Now();
        _nextTimerTicks = now + _timerTicks;
        _nextResyncTicks = now + _resyncTicks;
        WaitState idle = default;
        while (!Volatile.Read(ref _stop))
        {
            long turn = TimeStampCounter.Now();
            int work = PollQueues() + PollTimer(turn) + _feeds.Poll(new Sink(this), turn, _wiring.Clock.UtcNs(turn));
            if (work > 0)
                idle = default;
            else
                _wait.Idle(ref idle);
        }

        if (_isWarm)
            _allocations.End();
    }

    private void EnterMessage(long receivedTicks, long decodeTicks, bool last)
    {
        ref Slot slot = ref _writer.Slot;
        slot.Ingress.ReceivedTicks = receivedTicks;
        slot.Ingress.DecodeTicks = decodeTicks;
        if (last)
            slot.Ingress.Event.Flags |= EventFlags.EndOfPacket;
        if (--_untilStamp == 0)
        {
            _untilStamp = _wiring.StampEvery;
            slot.Ingress.Event.Flags |= EventFlags.Stamped;
            slot.Ingress.DoneTicks = TimeStampCounter.Now();
        }

        _writer.Commit(last);
    }

    private int PollQueues()
    {
        int work = 0;
        while (_wiring.Responses.TryDequeue(out QueuedInput response))
        {
            EnterQueued(in response);
            work++;
        }

        while (_wiring.Feedback.TryDequeue(out QueuedInput refusal))
        {
            if (refusal.Event.Kind == EventKind.Session)
                NoteAlarm(in refusal.Event);
            EnterQueued(in refusal);
            work++;
        }

        while (_wiring.Commands.TryDequeue(out QueuedInput command))
        {
            EnterQueued(in command);
            work++;
        }

        return work;
    }

    private void NoteAlarm(in InputEvent e) => _wiring.Notes.Post((SessionEventType)e.Code switch
    {
        SessionEventType.PeerSlow => new OperatorNote(OperatorNoteKind.PeerSlow, First: e.OrderId),
        SessionEventType.StoreFull => new OperatorNote(OperatorNoteKind.StoreFull),
        SessionEventType.StoreHasRoom => new OperatorNote(OperatorNoteKind.StoreHasRoom),
        _ => new OperatorNote(OperatorNoteKind.PeerReads),
    });

    private int PollTimer(long now)
    {
        if (now < _nextTimerTicks)
            return 0;
        if (now >= _nextResyncTicks)
        {
            _wiring.Clock.Resync();
            _nextResyncTicks = now + _resyncTicks;
        }

        if (!_killed && _wiring.Risk.KillTripped)
        {
            // A rule of the risk stage demands the kill switch: it enters like an operator's command, so that the
            // strategy hears of it and a replay repeats it.
            _killed = true;
            EnterControl(EventKind.Command, (byte)OperatorCommand.Kill, now);
            _wiring.Notes.Post(new OperatorNote(OperatorNoteKind.KillSwitch));
        }

        // Ticks that were missed are not made up for: time has passed, once is enough to say so.
        _nextTimerTicks = Math.Max(_nextTimerTicks + _timerTicks, now);
        _wiring.Feed.Timers++;
        EnterControl(EventKind.Timer, 0, now);
        return 0;
    }

    private void EnterControl(EventKind kind, byte code, long ticks)
    {
        Prepare(kind, code, ticks);
        _writer.Commit(true);
    }

    private void EnterQueued(in QueuedInput item)
    {
        ref Slot slot = ref _writer.Slot;
        slot.Ingress.Event = item.Event;
        SetTimes(ref slot, TimeStampCounter.Now());
        if (item.Event.Kind == EventKind.Session)
            slot.Ingress.Session = item.Session;
        else
            slot.Ingress.Execution = item.Execution;
        _writer.Commit(true);
    }

    private ref Slot Prepare(EventKind kind, byte code, long ticks)
    {
        ref Slot slot = ref _writer.Slot;
        slot.Ingress.Event = default;
        slot.Ingress.Event.Kind = kind;
        slot.Ingress.Event.Code = code;
        slot.Ingress.Event.Instrument = InputEvent.NoInstrument;
        SetTimes(ref slot, ticks);
        return ref slot;
    }

    private void SetTimes(ref Slot slot, long ticks)
    {
        long utcNs = _wiring.Clock.UtcNs(ticks);
        slot.Ingress.Event.UtcNs = utcNs;
        slot.Ingress.Event.TimeNs = utcNs - _wiring.MidnightUtcNs;
        slot.Ingress.ReceivedTicks = ticks;
    }

    /// <summary>The feeds' way into the ring.</summary>
    private readonly struct Sink(LiveIngress<TFeeds, TPrefix, TStrategy, TTransport> ingress) : IFeedSink
    {
        public ref InputEvent Event
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref ingress._writer.Slot.Ingress.Event;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit(long receivedTicks, long decodeTicks, bool last) =>
            ingress.EnterMessage(receivedTicks, decodeTicks, last);

        public void Enter(EventKind kind, byte code, ushort venue, long sequence, ulong value, long ticks)
        {
            ref Slot slot = ref ingress.Prepare(kind, code, ticks);
            slot.Ingress.Event.Venue = venue;
            slot.Ingress.Event.Sequence = sequence;
            slot.Ingress.Event.OrderId = value;
            ingress._writer.Commit(true);
        }

        // Start-up binds system calls and types at their first use; from the first packet on nothing may be allocated.
        public void Warm()
        {
            if (ingress._isWarm)
                return;
            ingress._isWarm = true;
            ingress._allocations.Begin();
        }

        public bool Cool()
        {
            if (!ingress._isWarm)
                return false;
            ingress._isWarm = false;
            ingress._allocations.End();
            return true;
        }
    }
}
