using System.Globalization;

namespace HftGateway.Fix;

/// <content>Checkpoints: opening a file without reading all of it.</content>
public sealed unsafe partial class FixStore
{
    private void WriteCheckpoint()
    {
        _checkpointEnd = _end;
        if (_header is null || _lastRecord == 0)
            return;
        StoreCheckpoint.Write(_header, ref _checkpointTurn, new StoreCheckpoint
        {
            End = _end,
            LastRecord = _lastRecord,
            LastWord = *(ulong*)_segments.At(_lastRecord),
            NextOutbound = NextOutbound,
            Epoch = _epoch,
            CreatedUtcNs = CreatedUtcNs,
            SeriesStart = _seriesStart,
            LastNote = _lastNote,
            NotedInbound = _notedInbound,
        });
    }

    // The newest checkpoint that can be trusted; without one reading begins at the first record.
    private void GoToCheckpoint()
    {
        var places = (StoreCheckpoint*)(_header + StoreLayout.CheckpointsAt);
        int newer = places[1].End > places[0].End ? 1 : 0;
        foreach (int i in (ReadOnlySpan<int>)[newer, 1 - newer])
        {
            StoreCheckpoint c = places[i];
            if (!c.IsWhole || !IsTrue(in c))
                continue;
            _end = _checkpointEnd = c.End;
            _segmentEnd = (((c.End - 1) / _options.SegmentBytes) + 1) * _options.SegmentBytes;
            _lastRecord = c.LastRecord;
            NextOutbound = c.NextOutbound;
            _epoch = c.Epoch;
            CreatedUtcNs = c.CreatedUtcNs;
            _seriesStart = c.SeriesStart;
            _unreadEnd = c.SeriesStart < c.End ? c.End : 0;
            _lastNote = c.LastNote;
            _notedInbound = c.NotedInbound;
            _checkpointTurn = i;
            return;
        }
    }

    // The record that a checkpoint names is there, whole, and the last one before its end.
    private bool IsTrue(in StoreCheckpoint c)
    {
        if (c.LastRecord < StoreLayout.HeaderBytes || c.End > _segments.Length || c.LastRecord % 8 != 0
            || c.LastRecord + StoreLayout.RecordHeaderBytes > c.End
            || c.LastRecord / _options.SegmentBytes != (c.End - 1) / _options.SegmentBytes
            || c.SeriesStart < StoreLayout.HeaderBytes || c.SeriesStart > c.End || c.LastNote < 0
            || c.LastNote > c.LastRecord || c.NextOutbound is 0 or > MaxSequence)
            return false;
        byte* record = _segments.At(c.LastRecord);
        ulong word = *(ulong*)record;
        long length = (uint)word;
        return word == c.LastWord && length <= MaxMessageBytes
            && c.LastRecord + StoreLayout.RecordBytes((int)length) == c.End
            && StoreLayout.RecordCrc(record, (int)length) == (uint)(word >> 32);
    }

    // What opening did not read, now that somebody asks for it.
    private void ReadEarlier()
    {
        if (_unreadEnd == 0)
            return;
        long from = _seriesStart;
        if (!TryIndex(from, _unreadEnd))
        {
            Recovery = string.Create(CultureInfo.InvariantCulture,
                $"{Path}: damaged between byte {from} and {_unreadEnd}: the messages there cannot be sent again");
            TryIndex(_unreadEnd, _unreadEnd);
        }
        _unreadEnd = 0;
    }

    // Makes the index anew from a record on; false at one that is damaged, which only those before an offset may be.
    private bool TryIndex(long from, long checkedTo)
    {
        _index.Clear();
        for (long at = from; at < _end;)
        {
            byte* record = _segments.At(at);
            ulong word = *(ulong*)record;
            if (word == StoreLayout.PadWord)
            {
                at = ((at / _options.SegmentBytes) + 1) * _options.SegmentBytes;
                continue;
            }
            long length = (uint)word;
            bool isWhole = length <= MaxMessageBytes
                && at + StoreLayout.RecordBytes((int)length) <= ((at / _options.SegmentBytes) + 1) * _options.SegmentBytes
                && (at >= checkedTo || StoreLayout.RecordCrc(record, (int)length) == (uint)(word >> 32));
            if (!isWhole)
                return false;
            if (record[24] == StoreLayout.KindMessage)
                _index.Add(*(ulong*)(record + 8), at);
            at += StoreLayout.RecordBytes((int)length);
        }
        return true;
    }
}
