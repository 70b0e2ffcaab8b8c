using System.Buffers.Binary;
using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Input;

/// <summary>
/// Merges recordings of several venues into one stream by the messages' own times: the same stream for the same
/// inputs. At equal times the input named first goes first; within an input the order stays, also where its times step
/// back.
/// <para><b>Threading.</b> One thread. The inputs stay the caller's.</para>
/// <para><b>Cost.</b> One copy a block, a comparison for each input a message; no allocation once the largest block has
/// been seen. Not on the live path.</para>
/// </summary>
public sealed class MessageMerger
{
    private const int TimestampOffset = 5;
    private const int HeaderBytes = 11;
    private readonly Cursor[] _cursors;
    private long _index;

    /// <summary>Merges inputs.</summary>
    /// <param name="sources">ITCH inputs, in the order that decides ties.</param>
    public MessageMerger(IReadOnlyList<MessageSource> sources) =>
        _cursors = [.. sources.Select(static s => new Cursor(s))];

    /// <summary>The next message or gap.</summary>
    /// <param name="message">Valid until the next call.</param>
    /// <returns>False when every input is at its end or its first damage.</returns>
    public bool TryRead(out MergedMessage message)
    {
        int next = -1;
        for (int i = 0; i < _cursors.Length; i++)
        {
            if (_cursors[i].TryPrepare() && (next < 0 || _cursors[i].TimeNs < _cursors[next].TimeNs))
                next = i;
        }

        message = default;
        if (next < 0)
            return false;
        Cursor cursor = _cursors[next];
        if (cursor.GapCount > 0)
        {
            message = new MergedMessage
            {
                Source = next, TimeNs = cursor.TimeNs, Sequence = cursor.GapFirst, Index = _index,
                GapCount = cursor.GapCount,
            };
            cursor.GapCount = 0;
            return true;
        }

        message = new MergedMessage
        {
            Source = next, TimeNs = cursor.TimeNs, Sequence = cursor.Sequence, Index = _index++,
            Message = cursor.Take(),
        };
        return true;
    }

    /// <summary>Where one input stands, with a copy of its present block.</summary>
    private sealed class Cursor(MessageSource source)
    {
        private byte[] _bytes = [];
        private int _position;
        private int _end;
        private int _start;
        private int _length;
        private bool _isPrepared;
        private bool _isImplied;

        public long TimeNs { get; private set; }

        public long Sequence { get; private set; }

        public long GapFirst { get; private set; }

        public long GapCount { get; set; }

        // Finds the next message, reading on where the block is used up.
        public bool TryPrepare()
        {
            if (_isPrepared)
                return true;
            while (_position + 2 > _end)
            {
                if (!source.TryReadBlock(out MessageBlock block))
                    return false;
                Hold(in block);
            }

            _length = BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(_position));
            _start = _position + 2;
            if (_length == 0 && _isImplied && _start < _end)
                _length = ItchLength.Of(_bytes[_start]);
            _length = Math.Min(_length, _end - _start);
            if (_length >= HeaderBytes)
                TimeNs = Math.Max(TimeNs, ReadTime(_bytes.AsSpan(_start)));
            _isPrepared = true;
            return true;
        }

        public ReadOnlySpan<byte> Take()
        {
            _isPrepared = false;
            _position = _start + _length;
            Sequence++;
            return _bytes.AsSpan(_start, _length);
        }

        private static long ReadTime(ReadOnlySpan<byte> message) =>
            (long)(BinaryPrimitives.ReadUInt64BigEndian(message[(TimestampOffset - 2)..]) & UInt48Mask);

        private const ulong UInt48Mask = (1UL << 48) - 1;

        private void Hold(in MessageBlock block)
        {
            if (_bytes.Length < block.Bytes.Length)
                _bytes = new byte[Math.Max(block.Bytes.Length, 2 * _bytes.Length)];
            block.Bytes.CopyTo(_bytes);
            _position = 0;
            _end = block.Bytes.Length;
            _isImplied = block.ZeroLengthIsImplied;
            Sequence = block.FirstSequence;
            if (block.GapCount > 0)
            {
                GapFirst = block.GapFirst;
                GapCount += block.GapCount;
            }
        }
    }
}
