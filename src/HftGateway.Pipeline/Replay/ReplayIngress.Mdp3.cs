using System.Runtime.CompilerServices;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.Pipeline.Slots;
using HftGateway.Pipeline.Stages;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Replay;

// Captures of CME MDP 3.0: packets through the channel, its events in the order of exchange time.
internal sealed partial class ReplayIngress<TPrefix, TStrategy>
    where TPrefix : struct, IPipelineStage
    where TStrategy : struct, IStrategy
{
    private bool _isOfLoop;
    private Mdp3CaptureClock _captureClock = new();

    /// <summary>Replays one capture of MDP 3.0.</summary>
    /// <param name="source">The capture.</param>
    /// <param name="channel">Arbitration, recovery and decoding.</param>
    /// <param name="progress">Told now and then how many messages are done.</param>
    /// <param name="cancelled">Ends the replay early.</param>
    public void Run(Mdp3CaptureSource source, Mdp3Channel channel, Action<long>? progress, CancellationToken cancelled)
    {
        var sink = new Mdp3Sink(this, new InputEvent[1]);
        long nowNs = 0;
        while (!cancelled.IsCancellationRequested && source.TryRead(out Mdp3CapturedPacket packet))
        {
            nowNs = packet.UtcNs != MessageBlock.NoTime ? packet.UtcNs : nowNs + 1;
            if (_pacer.IsActive)
            {
                _isPacedByPackets = true;
                _pacer.WaitFor(nowNs);
            }

            Feed.Packets++;
            _isOfLoop = packet.Feed != Mdp3Feed.Incremental;
            _core.Allocations[0].Begin();
            channel.OnTime(nowNs, true, ref sink);
            if (!_isOfLoop)
            {
                Feed.Messages += channel.OnIncremental(packet.Line, packet.Payload, nowNs, true, ref sink);
                _core.Allocations[0].End();
            }
            else
            {
                // Definitions allocate.
                _core.Allocations[0].End();
                Feed.Messages += channel.OnLoop(packet.Feed, packet.Payload, nowNs, true, ref sink);
            }

            progress?.Invoke(Feed.Messages);
        }

        _isOfLoop = false;
        channel.Finish(nowNs, ref sink);
    }

    private void EnterMdp3(ref readonly InputEvent e)
    {
        if (_captureClock.Set(in e, _isOfLoop, out long timeNs))
        {
            _lastNs = timeNs;
            if (timeNs > _quietUntilNs)
                AdvanceTo(timeNs);
        }

        ref Slot slot = ref _writer.Slot;
        slot.Ingress.Event = e;
        slot.Ingress.Event.TimeNs = timeNs;
        Feed.Events++;
        Stamp(ref slot);
        CommitMarketEvent(ref slot);
    }

    /// <summary>The ring as a sink; the slot is taken only when everything that is due before the event has entered.</summary>
    private readonly struct Mdp3Sink(ReplayIngress<TPrefix, TStrategy> ingress, InputEvent[] place) : IEventSink
    {
        public ref InputEvent Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref place[0];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit() => ingress.EnterMdp3(in place[0]);
    }
}
