using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Control;

/// <summary>
/// Writes the distinct error log: the same text again only counts.
/// <para><b>Threading.</b> Any thread; a lock, since errors are rare.</para>
/// <para><b>Limits.</b> When the region is full, new texts are dropped and counted in <see cref="Dropped"/>.</para>
/// </summary>
public sealed class DistinctErrorLog
{
    private readonly AtomicBuffer _buffer;
    private readonly Dictionary<string, int> _offsets = [];
    private readonly Lock _gate = new();
    private int _next;

    /// <summary>A log over an empty region.</summary>
    /// <param name="buffer">The region, zeros.</param>
    public DistinctErrorLog(AtomicBuffer buffer) => _buffer = buffer;

    /// <summary>Texts for which there was no room.</summary>
    public long Dropped { get; private set; }

    /// <summary>Notes an error.</summary>
    /// <param name="text">What happened; what varies from time to time should not be in it.</param>
    /// <param name="nowMs">ms since the epoch.</param>
    /// <returns>Whether the text is new.</returns>
    public bool Record(string text, long nowMs)
    {
        lock (_gate)
        {
            if (_offsets.TryGetValue(text, out int known))
            {
                Volatile.Write(ref _buffer.Int64(known + ErrorLogLayout.LastMsOffset), nowMs);
                Interlocked.Increment(ref _buffer.Int32(known + ErrorLogLayout.CountOffset));
                return false;
            }

            int textBytes = Encoding.UTF8.GetByteCount(text);
            int length = ErrorLogLayout.TextOffset + textBytes;
            if (length > _buffer.Capacity - _next)
            {
                Dropped++;
                return false;
            }

            int at = _next;
            Encoding.UTF8.GetBytes(text, _buffer.Bytes(at + ErrorLogLayout.TextOffset, textBytes));
            _buffer.Int64(at + ErrorLogLayout.FirstMsOffset) = nowMs;
            _buffer.Int64(at + ErrorLogLayout.LastMsOffset) = nowMs;
            _buffer.Int32(at + ErrorLogLayout.CountOffset) = 1;
            Volatile.Write(ref _buffer.Int32(at + ErrorLogLayout.LengthOffset), length);
            _next = Align.Up(at + length, ErrorLogLayout.Alignment);
            _offsets.Add(text, at);
            return true;
        }
    }
}
