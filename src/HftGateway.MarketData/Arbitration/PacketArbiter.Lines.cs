namespace HftGateway.MarketData.Arbitration;

// Lines that fall silent, packets without content, other sessions, and numbering that goes on somewhere else.
public sealed partial class PacketArbiter<TNumbering>
{
    private const int CandidatePackets = 64;

    private long _nextCheckNs;
    private bool _heardAgain;
    private int _suspectCount;
    private ulong _suspectNext;
    private long _suspectSinceNs;
    private int _otherCount;
    private SessionKey _otherSession;

    /// <summary>
    /// Time passed: gaps age, silent lines are noticed. Take the outputs afterwards. Costs a comparison while nothing
    /// is due.
    /// </summary>
    /// <param name="nowNs">Time, ns; the same clock as the packets'.</param>
    public void OnTime(long nowNs)
    {
        if (nowNs >= _nextCheckNs)
            Check(nowNs);
    }

    private void Check(long nowNs)
    {
        _nowNs = nowNs;
        CheckGap();
        long nextNs = GapDeadlineNs();
        // After the end of the session silence is what is expected.
        if (_options.LineTimeoutNs > 0 && !_ended)
            nextNs = Math.Min(nextNs, CheckLines());
        _nextCheckNs = nextNs;
    }

    // Returns when the next line may be due.
    private long CheckLines()
    {
        long nextNs = long.MaxValue;
        int down = 0;
        for (int i = 0; i < RecoveryLine; i++)
        {
            LineState state = _lines[i];
            if (!state.IsHeard)
            {
                // A line that was never heard is waited for from now on.
                state.IsHeard = true;
                state.LastNs = _nowNs;
            }

            long dueNs = state.LastNs + _options.LineTimeoutNs;
            if (!state.Statistics.IsDown && _nowNs >= dueNs)
            {
                state.Statistics.IsDown = true;
                state.Statistics.Downs++;
                Notify(ArbitratedKind.LineDown, StaleReason.None, i, state.Next, 0);
            }

            if (state.Statistics.IsDown)
                down++;
            else
                nextNs = Math.Min(nextNs, dueNs);
        }

        if (down == RecoveryLine)
        {
            _heardAgain = false;
            AddReason(StaleReason.Silence, _expected, 0);
        }

        return nextNs;
    }

    private void Hear(LineState state, int line)
    {
        state.LastNs = _nowNs;
        state.IsHeard = true;
        if (!state.Statistics.IsDown)
            return;
        state.Statistics.IsDown = false;
        _nextCheckNs = long.MinValue;
        Notify(ArbitratedKind.LineUp, StaleReason.None, line, state.Next, 0);
        _heardAgain = (Reasons & StaleReason.Silence) != 0;
    }

    private void OnEmpty(PacketKind kind, LineState state, scoped in PacketNumbers numbers)
    {
        ulong next = numbers.First;
        LineStatistics statistics = state.Statistics;
        if (kind == PacketKind.Heartbeat)
            statistics.Heartbeats++;
        else
            statistics.Ends++;
        if (next > _expected && next - _expected > _maxJump)
        {
            Suspect(next, next, waitNs: 0, -1, default, in numbers);
            return;
        }

        if (next < _expected)
        {
            // A line that lags catches up. One that stays behind while nothing else comes says that the exchange went
            // back, or that a false number was believed.
            Suspect(next, next, _options.ConfirmNs, -1, default, in numbers);
            return;
        }

        if (next == _expected)
            _suspectCount = 0;
        if (next > state.Next)
        {
            if (state.Next != 0)
            {
                statistics.Gaps++;
                statistics.Missing += (long)(next - state.Next);
            }

            state.Next = next;
        }

        if (next > _expected)
            Claim(next);
        if (kind == PacketKind.EndOfSession && !_ended && next >= _expected)
        {
            _endPending = true;
            _endAt = next;
            _attention = true;
        }
    }

    // Numbers far ahead, or repeated without any progress: believed when several in a row agree.
    private void Suspect(
        ulong first, ulong next, long waitNs, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers)
    {
        bool agrees = _suspectCount > 0 && first + (ulong)_options.HistoryLength >= _suspectNext
            && (first <= _suspectNext || first - _suspectNext <= _maxJump);
        if (!agrees)
        {
            _suspectCount = 0;
            _suspectSinceNs = _nowNs;
        }

        _suspectCount++;
        _suspectNext = next;
        if (_suspectCount < _options.ConfirmPackets || _nowNs - _suspectSinceNs < waitNs)
            return;
        Renumber(first);
        if (line < 0)
            return;
        LineState state = _lines[line];
        state.Next = next;
        Remember(state, line, packet, in numbers, _nowNs);
        Keep(state, line, packet, in numbers, _nowNs);
    }

    private void Renumber(ulong first)
    {
        Statistics.Renumberings++;
        AddReason(StaleReason.Renumbered, first, 0);
        Notify(ArbitratedKind.Renumbered, StaleReason.Renumbered, 0, first, 0);
        Forget(first);
    }

    private void OnOtherSession(
        PacketKind kind, LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers)
    {
        state.Statistics.OtherSession++;
        if (!_options.AcceptNewSession || line == RecoveryLine)
            return;
        if (_otherCount == 0 || numbers.Session != _otherSession)
        {
            _otherSession = numbers.Session;
            _otherCount = 0;
            _candidates.Clear();
        }

        _otherCount++;
        if (kind == PacketKind.Data && !_candidates.IsFull)
            _candidates.TryAdd(packet, in numbers, (byte)line, _nowNs);
        if (_otherCount >= _options.ConfirmPackets)
            ChangeSession();
    }

    private void ChangeSession()
    {
        Statistics.SessionChanges++;
        _session = _otherSession;
        _otherCount = 0;
        // A new session begins with number 1, whatever of it was seen first.
        ulong first = Math.Max(1, _options.FirstSequence);
        Notify(ArbitratedKind.SessionChanged, StaleReason.None, 0, first, 0);
        Forget(first);
        while (_candidates.Count > 0)
        {
            PacketBuffer.Entry entry = _candidates.Head;
            _candidates.RemoveHead();
            PacketNumbers numbers = new() { First = entry.First, Count = entry.Count, Start = entry.Start };
            ReadOnlySpan<byte> packet = _candidates.Bytes(in entry);
            LineState state = _lines[entry.Line];
            if (numbers.First >= first && numbers.First - first > _maxJump)
            {
                state.Statistics.Implausible++;
                continue;
            }

            state.Next = numbers.First + (ulong)numbers.Count;
            Remember(state, entry.Line, packet, in numbers, entry.ReceivedNs);
            Keep(state, entry.Line, packet, in numbers, entry.ReceivedNs);
        }

        // What a snapshot would have had to mend went with the old session.
        RemoveReasons(StaleReason.NeedsSnapshot);
    }

    // Everything known of the numbering is void; the stream goes on at a number.
    private void Forget(ulong first)
    {
        if (_gapOpen)
        {
            Statistics.GapsLost++;
            Statistics.LostMessages += HoleEnd - _expected;
        }

        while (_buffer.Count > 0)
        {
            _lines[_buffer.Last.Line].Statistics.Dropped++;
            _buffer.RemoveLast();
        }

        _history.Clear();
        _verifier?.Clear();
        foreach (LineState state in _lines)
            state.Next = 0;
        _expected = first;
        _hasExpected = true;
        _claimed = 0;
        _gapOpen = false;
        _suspectCount = 0;
        _lostFirst = _lostEnd = 0;
        _ended = _endPending = false;
        _nextCheckNs = long.MinValue;
        _attention = true;
    }
}
