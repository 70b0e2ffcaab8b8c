using System.Runtime.CompilerServices;

namespace HftGateway.MarketData.Arbitration;

// First and later copies, and what they say about their lines.
public sealed partial class PacketArbiter<TNumbering>
{
    // The latest range that was given up, to tell a late packet from a second copy.
    private ulong _lostFirst;
    private ulong _lostEnd;

    // A packet whose numbers were all delivered or given up before.
    private void OnOld(LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers)
    {
        LineStatistics statistics = state.Statistics;
        ulong end = numbers.First + (ulong)numbers.Count;
        ref PacketHistory.Record record = ref _history.PlaceOf(numbers.First);
        uint bit = 1u << line;
        if (record.Is(in numbers))
        {
            if ((record.Lines & bit) != 0)
            {
                // The line repeats itself: a duplicate on its way, or the exchange went back.
                statistics.Repeated++;
                Suspect(numbers.First, end, _options.ConfirmNs, line, packet, in numbers);
            }
            else
            {
                record.Lines |= bit;
                statistics.Second++;
                statistics.Lag.Record(_nowNs - record.ReceivedNs);
                Follow(state, in numbers);
            }

            Verify(statistics, line, packet, in numbers);
            return;
        }

        bool isForgotten = _expected - numbers.First > (ulong)_options.HistoryLength;
        bool isPassed = numbers.First < state.Next;
        if (isForgotten || (numbers.First >= _lostFirst && numbers.First < _lostEnd))
            statistics.TooLate++;
        else
            statistics.Second++;
        Follow(state, in numbers);
        // Late, cut otherwise than before, or the exchange went back: if so, nothing else will come.
        if (isPassed)
            Suspect(numbers.First, end, _options.ConfirmNs, line, packet, in numbers);
        Verify(statistics, line, packet, in numbers);
    }

    // A packet with something missing before it.
    private void OnEarly(
        LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers, ulong end)
    {
        ref PacketHistory.Record record = ref _history.PlaceOf(numbers.First);
        bool isKnown = record.Is(in numbers);
        if (line != RecoveryLine && !(isKnown && (record.Lines & (1u << line)) != 0))
            Follow(state, in numbers);
        if (isKnown)
        {
            CountCopy(state.Statistics, ref record, line);
            Verify(state.Statistics, line, packet, in numbers);
            return;
        }

        if (_buffer.IsFull)
        {
            // It exists, so it is missing from now on: asked for when what is before it has been found.
            state.Statistics.Dropped++;
            Claim(end);
        }
        else if (_buffer.TryAdd(packet, in numbers, (byte)line, _nowNs))
        {
            Remember(state, line, packet, in numbers, _nowNs);
            Statistics.BufferHigh = Math.Max(Statistics.BufferHigh, _buffer.Count);
        }
        else
        {
            state.Statistics.Second++;
            Verify(state.Statistics, line, packet, in numbers);
        }

        _attention = true;
    }

    private void CountCopy(LineStatistics statistics, ref PacketHistory.Record record, int line)
    {
        uint bit = 1u << line;
        if ((record.Lines & bit) != 0)
        {
            statistics.Repeated++;
            return;
        }

        record.Lines |= bit;
        statistics.Second++;
        statistics.Lag.Record(_nowNs - record.ReceivedNs);
    }

    // The packet is the first copy: remembered, so that later ones are recognised.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Remember(
        LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers, long nowNs)
    {
        ref PacketHistory.Record record = ref _history.PlaceOf(numbers.First);
        record.First = numbers.First;
        record.ReceivedNs = nowNs;
        record.Count = numbers.Count;
        record.Lines = 1u << line;
        if (_verifier != null)
            Verify(state.Statistics, line, packet, in numbers);
    }

    private void Verify(LineStatistics statistics, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers)
    {
        if (_verifier == null)
            return;
        int conflicts = _verifier.Examine(packet, in numbers, line, out ulong first);
        Statistics.Unverified = _verifier.Unverified;
        if (conflicts == 0)
            return;
        statistics.Conflicts += conflicts;
        Statistics.Conflicts += conflicts;
        AddReason(StaleReason.Conflict, first, (ulong)conflicts);
        Notify(ArbitratedKind.Conflict, StaleReason.Conflict, line, first, (ulong)conflicts);
    }

    // What a sound packet says about what its own line has lost.
    private static void Follow(LineState state, scoped in PacketNumbers numbers)
    {
        ulong end = numbers.First + (ulong)numbers.Count;
        LineStatistics statistics = state.Statistics;
        if (numbers.First > state.Next && state.Next != 0)
        {
            statistics.Gaps++;
            statistics.Missing += (long)(numbers.First - state.Next);
        }
        else if (end <= state.Next)
        {
            statistics.Reordered++;
            statistics.Missing = Math.Max(0, statistics.Missing - numbers.Count);
        }

        if (end > state.Next)
            state.Next = end;
    }

    // Delivered from the buffer by TryNext, behind what has to be told first.
    private void Keep(LineState state, int line, ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers, long nowNs)
    {
        // What is next in order is worth more than what is last.
        if (_buffer.IsFull)
        {
            ref PacketBuffer.Entry last = ref _buffer.Last;
            Claim(last.End);
            _lines[last.Line].Statistics.Dropped++;
            _buffer.RemoveLast();
        }

        if (!_buffer.TryAdd(packet, in numbers, (byte)line, nowNs))
            state.Statistics.Second++;
        _attention = true;
    }
}
