using System.Globalization;

namespace HftGateway.MarketData.Input;

/// <summary>
/// A recorded BinaryFILE with the marks that stand beside it: its messages with the feed's own numbers, and its gaps
/// reported where they are, so that books become stale there as they did live.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> As <see cref="BinaryFileReader"/>: marks only shorten its blocks.</para>
/// </summary>
internal sealed class MarkedSource : MessageSource
{
    private readonly BinaryFileReader _reader;
    private readonly IReadOnlyList<RecordingMark> _marks;
    private readonly SortedDictionary<RecordingLoss, ulong> _missing = [];
    private long _gaps;
    private int _sessions;
    private int _next;
    private bool _isRead;
    private ulong _sequence = 1;

    public MarkedSource(BinaryFileReader reader, IReadOnlyList<RecordingMark> marks)
    {
        _reader = reader;
        _marks = marks;
    }

    public override string Name => _reader.Name;

    public override InputKind Kind => _reader.Kind;

    public override FeedProblem? Problem => _reader.Problem;

    public override long MessageCount => _reader.MessageCount;

    public override long ByteOffset => _reader.ByteOffset;

    public override IReadOnlyList<string> Remarks
    {
        get
        {
            List<string> remarks = [];
            CultureInfo culture = CultureInfo.InvariantCulture;
            if (_sessions > 1)
                remarks.Add(string.Create(culture, $"sessions: {_sessions}"));
            if (_gaps > 0)
                remarks.Add(string.Create(culture, $"gaps: {_gaps}"));
            foreach ((RecordingLoss loss, ulong count) in _missing)
                remarks.Add(string.Create(culture, $"missing messages ({loss.ToString().ToLowerInvariant()}): {count}"));
            if (_isRead && _next < _marks.Count)
                remarks.Add(string.Create(culture, $"marks beyond the recording's end: {_marks.Count - _next}"));
            return remarks;
        }
    }

    public override bool TryReadBlock(out MessageBlock block)
    {
        while (_next < _marks.Count && _marks[_next].Index <= _reader.MessageCount)
        {
            RecordingMark mark = _marks[_next++];
            if (mark.Loss == RecordingLoss.None)
            {
                _sessions++;
                _sequence = mark.First;
                continue;
            }

            _gaps++;
            _missing[mark.Loss] = _missing.GetValueOrDefault(mark.Loss) + mark.Count;
            _sequence = mark.First + mark.Count;
            block = new MessageBlock
            {
                FirstIndex = _reader.MessageCount,
                FirstOffset = _reader.ByteOffset,
                FirstSequence = (long)_sequence,
                PacketUtcNs = MessageBlock.NoTime,
                GapFirst = (long)mark.First,
                GapCount = (long)mark.Count,
            };
            return true;
        }

        _reader.StopAt = _next < _marks.Count ? _marks[_next].Index : long.MaxValue;
        if (!_reader.TryReadBlock(out MessageBlock read))
        {
            _isRead = true;
            block = default;
            return false;
        }

        block = new MessageBlock
        {
            Bytes = read.Bytes,
            Count = read.Count,
            FirstIndex = read.FirstIndex,
            FirstOffset = read.FirstOffset,
            FirstSequence = (long)_sequence,
            PacketUtcNs = MessageBlock.NoTime,
            ZeroLengthIsImplied = read.ZeroLengthIsImplied,
        };
        _sequence += (ulong)read.Count;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
    }
}
