using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;
using HftGateway.Platform;

namespace HftGateway.MarketData.Recovery;

/// <summary>
/// A MoldUDP64 feed on one or more lines, with everything that keeps it whole: arbitration, then re-requests, then a
/// snapshot, and a word in the stream whenever the books cannot be trusted. The same code live and on recordings: no
/// sockets and no clock.
/// <para><b>Use.</b> Every turn: <c>OnTime</c>, the lines' packets to <c>OnPacket</c>, <c>TryTakeRequest</c> to a
/// server's socket, answers to <c>OnAnswer</c>; while <see cref="WantsSnapshot"/> fetch one and bracket its messages
/// with <see cref="BeginSnapshot"/> and <see cref="EndSnapshot"/>. After each of these take outputs with
/// <c>TryNext</c> until it returns false.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Between Sound and the next Stale the messages delivered since the session's beginning, or
/// since the last SnapshotBegin, are all of the exchange's, in its order, each once. After a loss the content is held,
/// not delivered, until the snapshot it belongs behind is complete (where snapshots can be had).</para>
/// <para><b>Cost.</b> <c>ArbitrationBenchmark</c>; no allocation after construction.</para>
/// </summary>
[HotPath]
public sealed class MoldFeed : IDisposable
{
    private const int LengthBytes = 2;

    private readonly MoldFeedOptions _options;
    private readonly ContentHold? _hold;
    private long _delivered;
    private long _snapshotDueNs;
    private bool _isHolding;
    private bool _isDraining;
    private bool _isSnapshotOpen;
    private bool _tellsBegin;
    private ulong _spliceAt;
    private long _nowNs;

    /// <summary>Takes all memory.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public MoldFeed(MoldFeedOptions options)
    {
        _options = options;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HoldBytes, 4096);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.HoldBytes, 1L << 32);
        ArgumentOutOfRangeException.ThrowIfNegative(options.SnapshotRetryNs);
        Requests = new RerequestClient(options.Rerequest);
        Arbiter = new PacketArbiter<MoldNumbering>(options.Arbiter);
        if (options.HasSnapshots)
            _hold = new ContentHold(options.HoldBytes);
    }

    /// <summary>The arbitration layer; its statistics are the lines'.</summary>
    public PacketArbiter<MoldNumbering> Arbiter { get; }

    /// <summary>The re-request layer.</summary>
    public RerequestClient Requests { get; }

    /// <summary>Counters of snapshots.</summary>
    public RecoveryStatistics Statistics { get; } = new();

    /// <summary>Messages delivered.</summary>
    public long Delivered => _delivered;

    /// <summary>A snapshot is to be fetched, or the one under way to be gone on with.</summary>
    public bool WantsSnapshot => _isHolding && !_isDraining && (_isSnapshotOpen || _nowNs >= _snapshotDueNs);

    /// <summary>
    /// The first message that a snapshot may leave to the feed: one that ends earlier is too old.
    /// </summary>
    public ulong SnapshotNeeded => _hold is { } hold && _isHolding ? hold.First : Arbiter.NextSequence;

    /// <summary>Takes a packet of a line.</summary>
    /// <param name="line">Line number.</param>
    /// <param name="packet">The datagram's payload, any bytes.</param>
    /// <param name="nowNs">When it was received, ns.</param>
    /// <param name="output">The first output; its block may lie in <paramref name="packet"/>.</param>
    /// <returns>Whether there is one; if so ask <see cref="TryNext"/> for more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool OnPacket(int line, ReadOnlySpan<byte> packet, long nowNs, out FeedOutput output)
    {
        output = default;
        bool any = Arbiter.OnPacket(line, packet, nowNs, out ArbitratedPacket arbitrated);
        if (!any)
            return false;
        return Tell(in arbitrated, ref output) || TryNext(out output);
    }

    /// <summary>Takes what a request server answered.</summary>
    /// <param name="server">Number of the server.</param>
    /// <param name="packet">The datagram's payload, any bytes.</param>
    /// <param name="nowNs">When it was received, ns.</param>
    /// <param name="output">The first output.</param>
    /// <returns>Whether there is one; if so ask <see cref="TryNext"/> for more.</returns>
    public bool OnAnswer(int server, ReadOnlySpan<byte> packet, long nowNs, out FeedOutput output)
    {
        RerequestAnswer answer = Requests.OnAnswer(server, packet, Arbiter.Session, Arbiter.NextSequence);
        if (answer == RerequestAnswer.Accepted)
            return OnPacket(Arbiter.RecoveryLine, packet, nowNs, out output);
        output = default;
        return false;
    }

    /// <summary>Time passed. Take the outputs afterwards.</summary>
    /// <param name="nowNs">Time, ns.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void OnTime(long nowNs)
    {
        _nowNs = nowNs;
        Arbiter.OnTime(nowNs);
        if (Arbiter.HasGap)
            Decide();
    }

    /// <summary>The request to send now, if any.</summary>
    /// <param name="nowNs">Time, ns.</param>
    /// <param name="server">Number of the server to send it to.</param>
    /// <param name="request">The packet, valid until the next call.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryTakeRequest(long nowNs, out int server, out ReadOnlySpan<byte> request)
    {
        if (Arbiter.IsGapOverdue)
        {
            return Requests.TryTakeRequest(
                Arbiter.Session, Arbiter.GapFirst, Arbiter.GapCount, nowNs, out server, out request);
        }

        server = 0;
        request = default;
        return false;
    }

    /// <summary>A snapshot's messages are about to come. Take the outputs first: one says to empty the books.</summary>
    public void BeginSnapshot()
    {
        Statistics.SnapshotsBegun++;
        _isSnapshotOpen = true;
        _tellsBegin = true;
    }

    /// <summary>The snapshot is complete. Take the outputs: what was held follows, then Sound.</summary>
    /// <param name="next">The first message that it does not contain.</param>
    /// <param name="nowNs">Time, ns.</param>
    /// <returns>False when it is too old to be spliced; another is wanted.</returns>
    public bool EndSnapshot(ulong next, long nowNs)
    {
        _nowNs = nowNs;
        if (_hold == null || !_isSnapshotOpen || !_isHolding)
            return false;
        _isSnapshotOpen = false;
        if (next < _hold.First)
        {
            Statistics.SnapshotsTooOld++;
            _snapshotDueNs = nowNs + _options.SnapshotRetryNs;
            return false;
        }

        Statistics.SnapshotsUsed++;
        _spliceAt = next;
        _isDraining = true;
        Arbiter.OnSnapshot(next, nowNs);
        return true;
    }

    /// <summary>The snapshot came to nothing; another is wanted after a while.</summary>
    /// <param name="nowNs">Time, ns.</param>
    public void FailSnapshot(long nowNs)
    {
        _nowNs = nowNs;
        _isSnapshotOpen = false;
        Statistics.SnapshotsFailed++;
        _snapshotDueNs = nowNs + _options.SnapshotRetryNs;
    }

    /// <summary>The next output.</summary>
    /// <param name="output">The output.</param>
    /// <returns>False when there is none until the next packet or time.</returns>
    public bool TryNext(out FeedOutput output)
    {
        output = default;
        if (_tellsBegin)
        {
            _tellsBegin = false;
            output.Kind = FeedOutputKind.SnapshotBegin;
            output.ReceivedNs = _nowNs;
            return true;
        }

        if (_isDraining && TakeHeld(ref output))
            return true;
        while (Arbiter.TryNext(out ArbitratedPacket arbitrated))
        {
            if (Tell(in arbitrated, ref output))
                return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Arbiter.Dispose();
        _hold?.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Tell(scoped in ArbitratedPacket arbitrated, ref FeedOutput output)
    {
        if (arbitrated.Kind != ArbitratedKind.Content)
            return TellNotice(in arbitrated, ref output);
        int start = arbitrated.Start;
        for (int i = arbitrated.Skip; i > 0; i--)
            start += LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(arbitrated.Packet[start..]);
        if (_isHolding)
        {
            Hold(in arbitrated, start);
            return false;
        }

        Fill(arbitrated.Packet[start..], arbitrated.First, (int)arbitrated.Count, start, ref output);
        output.Line = arbitrated.Line;
        output.ReceivedNs = arbitrated.ReceivedNs;
        return true;
    }

    private void Fill(ReadOnlySpan<byte> framed, ulong first, int count, int offset, ref FeedOutput output)
    {
        output.Kind = FeedOutputKind.Messages;
        output.First = first;
        output.Count = (ulong)count;
        output.Block = new MessageBlock
        {
            Bytes = framed,
            Count = count,
            FirstIndex = _delivered,
            FirstOffset = offset,
            FirstSequence = (long)first,
            PacketUtcNs = MessageBlock.NoTime,
        };
        _delivered += count;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool TellNotice(scoped in ArbitratedPacket arbitrated, ref FeedOutput output)
    {
        output.Line = arbitrated.Line;
        output.First = arbitrated.First;
        output.Count = arbitrated.Count;
        output.Reason = arbitrated.Reason;
        output.ReceivedNs = arbitrated.ReceivedNs;
        output.Kind = arbitrated.Kind switch
        {
            // What only a snapshot mends is told by the notice that follows, with its numbers.
            ArbitratedKind.Stale when (arbitrated.Reason & StaleReason.NeedsSnapshot) != 0 => FeedOutputKind.None,
            ArbitratedKind.Stale => FeedOutputKind.Stale,
            ArbitratedKind.Lost or ArbitratedKind.Conflict or ArbitratedKind.Renumbered => FeedOutputKind.Stale,
            ArbitratedKind.Sound => FeedOutputKind.Sound,
            ArbitratedKind.SessionChanged => FeedOutputKind.SessionChanged,
            ArbitratedKind.Ended => FeedOutputKind.Ended,
            ArbitratedKind.LineDown => FeedOutputKind.LineDown,
            ArbitratedKind.LineUp => FeedOutputKind.LineUp,
            _ => FeedOutputKind.None,
        };
        if (arbitrated.Kind == ArbitratedKind.SessionChanged)
            EndHolding();
        else if (arbitrated.Kind is ArbitratedKind.Lost or ArbitratedKind.Conflict or ArbitratedKind.Renumbered)
            StartHolding(in arbitrated);
        if (arbitrated.Kind is ArbitratedKind.Lost or ArbitratedKind.SessionChanged or ArbitratedKind.Renumbered)
            Requests.Reset();
        return output.Kind != FeedOutputKind.None;
    }

    // From here on the content waits for a snapshot.
    private void StartHolding(scoped in ArbitratedPacket arbitrated)
    {
        if (_hold == null)
            return;
        ulong next = arbitrated.Kind == ArbitratedKind.Lost ? arbitrated.First + arbitrated.Count
            : arbitrated.Kind == ArbitratedKind.Renumbered ? arbitrated.First
            : Arbiter.NextSequence;
        _hold.Restart(next);
        if (!_isHolding)
            _snapshotDueNs = _nowNs;
        _isHolding = true;
        _isDraining = false;
    }

    private void EndHolding()
    {
        _isHolding = _isDraining = _isSnapshotOpen = _tellsBegin = false;
        _hold?.Restart(0);
    }

    private void Hold(scoped in ArbitratedPacket arbitrated, int start)
    {
        _hold!.Add(arbitrated.Packet[start..], arbitrated.First, (int)arbitrated.Count, arbitrated.ReceivedNs);
        Statistics.HoldOverflow = _hold.Dropped;
    }

    // What was held, from the snapshot's end on.
    private bool TakeHeld(ref FeedOutput output)
    {
        while (_hold!.TryTake(out ReadOnlySpan<byte> framed, out ContentHold.Record record))
        {
            int skip = 0;
            if (record.First < _spliceAt)
                skip = (int)Math.Min(_spliceAt - record.First, (ulong)record.Count);
            Statistics.CoveredMessages += skip;
            if (skip == record.Count)
                continue;
            int start = 0;
            for (int i = 0; i < skip; i++)
                start += LengthBytes + BinaryPrimitives.ReadUInt16BigEndian(framed[start..]);
            int count = record.Count - skip;
            Statistics.SplicedMessages += count;
            Fill(framed[start..], record.First + (ulong)skip, count, start, ref output);
            output.ReceivedNs = record.ReceivedNs;
            return true;
        }

        _isDraining = false;
        _isHolding = false;
        return false;
    }

    // A gap that nobody can fill is given up at once, for the snapshot's sake.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Decide()
    {
        if (!Arbiter.IsGapOverdue)
            return;
        bool isHopeless = Requests.ServerCount > 0
            ? Requests.IsExhaustedFor(Arbiter.GapFirst) || Arbiter.GapCount > _options.Rerequest.MaxHole
            : _options.HasSnapshots && _nowNs - Arbiter.GapSinceNs >= _options.Arbiter.GiveUpNs;
        if (isHopeless)
            Arbiter.GiveUpGap();
    }
}
