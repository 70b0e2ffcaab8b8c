using System.Runtime.CompilerServices;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// One channel of MDP 3.0, from packets to events: the lines of the incremental feed are arbitrated into one ordered
/// stream, what is lost or late is told to the <see cref="Mdp3Handler"/>, and the loops feed its recovery.
/// <para><b>Use.</b> <see cref="OnIncremental"/> for each packet of a line, <see cref="OnLoop"/> for the loops' packets
/// while <see cref="Wants"/> says so, <see cref="OnTime"/> now and then.</para>
/// <para><b>Threading.</b> One thread. No sockets, no clock: live feeds and recordings take the same path.</para>
/// <para><b>Invariants.</b> Those of <see cref="PacketArbiter{TNumbering}"/> and <see cref="Mdp3Handler"/>.</para>
/// <para><b>Cost.</b> Arbitration and decoding; no allocation for a packet.</para>
/// </summary>
[HotPath]
public sealed class Mdp3Channel : IDisposable
{
    private const long CapturePatienceNs = 100_000_000;
    private const StaleReason Late = StaleReason.Gap | StaleReason.Silence;

    private readonly PacketArbiter<Mdp3Numbering> _arbiter;
    private bool _isLate;

    /// <summary>Takes all memory.</summary>
    /// <param name="handler">Decoding and recovery.</param>
    /// <param name="arbiter">Lines and waits.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public Mdp3Channel(Mdp3Options handler, ArbiterOptions arbiter)
    {
        Handler = new Mdp3Handler(handler);
        _arbiter = new PacketArbiter<Mdp3Numbering>(arbiter);
    }

    /// <summary>
    /// The channel of a capture: any number of lines, nothing is silent, and what no line brings for long is lost.
    /// </summary>
    /// <param name="handler">Decoding and recovery.</param>
    /// <exception cref="ArgumentException">A setting is outside its range.</exception>
    public static Mdp3Channel OfCapture(Mdp3Options handler) => new(handler, new ArbiterOptions
    {
        Lines = ArbiterOptions.MaxLines,
        LineTimeoutNs = 0,
        ReorderWaitNs = CapturePatienceNs,
        GiveUpNs = CapturePatienceNs,
    });

    /// <summary>Decoding and recovery.</summary>
    public Mdp3Handler Handler { get; }

    /// <summary>Arbitration of the incremental lines.</summary>
    public PacketArbiter<Mdp3Numbering> Arbiter => _arbiter;

    /// <summary>Whether a loop's packets are of use now; if not they need not be received.</summary>
    /// <param name="feed">A loop.</param>
    public bool Wants(Mdp3Feed feed) => feed switch
    {
        Mdp3Feed.Definitions => !Handler.HasDefinitions,
        Mdp3Feed.Snapshots => Handler.NeedsSnapshots,
        Mdp3Feed.OrderSnapshots => Handler.NeedsOrderSnapshots,
        _ => true,
    };

    /// <summary>Takes a packet of an incremental line.</summary>
    /// <param name="line">Line number.</param>
    /// <param name="packet">The datagram's payload, any bytes.</param>
    /// <param name="nowNs">When it was received, ns since the Unix epoch.</param>
    /// <param name="isReplay">Events carry the time of the matching event instead of the time of reception.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    /// <returns>Messages read of this packet and of those that waited for it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int OnIncremental<TSink>(int line, ReadOnlySpan<byte> packet, long nowNs, bool isReplay, ref TSink sink)
        where TSink : struct, IEventSink
    {
        int messages = 0;
        bool any = _arbiter.OnPacket(line, packet, nowNs, out ArbitratedPacket output);
        while (any)
        {
            messages += Take(in output, isReplay, ref sink);
            any = _arbiter.TryNext(out output);
        }

        return messages;
    }

    /// <summary>Takes a packet of a loop. Dropped unless <see cref="Wants"/>.</summary>
    /// <param name="feed">The loop.</param>
    /// <param name="packet">The datagram's payload, any bytes.</param>
    /// <param name="nowNs">When it was received.</param>
    /// <param name="isReplay">As for <see cref="OnIncremental"/>.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    /// <returns>Messages read.</returns>
    public int OnLoop<TSink>(Mdp3Feed feed, ReadOnlySpan<byte> packet, long nowNs, bool isReplay, ref TSink sink)
        where TSink : struct, IEventSink =>
        Wants(feed) ? Handler.OnPacket(feed, packet, isReplay ? 0 : nowNs, ref sink) : 0;

    /// <summary>Time passed: gaps age, silent lines are noticed.</summary>
    /// <param name="nowNs">Ns since the Unix epoch.</param>
    /// <param name="isReplay">As for <see cref="OnIncremental"/>.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    public void OnTime<TSink>(long nowNs, bool isReplay, ref TSink sink)
        where TSink : struct, IEventSink
    {
        _arbiter.OnTime(nowNs);
        while (_arbiter.TryNext(out ArbitratedPacket output))
            Take(in output, isReplay, ref sink);
    }

    /// <summary>A recording is at its end: what still waits for something missing is delivered.</summary>
    /// <param name="nowNs">Time of the last packet.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    public void Finish<TSink>(long nowNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        do
        {
            _arbiter.Finish(nowNs);
            while (_arbiter.TryNext(out ArbitratedPacket output))
                Take(in output, true, ref sink);
        }
        while (_arbiter.HasGap);
    }

    /// <inheritdoc/>
    public void Dispose() => _arbiter.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Take<TSink>(scoped in ArbitratedPacket output, bool isReplay, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (output.Kind == ArbitratedKind.Content)
        {
            return Handler.OnPacket(
                Mdp3Feed.Incremental, output.Packet, isReplay ? 0 : output.ReceivedNs, ref sink);
        }

        TakeNotice(in output, ref sink);
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeNotice<TSink>(scoped in ArbitratedPacket output, ref TSink sink)
        where TSink : struct, IEventSink
    {
        long nowNs = output.ReceivedNs;
        switch (output.Kind)
        {
            case ArbitratedKind.Stale when (output.Reason & Late) != 0:
                SetLate(true, nowNs, ref sink);
                break;
            case ArbitratedKind.Sound:
                SetLate(false, nowNs, ref sink);
                break;
            case ArbitratedKind.Lost:
            case ArbitratedKind.Conflict:
                Handler.OnLost(output.First, Math.Max(output.Count, 1), nowNs, ref sink);
                // From here on each instrument knows for itself whether it is sound.
                _arbiter.OnSnapshot(_arbiter.NextSequence, nowNs);
                break;
            case ArbitratedKind.SessionChanged:
            case ArbitratedKind.Renumbered:
                Handler.OnSessionChanged(nowNs, ref sink);
                _arbiter.OnSnapshot(_arbiter.NextSequence, nowNs);
                break;
        }
    }

    private void SetLate<TSink>(bool isLate, long nowNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (_isLate == isLate)
            return;
        _isLate = isLate;
        Handler.OnSilence(isLate, nowNs, ref sink);
    }
}
