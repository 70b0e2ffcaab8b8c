using System.Runtime.CompilerServices;

namespace HftGateway.Histogram;

/// <summary>
/// Records on one thread while another takes the values of each interval, without either waiting for a lock.
/// <para><b>Threading.</b> Recording: one thread at a time. <see cref="TakeInterval"/>: any thread.</para>
/// <para><b>Invariants.</b> Every recorded value is in exactly one interval; a taken histogram is never written again
/// unless handed back for reuse.</para>
/// <para><b>Limits.</b> Never reads a clock: the taker says what time it is.</para>
/// <para><b>Cost.</b> Recording costs one atomic addition more than <see cref="LongHistogram"/>: about 8 ns in all
/// (HistogramRecordBenchmarks). Taking an interval clears a histogram; with reuse it does not allocate.</para>
/// </summary>
public sealed class SingleWriterRecorder
{
    private readonly WriterReaderPhaser _phaser = new();
    private readonly HistogramLayout _layout;
    private LongHistogram _active;
    private LongHistogram? _inactive;
    private long _intervalStartMs;

    /// <summary>Makes a recorder with both its histograms.</summary>
    /// <param name="lowestDiscernible">As in <see cref="LongHistogram"/>.</param>
    /// <param name="highestTrackable">As in <see cref="LongHistogram"/>.</param>
    /// <param name="significantDigits">As in <see cref="LongHistogram"/>.</param>
    /// <param name="nowMs">Start of the first interval in milliseconds since the epoch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is out of range.</exception>
    public SingleWriterRecorder(long lowestDiscernible, long highestTrackable, int significantDigits, long nowMs = 0)
    {
        _layout = new HistogramLayout(lowestDiscernible, highestTrackable, significantDigits);
        _active = new LongHistogram(_layout);
        _inactive = new LongHistogram(_layout);
        _intervalStartMs = nowMs;
    }

    /// <summary>Records one value if it lies in the range.</summary>
    /// <param name="value">Any number.</param>
    /// <returns>False when the value is out of range, and nothing was recorded.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryRecord(long value)
    {
        long ticket = _phaser.WriterEnter();
        bool recorded = _active.TryRecord(value);
        _phaser.OnlyWriterExit(ticket);
        return recorded;
    }

    /// <summary>Records one value, moved into the range and counted when outside.</summary>
    /// <param name="value">Any number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void RecordSaturating(long value)
    {
        long ticket = _phaser.WriterEnter();
        _active.RecordSaturating(value);
        _phaser.OnlyWriterExit(ticket);
    }

    /// <summary>Records one value corrected for coordinated omission.</summary>
    /// <param name="value">0 to the highest trackable value.</param>
    /// <param name="expectedInterval">Expected time between measurements in the value's unit.</param>
    /// <returns>False when the value is out of range, and nothing was recorded.</returns>
    public bool TryRecordWithExpectedInterval(long value, long expectedInterval)
    {
        if ((ulong)value > (ulong)_layout.HighestTrackable)
            return false;
        long ticket = _phaser.WriterEnter();
        _active.RecordWithExpectedInterval(value, expectedInterval);
        _phaser.OnlyWriterExit(ticket);
        return true;
    }

    /// <summary>Ends the interval and begins the next. Waits only for a recording that is under way.</summary>
    /// <param name="nowMs">Time in milliseconds since the epoch: end of this interval, start of the next.</param>
    /// <param name="reuse">A histogram taken earlier and no longer needed; null allocates.</param>
    /// <returns>What was recorded in the interval, its times set. The caller owns it.</returns>
    /// <exception cref="ArgumentException"><paramref name="reuse"/> is of another layout.</exception>
    public LongHistogram TakeInterval(long nowMs, LongHistogram? reuse = null)
    {
        if (reuse is not null && reuse.Layout != _layout)
            throw new ArgumentException("the histogram to reuse has another layout", nameof(reuse));
        lock (_phaser.ReaderLock)
        {
            if (ReferenceEquals(reuse, _active))
                throw new ArgumentException("the histogram to reuse is being recorded to", nameof(reuse));
            LongHistogram next = _inactive ?? reuse ?? new LongHistogram(_layout);
            next.Reset();
            LongHistogram taken = Interlocked.Exchange(ref _active, next);
            _phaser.FlipPhase();
            _inactive = ReferenceEquals(next, reuse) ? null : reuse;
            taken.StartTimeMs = _intervalStartMs;
            taken.EndTimeMs = nowMs;
            _intervalStartMs = nowMs;
            return taken;
        }
    }
}
