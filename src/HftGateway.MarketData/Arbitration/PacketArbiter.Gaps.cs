using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Arbitration;

// Holes in the numbering: how they open, close, age and are given up; and the outputs in their order.
public sealed partial class PacketArbiter<TNumbering>
{
    private const int NoticeCapacity = 64;
    private readonly Notice[] _notices = new Notice[NoticeCapacity];
    private int _noticeHead;
    private int _noticeCount;

    // Numbers below this are known to exist although no packet that is kept carries them.
    private ulong _claimed;
    private long _claimedNs;

    private bool _gapOpen;
    private bool _gapAsked;
    private bool _gapWasOverdue;
    private bool _gapWasLost;
    private ulong _gapEnd;
    private long _gapSinceNs;
    private long _progressNs;
    private long _staleSinceNs;

    // Where the hole before everything that is kept ends: nearer than _gapEnd when a part of it has come.
    private ulong HoleEnd => _buffer.Count > 0 ? Math.Min(_gapEnd, _buffer.Head.First) : _gapEnd;

    /// <summary>
    /// Gives the open gap up: the numbers are lost, the stream goes on behind them. Take the outputs afterwards.
    /// </summary>
    public void GiveUpGap()
    {
        ulong count = GapCount;
        if (count == 0)
            return;
        ulong end = _expected + count;
        AddReason(StaleReason.Lost, _expected, count);
        Notify(ArbitratedKind.Lost, StaleReason.Lost, 0, _expected, count);
        Statistics.LostMessages += count;
        _lostFirst = _expected;
        _lostEnd = end;
        _expected = end;
        // If a part of the gap stands already behind this hole, the rest is the same gap.
        _gapWasLost = true;

        _progressNs = _nowNs;
        _nextCheckNs = long.MinValue;
        _attention = true;
    }

    /// <summary>
    /// Everything missing is given up, at the end of a recording. Call until <see cref="HasGap"/> is false, taking the
    /// outputs each time.
    /// </summary>
    /// <param name="nowNs">Time, ns.</param>
    public void Finish(long nowNs)
    {
        _nowNs = nowNs;
        GiveUpGap();
    }

    /// <summary>
    /// A snapshot replaced what was delivered: the feed is sound from its number on, whatever was lost before.
    /// </summary>
    /// <param name="next">
    /// Number of the first message that the snapshot does not contain. If it is ahead of the stream, the stream goes
    /// on there.
    /// </param>
    /// <param name="nowNs">Time, ns.</param>
    public void OnSnapshot(ulong next, long nowNs)
    {
        _nowNs = nowNs;
        if (next > _expected || !_hasExpected)
        {
            _expected = next;
            _hasExpected = true;
            if (_gapOpen && _expected >= _gapEnd)
                _gapOpen = false;
        }

        RemoveReasons(StaleReason.NeedsSnapshot);
        _nextCheckNs = long.MinValue;
        _attention = true;
    }

    private bool TakeNext(ref ArbitratedPacket output)
    {
        while (true)
        {
            if (_noticeCount > 0)
            {
                TakeNotice(ref output);
                return true;
            }

            if (_buffer.Count > 0 && _buffer.Head.First <= _expected)
            {
                PacketBuffer.Entry head = _buffer.Head;
                _buffer.RemoveHead();
                LineState state = _lines[head.Line];
                if (head.End <= _expected)
                {
                    state.Statistics.Second++;
                    continue;
                }

                if (_ended)
                    Statistics.PacketsAfterEnd++;
                PacketNumbers numbers = new() { First = head.First, Count = head.Count, Start = head.Start };
                Deliver(state, head.Line, _buffer.Bytes(in head), in numbers, head.ReceivedNs, ref output);
                return true;
            }

            UpdateGap();
            // Heard again, and nothing is missing: only now is it known that the silence cost nothing.
            if (_heardAgain && !_gapOpen)
            {
                _heardAgain = false;
                RemoveReasons(StaleReason.Silence);
            }

            if (_endPending && _expected >= _endAt)
            {
                _endPending = false;
                _ended = true;
                Notify(ArbitratedKind.Ended, StaleReason.None, 0, _endAt, 0);
            }

            if (_noticeCount > 0)
                continue;
            _attention = _buffer.Count > 0 || _gapOpen || _heardAgain || _endPending || _ended
                || !_hasSession || !_hasExpected;
            return false;
        }
    }

    private void UpdateGap()
    {
        if (_gapOpen && _expected >= _gapEnd)
            CloseGap();
        if (_gapOpen || !_hasExpected)
            return;
        bool isClaimed = _claimed > _expected;
        if (_buffer.Count == 0 && !isClaimed)
        {
            RemoveReasons(StaleReason.Gap);
            return;
        }

        bool isBeforePacket = _buffer.Count > 0;
        _gapEnd = isBeforePacket ? _buffer.Head.First : _claimed;
        _gapSinceNs = isBeforePacket ? _buffer.Head.SeenNs : _claimedNs;
        _progressNs = _gapSinceNs;
        _gapOpen = true;
        _gapAsked = false;
        _gapWasOverdue = false;
        _gapWasLost = false;
        Statistics.Gaps++;
        Statistics.GapMessages += (long)(_gapEnd - _expected);
        // The next look at the clock decides.
        _nextCheckNs = long.MinValue;
    }

    private void CloseGap()
    {
        _gapOpen = false;
        if (_gapWasLost)
            Statistics.GapsLost++;
        else if (_gapAsked)
            Statistics.GapsFilledByRequest++;
        else if (_gapWasOverdue)
            Statistics.GapsFilledLate++;
        else
            Statistics.GapsFilledInTime++;
        Statistics.LongestFillNs = Math.Max(Statistics.LongestFillNs, _nowNs - _gapSinceNs);
    }

    // Ages the open gap.
    private void CheckGap()
    {
        if (!_gapOpen)
            return;
        if (!_gapWasOverdue && _nowNs - _gapSinceNs >= _options.ReorderWaitNs)
        {
            _gapWasOverdue = true;
            AddReason(StaleReason.Gap, _expected, HoleEnd - _expected);
        }

        if (_nowNs - Math.Max(_gapSinceNs, _progressNs) >= _options.GiveUpNs)
            GiveUpGap();
    }

    private long GapDeadlineNs() => !_gapOpen ? long.MaxValue
        : !_gapWasOverdue ? _gapSinceNs + _options.ReorderWaitNs
        : Math.Max(_gapSinceNs, _progressNs) + _options.GiveUpNs;

    private void Claim(ulong end)
    {
        if (end <= _claimed)
            return;
        if (_claimed <= _expected)
            _claimedNs = _nowNs;
        _claimed = end;
        _attention = true;
    }

    private void NoteProgress(int line, ulong count)
    {
        _progressNs = _nowNs;
        if (line != RecoveryLine)
            return;
        Statistics.RequestedMessages += (long)count;
        _gapAsked = true;
    }

    private void AddReason(StaleReason reason, ulong first, ulong count)
    {
        if ((Reasons & reason) != 0)
            return;
        if (Reasons == StaleReason.None)
        {
            Statistics.Stales++;
            _staleSinceNs = _nowNs;
        }

        Reasons |= reason;
        Notify(ArbitratedKind.Stale, reason, 0, first, count);
    }

    private void RemoveReasons(StaleReason reasons)
    {
        if ((Reasons & reasons) == 0)
            return;
        Reasons &= ~reasons;
        if (Reasons != StaleReason.None)
            return;
        Statistics.StaleNs += _nowNs - _staleSinceNs;
        Notify(ArbitratedKind.Sound, StaleReason.None, 0, _expected, 0);
    }

    private void Notify(ArbitratedKind kind, StaleReason reason, int line, ulong first, ulong count)
    {
        _attention = true;
        // A caller that takes its outputs never has more than a few open; one that does not loses the newest.
        if (_noticeCount == NoticeCapacity)
            return;
        _notices[(_noticeHead + _noticeCount++) % NoticeCapacity] = new Notice
        {
            Kind = kind,
            Reason = reason,
            Line = (byte)line,
            First = first,
            Count = count,
            AtNs = _nowNs,
        };
    }

    private void TakeNotice(ref ArbitratedPacket output)
    {
        ref Notice notice = ref _notices[_noticeHead];
        _noticeHead = (_noticeHead + 1) % NoticeCapacity;
        _noticeCount--;
        output.Kind = notice.Kind;
        output.Reason = notice.Reason;
        output.Line = notice.Line;
        output.First = notice.First;
        output.Count = notice.Count;
        output.ReceivedNs = notice.AtNs;
        output.Packet = default;
        output.Skip = 0;
        output.Start = 0;
    }

    private struct Notice
    {
        public ArbitratedKind Kind;
        public StaleReason Reason;
        public byte Line;
        public ulong First;
        public ulong Count;
        public long AtNs;
    }
}
