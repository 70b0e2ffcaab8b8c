using System.Globalization;

namespace HftGateway.Fix;

/// <content>Opening a file: what is whole is read, what was being written is taken away, damage is refused.</content>
public sealed unsafe partial class FixStore
{
    private void Attach(FileStream file)
    {
        _file = file;
        _segments = new StoreSegments(file, _options.SegmentBytes, int.MaxValue);
        do
        {
            _segments.Add();
        }
        while (_segments.Length < file.Length);
        _header = _segments.At(0);
        StoreLayout.ReadCell(_header + StoreLayout.LengthCellAt, out ulong length);
        // A process killed between lengthening the file and noting it: nothing was written there yet.
        if (length < (ulong)_segments.Length)
            StoreLayout.WriteCell(_header + StoreLayout.LengthCellAt, (ulong)_segments.Length, ref _lengthTurn);
        StartRecords(*(long*)(_header + 16));
        GoToCheckpoint();
        ReadRecords();
        ReadExpected();
    }

    private void ReadRecords()
    {
        while (true)
        {
            ulong word = _end == _segmentEnd ? StoreLayout.PadWord : *(ulong*)_segments.At(_end);
            if (word == 0)
                break;
            if (word == StoreLayout.PadWord)
            {
                if (_segmentEnd == _segments.Length)
                {
                    _segments.Add();
                    StoreLayout.WriteCell(
                        _header + StoreLayout.LengthCellAt, (ulong)_segments.Length, ref _lengthTurn);
                }
                _end = _segmentEnd;
                _segmentEnd += _options.SegmentBytes;
                continue;
            }
            if (!ReadRecord(word))
                break;
        }
        CleanTail();
    }

    // False at a record that cannot be read and is the last one.
    private bool ReadRecord(ulong word)
    {
        uint length = (uint)word;
        int bytes = length > (uint)MaxMessageBytes ? 0 : StoreLayout.RecordBytes((int)length);
        byte* record = _segments.At(_end);
        if (bytes == 0 || _end + bytes > _segmentEnd
            || StoreLayout.RecordCrc(record, (int)length) != (uint)(word >> 32))
        {
            if (IsFollowedByRecord())
                throw Damaged("a record's checksum is wrong");
            // The message may have been sent before the machine failed: its number is not used again.
            Recovery = string.Create(CultureInfo.InvariantCulture,
                $"{Path}: the last record, at byte {_end}, was not whole and was dropped; number {NextOutbound} "
                + $"counts as used");
            ClearFrom(_end);
            AppendRecord(StoreLayout.KindSkip, FixMsgType.Unknown, ++NextOutbound, CreatedUtcNs, default);
            return false;
        }
        ulong sequence = *(ulong*)(record + 8);
        byte kind = record[24];
        if (kind == StoreLayout.KindReset)
        {
            BeginSeries(*(long*)(record + 16), _end + bytes);
        }
        else if (kind == StoreLayout.KindMessage && sequence == NextOutbound)
        {
            _index.Add(sequence, _end);
            NextOutbound++;
        }
        else if (kind == StoreLayout.KindSkip && sequence > NextOutbound && sequence <= MaxSequence)
        {
            NextOutbound = sequence;
        }
        else if (kind == StoreLayout.KindNote && sequence < MaxSequence)
        {
            _lastNote = _end;
            _notedInbound = Math.Max(_notedInbound, sequence);
        }
        else
        {
            throw Damaged("a record is out of order");
        }
        _lastRecord = _end;
        _end += bytes;
        return true;
    }

    // The length of a record that cannot be read says nothing: what is behind it is looked for at every place.
    private bool IsFollowedByRecord()
    {
        long last = LastUsed();
        if (last >= _segmentEnd)
            return true;
        for (long at = _end + 8; at + StoreLayout.RecordHeaderBytes <= last; at += 8)
        {
            byte* record = _segments.At(at);
            ulong word = *(ulong*)record;
            uint length = (uint)word;
            if (word == 0 || length > (uint)MaxMessageBytes
                || at + StoreLayout.RecordBytes((int)length) > _segmentEnd)
                continue;
            if (StoreLayout.RecordCrc(record, (int)length) == (uint)(word >> 32))
                return true;
        }
        return false;
    }

    // Behind the end lie zeros, except for one record that was being written when the process died.
    private void CleanTail()
    {
        long last = LastUsed();
        if (last < _end)
            return;
        if (last >= _end + StoreLayout.RecordHeaderBytes + MaxMessageBytes || last >= _segmentEnd)
            throw Damaged("bytes behind the last record");
        Recovery = Recovery.Length != 0 ? Recovery : string.Create(CultureInfo.InvariantCulture,
            $"{Path}: a message that was being stored when the process ended, at byte {_end}, was not sent and was "
            + $"dropped");
        ClearFrom(_end);
    }

    private void ClearFrom(long offset)
    {
        long last = LastUsed();
        if (last >= offset)
            new Span<byte>(_segments.At(offset), (int)(Math.Min(last + 1, _segmentEnd) - offset)).Clear();
    }

    // Offset of the last byte behind the records that is not zero; -1 for none. Holes are not looked at: they are most of a
    // file that has just grown.
    private long LastUsed()
    {
        long last = -1, length = _segments.Length;
        for (long at = StoreFile.NextData(_file!, _end); at < length;)
        {
            long from = Math.Max(at, _end), hole = Math.Min(StoreFile.NextHole(_file!, at), length);
            while (from < hole)
            {
                long to = Math.Min(hole, ((from / _options.SegmentBytes) + 1) * _options.SegmentBytes);
                int found = new ReadOnlySpan<byte>(_segments.At(from), (int)(to - from)).LastIndexOfAnyExcept((byte)0);
                if (found >= 0)
                    last = from + found;
                from = to;
            }
            at = StoreFile.NextData(_file!, hole);
        }
        return last;
    }

    private void ReadExpected()
    {
        if (!StoreLayout.ReadCell(_header + StoreLayout.ExpectedCellAt, out ulong cell))
            throw new FixStoreException($"{Path}: the expected number cannot be read; restore the file from a copy, "
                + "or move it away and agree on a reset with the peer");
        ulong epoch = cell >> 48;
        if (epoch > _epoch)
            throw Damaged("a reset is missing");
        // Killed between the record of a reset and the number: the series had just begun.
        // A note that belongs to a message says that it was handled, whether or not the number got there.
        ulong number = epoch == _epoch ? cell & ((1UL << 48) - 1) : 1;
        ExpectedInbound = Math.Max(number, _notedInbound + 1);
    }

    private void StartNewFile(long utcNs)
    {
        string aside = StoreFile.PutAsideName(Path!, CreatedUtcNs);
        // On a full disk this fails, and the store stays as it is.
        StoreFile.Prepare(Path!, Identity, utcNs, _options);
        _segments.Dispose();
        _header = null;
        // Under the lock until the end: the name is never free for another process to take the numbers.
        StoreFile.Replace(Path!, aside);
        FileStream old = _file!;
        _file = null;
        FileStream file = StoreFile.Lock(Path!);
        old.Dispose();
        _index.Clear();
        _epoch = 0;
        NextOutbound = 1;
        _expected = 1;
        Attach(file);
    }

    private FixStoreException Damaged(string what) => new(string.Create(CultureInfo.InvariantCulture,
        $"{Path}: damaged at byte {_end}: {what}; restore the file from a copy, or move it away and agree on a reset "
        + $"with the peer"));
}
