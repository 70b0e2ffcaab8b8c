namespace HftGateway.Features;

/// <summary>
/// External values with their times. A value that is older than its limit is absent: NaN.
/// <para><b>Threading.</b> One thread. <b>Limits.</b> Daily values stale_daily_s = 86 400 s, others stale_s = 5 s.
/// </para>
/// <para><b>Reference.</b> Features specification, 13.4.</para>
/// </summary>
/// <param name="instruments">How many instruments.</param>
/// <param name="options">Limits.</param>
public sealed class ExternalInputs(int instruments, FeatureOptions options)
{
    private const int Kinds = (int)ExternalInput.OpenInterest + 1;

    private readonly (double Value, long TimeNs)[] _values = Empty(instruments * Kinds);

    /// <summary>Sets a value.</summary>
    /// <param name="instrument">Instrument.</param>
    /// <param name="input">Which.</param>
    /// <param name="value">Value; NaN takes it back.</param>
    /// <param name="timeNs">Its time, ns since midnight.</param>
    public void Set(int instrument, ExternalInput input, double value, long timeNs) =>
        _values[At(instrument, input)] = (value, timeNs);

    /// <summary>The value at a clock, NaN if there is none or it is stale.</summary>
    public double Get(int instrument, ExternalInput input, long clockNs)
    {
        (double value, long timeNs) = _values[At(instrument, input)];
        bool current = input is ExternalInput.IvCurrent or ExternalInput.Vix;
        long limitNs = 1_000_000_000L * (current ? options.StaleS : options.StaleDailyS);
        return clockNs - timeNs <= limitNs ? value : double.NaN;
    }

    private static (double, long)[] Empty(int count)
    {
        var values = new (double, long)[count];
        Array.Fill(values, (double.NaN, 0L));
        return values;
    }

    private int At(int instrument, ExternalInput input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(instrument);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((instrument * Kinds) + (int)input, _values.Length);
        return (instrument * Kinds) + (int)input;
    }
}
