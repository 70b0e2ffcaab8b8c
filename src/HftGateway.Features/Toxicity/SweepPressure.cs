using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// lpi, the liquidation pressure index: 2·tanh(lpi_gain·L/max(bid_depth_5 + ask_depth_5, 1)), lpi_gain = 0.5, with the
/// pressure L a decayed sum, τ = lpi_tau_s = 20 s, of signed sweeps. A sweep is a run of executions against displayed
/// orders of one side, at most lpi_gap_ns = 1 ms apart; when one empties the level that was its side's best, s × the
/// run's volume is added to L and the volume starts anew. With an external liquidation feed its events replace them.
/// <para><b>Units.</b> (−2, 2), positive: forced buying; L in shares. <b>Warm-up.</b> None; NaN while the quote is not
/// valid.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two comparisons a row while there is no pressure, otherwise two
/// exponentials; a sweep one of 32 digits, about 0.5 µs.</para>
/// <para><b>Reference.</b> Features specification, 7.7 (source 3).</para>
/// </summary>
public struct SweepPressure
{
    // Less than this of a share moves lpi by less than the last digit of anything.
    private const double Gone = 1e-200;

    /// <summary>lpi.</summary>
    public double Value;

    private DoubleDouble _anchor;
    private double _pressure;
    private double _rate;
    private double _tauNs;
    private double _gain;
    private long _anchorNs;
    private long _gapNs;
    private long _lastNs;
    private long _volume;
    private long _rowNs;
    private int _side;
    private bool _external;

    /// <summary>The pressure L at the last row, shares.</summary>
    public readonly double Pressure => _pressure;

    /// <summary>Sets the parameters.</summary>
    public void Initialise(FeatureOptions options)
    {
        _tauNs = options.LpiTauS * 1e9;
        _rate = -1 / _tauNs;
        _gain = options.LpiGain;
        _gapNs = options.LpiGapNs;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _anchor = default;
        _anchorNs = 0;
        _pressure = 0;
        _lastNs = long.MinValue / 2;
        _volume = 0;
        _side = 0;
        _rowNs = 0;
        _external = false;
        Value = double.NaN;
    }

    /// <summary>Takes an execution against a displayed order.</summary>
    /// <param name="tNs">The clock.</param>
    /// <param name="side">Its aggressor, −1 or 1.</param>
    /// <param name="shares">At least 1.</param>
    /// <param name="emptied">It removed the last share of a level that was its side's best.</param>
    /// <returns>The event to add to the pressure, shares; 0 if none.</returns>
    [HotPath]
    public double Execute(long tNs, int side, long shares, bool emptied)
    {
        _volume = side == _side && tNs - _lastNs <= _gapNs ? _volume + shares : shares;
        _side = side;
        _lastNs = tNs;
        if (!emptied)
            return 0;
        double sweep = side * (double)_volume;
        _volume = 0;
        return _external ? 0 : sweep;
    }

    /// <summary>Takes an event of an external liquidation feed; from the first on sweeps no longer count.</summary>
    /// <param name="tNs">Its time, not before the last row's.</param>
    /// <param name="signedShares">Shares, positive when the forced order buys.</param>
    public void AddExternal(long tNs, double signedShares)
    {
        if (!_external)
            _anchor = default;
        _external = true;
        Add(Math.Max(tNs, _rowNs), signedShares);
        _pressure = _anchor.High;
    }

    /// <summary>Publishes a row: decay, then the row's event.</summary>
    /// <param name="tNs">The clock.</param>
    /// <param name="sweep">What <see cref="Execute"/> returned, 0 on other rows.</param>
    /// <param name="depth">bid_depth_5 + ask_depth_5.</param>
    /// <param name="valid">The quote is valid.</param>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Next(long tNs, double sweep, double depth, bool valid)
    {
        _rowNs = tNs;
        if (sweep != 0)
            Add(tNs, sweep);
        if (_anchor.High == 0)
        {
            _pressure = 0;
            Value = valid ? 0 : double.NaN;
            return;
        }
        Publish(tNs, depth, valid);
    }

    private void Publish(long tNs, double depth, bool valid)
    {
        double x = Math.Min(_rate * (tNs - _anchorNs), 0);
        // Not 1 + (e^x − 1) once little is left: its digits would be those of 1.
        _pressure = x < -1
            ? _anchor.High * Math.Exp(x)
            : Math.FusedMultiplyAdd(_anchor.High, ExpMinusOne(x), _anchor.High);
        if (Math.Abs(_pressure) < Gone)
        {
            _anchor = default;
            _pressure = 0;
        }
        Value = valid ? 2 * Tanh(_gain * _pressure / Math.Max(depth, 1)) : double.NaN;
    }

    /// <summary>
    /// Adds to the pressure, which is kept as of the last addition: rows in between round nothing. In 32 digits, since
    /// sweeps of both sides can cancel to a billionth of what they were, and that may still be many times the depth.
    /// </summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Add(long tNs, double shares)
    {
        long elapsedNs = Math.Max(tNs - _anchorNs, 0);
        if (elapsedNs != 0 && _anchor.High != 0)
            _anchor *= DoubleDouble.Exp(DoubleDouble.Quotient(-elapsedNs, _tauNs));
        _anchor += new DoubleDouble(shares, 0);
        _anchorNs = tNs;
    }

    private static double ExpMinusOne(double x) => x >= ExponentialDecay.NearZero
        ? ExponentialDecay.ExpMinusOneNearZero(Vector128.CreateScalar(x)).ToScalar()
        : ExponentialDecay.ExpMinusOne(Vector128.CreateScalar(x)).ToScalar();

    /// <summary>tanh(x) = −(e^{−2|x|} − 1)/((e^{−2|x|} − 1) + 2) with the sign of x: no digits are lost near 0.</summary>
    private static double Tanh(double x)
    {
        double y = -2 * Math.Abs(x);
        double e = ExpMinusOne(y);
        return Math.CopySign(-e / (e + 2), x);
    }
}
