using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// Makes one ordered stream of the same feed's packets on several lines: the first copy of a number wins, what comes
/// out of order waits for what is missing before it, and every loss, difference, silence or change of numbering is
/// told in its place in the stream. No sockets and no clock: the caller brings packets and times, live or recorded.
/// <para><b>Use.</b> <c>OnPacket</c> for each packet and <c>OnTime</c> now and then; after each take outputs with
/// <c>TryNext</c> until it returns false. <c>OnPacket</c> returns the first output itself, in place.</para>
/// <para><b>Threading.</b> One thread; statistics may be read by others.</para>
/// <para><b>Invariants.</b> Content comes in ascending order of numbers, each number at most once between two outputs
/// that void what is known (SessionChanged, Renumbered). A number that is skipped is in a Lost output before anything
/// behind it. Packets kept are bounded by <see cref="ArbiterOptions.BufferPackets"/>.</para>
/// <para><b>Limits.</b> Numbers are unsigned 64-bit. What only one line brought and checksums let pass cannot be
/// noticed, see docs/arbitration.md.</para>
/// <para><b>Cost.</b> <c>ArbitrationBenchmark</c>; no allocation after construction.</para>
/// </summary>
/// <typeparam name="TNumbering">How the protocol numbers its packets.</typeparam>
[HotPath]
public sealed partial class PacketArbiter<TNumbering> : IDisposable
    where TNumbering : struct, IPacketNumbering
{
    private readonly ArbiterOptions _options;
    private readonly ulong _maxJump;
    private readonly int _maxPacketBytes;
    private readonly LineState[] _lines;
    private readonly PacketBuffer _buffer;
    private readonly PacketBuffer _candidates;
    private readonly PacketHistory _history;
    private readonly CopyVerifier<TNumbering>? _verifier;

    private SessionKey _session;
    private ulong _expected;
    private bool _hasSession;
    private bool _hasExpected;

    // Something is kept, missing or to be told: an output may be there that no packet brings by itself.
    private bool _attention;
    private bool _ended;
    private bool _endPending;
    private ulong _endAt;
    private long _nowNs;

    /// <summary>Takes all memory.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public PacketArbiter(ArbiterOptions options)
    {
        options.Validate();
        _options = options;
        // Numbers further ahead would displace those that still wait for their second copy.
        _maxJump = options.VerifyCopies ? Math.Min(options.MaxJump, (ulong)options.HistoryLength / 2) : options.MaxJump;
        _maxPacketBytes = options.MaxPacketBytes;
        _lines = new LineState[options.Lines + 1];
        for (int i = 0; i < _lines.Length; i++)
            _lines[i] = new LineState();
        _buffer = new PacketBuffer(options.BufferPackets, options.MaxPacketBytes);
        _candidates = new PacketBuffer(CandidatePackets, options.MaxPacketBytes);
        _history = new PacketHistory(options.HistoryLength);
        if (options.VerifyCopies)
            _verifier = new CopyVerifier<TNumbering>(options.HistoryLength);
        _session = options.Session.GetValueOrDefault();
        _hasSession = options.Session.HasValue;
        _expected = options.FirstSequence;
        _hasExpected = options.FirstSequence != 0;
        _nextCheckNs = long.MinValue;
    }

    /// <summary>Lines; the valid numbers are 0 to this less 1.</summary>
    public int LineCount => _lines.Length - 1;

    /// <summary>The number of the line by which answers to re-requests enter.</summary>
    public int RecoveryLine => _lines.Length - 1;

    /// <summary>Counters.</summary>
    public ArbiterStatistics Statistics { get; } = new();

    /// <summary>The session, once one is known.</summary>
    public SessionKey Session => _session;

    /// <summary>Whether the session is known.</summary>
    public bool HasSession => _hasSession;

    /// <summary>Number that is to be delivered next; 0 while none is known.</summary>
    public ulong NextSequence => _expected;

    /// <summary>Why what was delivered is not the market's present state; None when it is.</summary>
    public StaleReason Reasons { get; private set; }

    /// <summary>Whether there is any reason.</summary>
    public bool IsStale => Reasons != StaleReason.None;

    /// <summary>Something is missing before what was received.</summary>
    public bool HasGap => _gapOpen;

    /// <summary>First number missing; meaningful while <see cref="HasGap"/>.</summary>
    public ulong GapFirst => _expected;

    /// <summary>How many numbers are missing from there on without a break.</summary>
    public ulong GapCount => _gapOpen && HoleEnd > _expected ? HoleEnd - _expected : 0;

    /// <summary>When the open gap was first visible, ns.</summary>
    public long GapSinceNs => _gapSinceNs;

    /// <summary>The open gap was not filled within the reorder wait.</summary>
    public bool IsGapOverdue => _gapOpen && (Reasons & StaleReason.Gap) != 0;

    /// <summary>Packets kept because something before them is missing.</summary>
    public int Buffered => _buffer.Count;

    /// <summary>Counters of a line, or of <see cref="RecoveryLine"/>.</summary>
    /// <param name="line">Line number.</param>
    public LineStatistics Line(int line) => _lines[line].Statistics;

    /// <summary>
    /// Messages of which no second copy vouches for the content, those still remembered included; 0 when copies are
    /// not compared. O(history).
    /// </summary>
    public long CountUnverified() => _verifier?.CountUnverified() ?? 0;

    /// <summary>Takes one packet.</summary>
    /// <param name="line">Line that brought it, or <see cref="RecoveryLine"/>.</param>
    /// <param name="packet">The datagram's payload, any bytes.</param>
    /// <param name="nowNs">When it was received, ns; may step back a little between lines.</param>
    /// <param name="output">The first output. Its packet may be <paramref name="packet"/> itself.</param>
    /// <returns>Whether there is one; if so, ask <see cref="TryNext"/> for more.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool OnPacket(int line, ReadOnlySpan<byte> packet, long nowNs, out ArbitratedPacket output)
    {
        LineState state = _lines[line];
        state.Statistics.Packets++;
        state.Statistics.Bytes += packet.Length;
        _nowNs = nowNs;
        PacketKind kind = TNumbering.Read(packet, out PacketNumbers numbers);
        // The common case: the next packet in order, nothing open.
        if (kind == PacketKind.Data && !_attention && numbers.First == _expected && state.Next == _expected
            && numbers.Session == _session && _hasSession && numbers.Count > 0 && packet.Length <= _maxPacketBytes
            && !state.Statistics.IsDown && !_ended)
        {
            state.LastNs = nowNs;
            state.Next = _expected + (ulong)numbers.Count;
            Remember(state, line, packet, in numbers, nowNs);
            if (!_attention)
            {
                output = default;
                Deliver(state, line, packet, in numbers, nowNs, ref output);
                return true;
            }

            // A copy of it differs: that must be told first.
            Keep(state, line, packet, in numbers, nowNs);
            return TryNext(out output);
        }

        return OnUncommon(kind, state, line, packet, in numbers, out output);
    }

    /// <summary>The next output.</summary>
    /// <param name="output">The output.</param>
    /// <returns>False when there is none until the next packet or time.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(out ArbitratedPacket output)
    {
        output = default;
        return _attention && TakeNext(ref output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _buffer.Dispose();
        _candidates.Dispose();
        _history.Dispose();
        _verifier?.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool OnUncommon(
        PacketKind kind, LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers,
        out ArbitratedPacket output)
    {
        if (kind == PacketKind.Malformed || packet.Length > _maxPacketBytes
            || (kind == PacketKind.Data && numbers.Count <= 0))
        {
            state.Statistics.Malformed++;
            return TryNext(out output);
        }

        if (!_hasSession)
        {
            _session = numbers.Session;
            _hasSession = true;
        }
        else if (numbers.Session != _session)
        {
            OnOtherSession(kind, state, line, packet, in numbers);
            return TryNext(out output);
        }

        if (line == RecoveryLine)
            return OnAnswer(kind, state, line, packet, in numbers, out output);
        // Behind the end the old session's last packets say nothing about the next one.
        if (!_ended)
            _otherCount = 0;
        Hear(state, line);
        if (!_hasExpected)
        {
            _expected = numbers.First;
            _hasExpected = true;
        }

        if (kind != PacketKind.Data)
        {
            OnEmpty(kind, state, in numbers);
            return TryNext(out output);
        }

        return OnData(state, line, packet, in numbers, out output);
    }

    private bool OnData(
        LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers,
        out ArbitratedPacket output)
    {
        ulong end = numbers.First + (ulong)numbers.Count;
        if (end <= _expected)
        {
            OnOld(state, line, packet, in numbers);
            return TryNext(out output);
        }

        if (numbers.First > _expected && numbers.First - _expected > _maxJump)
        {
            state.Statistics.Implausible++;
            Suspect(numbers.First, end, waitNs: 0, line, packet, in numbers);
            return TryNext(out output);
        }

        if (numbers.First > _expected)
        {
            OnEarly(state, line, packet, in numbers, end);
            return TryNext(out output);
        }

        Follow(state, in numbers);
        if (_ended)
            Statistics.PacketsAfterEnd++;
        Remember(state, line, packet, in numbers, _nowNs);
        if (_noticeCount == 0)
        {
            output = default;
            Deliver(state, line, packet, in numbers, _nowNs, ref output);
            return true;
        }

        Keep(state, line, packet, in numbers, _nowNs);
        return TryNext(out output);
    }

    private bool OnAnswer(
        PacketKind kind, LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers,
        out ArbitratedPacket output)
    {
        ulong end = numbers.First + (ulong)numbers.Count;
        bool isWanted = kind == PacketKind.Data && _hasExpected && end > _expected
            && (numbers.First <= _expected || numbers.First - _expected <= _maxJump);
        if (!isWanted)
        {
            if (kind == PacketKind.Data)
                state.Statistics.TooLate++;
            else
                state.Statistics.Heartbeats++;
            return TryNext(out output);
        }

        if (numbers.First > _expected)
        {
            OnEarly(state, line, packet, in numbers, end);
            return TryNext(out output);
        }

        Remember(state, line, packet, in numbers, _nowNs);
        if (_noticeCount == 0)
        {
            output = default;
            Deliver(state, line, packet, in numbers, _nowNs, ref output);
            return true;
        }

        Keep(state, line, packet, in numbers, _nowNs);
        return TryNext(out output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deliver(
        LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers, long receivedNs,
        ref ArbitratedPacket output)
    {
        ulong skip = _expected - numbers.First;
        ulong count = (ulong)numbers.Count - skip;
        output.Kind = ArbitratedKind.Content;
        output.Line = (byte)line;
        output.Packet = packet;
        output.Start = numbers.Start;
        output.Skip = (int)skip;
        output.First = _expected;
        output.Count = count;
        output.ReceivedNs = receivedNs;
        _expected += count;
        _suspectCount = 0;
        _otherCount = 0;
        state.Statistics.First++;
        state.Statistics.FirstMessages += (long)count;
        Statistics.Packets++;
        Statistics.Messages += (long)count;
        if (_attention)
            NoteProgress(line, count);
    }

    /// <summary>What an arbiter knows of a line.</summary>
    private sealed class LineState
    {
        public readonly LineStatistics Statistics = new();

        /// <summary>Number behind the highest that the line brought; 0 before the first.</summary>
        public ulong Next;

        /// <summary>When the line was last heard; meaningful when <see cref="IsHeard"/>.</summary>
        public long LastNs;

        /// <summary>The line was heard, or waited for since <see cref="LastNs"/>.</summary>
        public bool IsHeard;
    }
}
