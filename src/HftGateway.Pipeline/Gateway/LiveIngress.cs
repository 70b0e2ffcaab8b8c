using System.Runtime.CompilerServices;
using HftGateway.Disruptor;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Udp;
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
/// The ingress thread of a live gateway: polls the feed's socket, the order session's inbound queue, the
/// encoder's refusals, the operator's commands and the clock, and gives everything that may change a decision its
/// place in the one sequence.
/// <para><b>Threading.</b> One thread; it alone writes to the ring. Counters are read by others
/// when it has stopped.</para>
/// <para><b>Order.</b> A turn looks at order responses first, then refusals, commands, the timer, then at most
/// <see cref="PacketsPerTurn"/> packets: a burst of market data cannot keep a fill waiting for long.</para>
/// <para><b>Clock.</b> This is the only place where the gateway reads a clock for decisions.</para>
/// </summary>
/// <typeparam name="TPrefix">Stages of the ingress thread's group.</typeparam>
/// <typeparam name="TStrategy">Strategy.</typeparam>
/// <typeparam name="TTransport">Where encoded orders go.</typeparam>
[HotPath]
internal sealed class LiveIngress<TPrefix, TStrategy, TTransport>
    where TPrefix : struct, IPipelineStage
    where TStrategy : struct, IStrategy
    where TTransport : struct, IOrderTransport
{
    private const int PacketsPerTurn = 16;
    private const long ResyncNs = 1_000_000_000;

    private readonly IngressWriter<TPrefix, TStrategy, TTransport> _writer;
    private readonly LiveWiring _wiring;
    private readonly MoldUdp64Receiver _mold = new();
    private readonly long _timerTicks;
    private readonly long _resyncTicks = TimeStampCounter.FromNs(ResyncNs);
    private readonly AllocationMeter _allocations;
    private ConfiguredWait _wait;
    private long _nextTimerTicks;
    private long _nextResyncTicks;
    private int _untilStamp = 1;
    private bool _killed;
    private bool _stop;

    public LiveIngress(PipelineCore<TStrategy, TTransport> core, TPrefix prefix, LiveWiring wiring)
    {
        _writer = new IngressWriter<TPrefix, TStrategy, TTransport>(core, prefix);
        _wiring = wiring;
        _allocations = core.Allocations[0];
        // A queue can be waited for; three queues and a socket cannot: blocking means short sleeps here.
        _wait = new ConfiguredWait(wiring.Wait == WaitKind.Blocking ? WaitKind.Sleeping : wiring.Wait);
        _timerTicks = TimeStampCounter.FromNs(wiring.TimerNs);
    }

    /// <summary>What was received.</summary>
    public FeedStatistics Feed { get; } = new();

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
            int work = PollQueues() + PollTimer() + PollFeed();
            if (work > 0)
                idle = default;
            else
                _wait.Idle(ref idle);
        }

        if (Feed.Packets > 0)
            _allocations.End();
        Feed.DuplicateMessages = _mold.DuplicateMessages;
        Feed.MalformedPackets = _mold.MalformedPackets;
        Feed.MalformedMessages = _wiring.Normalizer.DefectCount;
    }

    private int PollFeed()
    {
        int packets = 0;
        while (packets < PacketsPerTurn)
        {
            if (!_wiring.Receiver.TryReceive(out ReadOnlySpan<byte> packet))
                break;
            packets++;
            OnPacket(packet);
        }

        return packets;
    }

    private void OnPacket(ReadOnlySpan<byte> packet)
    {
        long receivedTicks = TimeStampCounter.Now();
        // Start-up binds system calls and types at their first use; from the first packet on nothing may be allocated.
        if (Feed.Packets++ == 0)
            _allocations.Begin();
        MoldPacketStatus status = _mold.OnPacket(packet, out MessageBlock block);
        if (block.GapCount > 0)
            EnterGap(in block, receivedTicks);
        if (status == MoldPacketStatus.EndOfSession && !Feed.Ended)
        {
            Feed.Ended = true;
            EnterControl(EventKind.FeedEnd, 0, receivedTicks);
            Volatile.Write(ref _wiring.FeedEnded, true);
        }

        if (block.Count == 0)
            return;
        long utcNs = _wiring.Clock.UtcNs(receivedTicks);
        long sequence = block.FirstSequence;
        int left = block.Count;
        long decodeTicks = receivedTicks;
        Feed.Messages += left;
        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
        {
            left--;
            ref Slot slot = ref _writer.Slot;
            if (_wiring.Normalizer.TryNormalize(
                ref messages.First, messages.Length, sequence++, utcNs, ref slot.Ingress.Event))
            {
                EnterMessage(ref slot, receivedTicks, decodeTicks, left == 0);
                decodeTicks = left == 0 ? 0 : TimeStampCounter.Now();
            }
        }
    }

    private void EnterMessage(ref Slot slot, long receivedTicks, long decodeTicks, bool last)
    {
        Feed.Events++;
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

    private int PollTimer()
    {
        long now = TimeStampCounter.Now();
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
            _wiring.Note("kill switch: tripped by a risk rule");
        }

        // Ticks that were missed are not made up for: time has passed, once is enough to say so.
        _nextTimerTicks = Math.Max(_nextTimerTicks + _timerTicks, now);
        Feed.Timers++;
        EnterControl(EventKind.Timer, 0, now);
        return 0;
    }

    private void EnterGap(in MessageBlock block, long ticks)
    {
        Feed.Gaps++;
        Feed.MissingMessages += block.GapCount;
        ref Slot slot = ref Prepare(EventKind.FeedGap, 0, ticks);
        slot.Ingress.Event.Sequence = block.GapFirst;
        slot.Ingress.Event.OrderId = (ulong)block.GapCount;
        _writer.Commit(true);
        _wiring.Note(
            $"feed: {block.GapCount} messages missing from {block.GapFirst}; books are stale, no order leaves");
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
}
