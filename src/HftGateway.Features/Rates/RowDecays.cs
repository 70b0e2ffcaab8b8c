using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// All exponential forms that change with every row, in one vector:
/// ofi_decay = Σ e₁·e^{−age/τ}, τ = ofi_tau_s = 1 s; avg_touch_depth, the time-weighted average of (QB₁ + QA₁)/2, τ =
/// depth_tau_s = 60 s; avg_spread, that of A₁ − B₁, τ = spread_tau_s = 1200 s; trade_arrival_rate = (1/τ)·Σ e^{−age/τ}
/// over trades and order_arrival_rate the same over A and F rows, τ = arrival_tau_s = 10 s.
/// <para><b>Units.</b> Shares, shares, pu, 1/s, 1/s.</para>
/// <para><b>Decayed sums</b> decay at every row, then take the row's x: S ← w·S + x, w = e^{−Δ/τ}. No warm-up: 0 over
/// no events. What was below 10⁻²⁰⁰ at a row is 0 at the next: subnormal numbers would cost a hundred times as much.</para>
/// <para><b>Time-weighted averages</b> of a piecewise constant signal that is defined on valid quotes start at the
/// first valid x; at each row, if the row before was valid, a ← w·a + (1 − w)·x₋. Held through invalid quotes; NaN
/// before the first valid x.</para>
/// <para><b>Method.</b> Both are v ← v + (w − 1)(v − x₋) + x, with x₋ = 0 for sums, x = 0 for averages, and x₋ = v
/// after a row that was not valid.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Some 30 instructions a row beside the shared exponential, no
/// branch but on the first valid quote.</para>
/// <para><b>Reference.</b> Features specification, 1.7, sections 5, 6.4 and 9.2.</para>
/// </summary>
public struct RowDecays
{
    private const double Gone = 1e-200;

    // Two vectors: their order matters.

    /// <summary>ofi_decay.</summary>
    public double OfiDecay;

    /// <summary>avg_touch_depth.</summary>
    public double TouchDepth;

    /// <summary>avg_spread.</summary>
    public double AverageSpread;

    /// <summary>trade_arrival_rate.</summary>
    public double TradeRate;

    // x₋ of the four.
    private Vector256<double> _before;

    /// <summary>order_arrival_rate.</summary>
    public double OrderRate;

    private double _perSecond;
    private bool _started;

    /// <summary>Sets the time constant of the arrival rates, s.</summary>
    public void Initialise(double arrivalTauS)
    {
        _perSecond = 1 / arrivalTauS;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        OfiDecay = 0;
        TouchDepth = double.NaN;
        AverageSpread = double.NaN;
        TradeRate = 0;
        OrderRate = 0;
        _before = default;
        _started = false;
    }

    /// <summary>Takes a row.</summary>
    /// <param name="decayMinusOne">e^{−Δ/τ} − 1 of ofi_decay, avg_touch_depth, avg_spread, the arrival rates.</param>
    /// <param name="flow">ofi_event of the row.</param>
    /// <param name="touch">(QB₁ + QA₁)/2; any number when <paramref name="valid"/> is false.</param>
    /// <param name="spread">spread; any number when <paramref name="valid"/> is false.</param>
    /// <param name="valid">The row's quote is valid.</param>
    /// <param name="isTrade">The row is a trade.</param>
    /// <param name="isOrder">The row is an added order.</param>
    /// <param name="averages">Take the averages; otherwise they keep what they were.</param>
    /// <param name="arrivals">Take the arrival rates; otherwise they keep what they were.</param>
    /// <returns>The first four values.</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Add(
        Vector256<double> decayMinusOne, double flow, double touch, double spread, bool valid, bool isTrade,
        bool isOrder, bool averages = true, bool arrivals = true)
    {
        ref Vector256<double> values = ref Unsafe.As<double, Vector256<double>>(ref OfiDecay);
        Vector256<double> now = values;
        // From row to row there are a subtraction, a product and a choice: everything else is ready before.
        Vector256<double> x = arrivals ? Vector256.Create(flow, 0, 0, Rate(isTrade)) : Vector256.CreateScalar(flow);
        Vector256<double> isGone = Vector256.LessThan(Vector256.Abs(now), Vector256.Create(Gone));
        Vector256<double> next = Vector256.FusedMultiplyAdd(decayMinusOne, now - _before, now + x);
        next = Vector256.ConditionalSelect(isGone, x, next);
        if (averages && valid)
        {
            if (!_started)
            {
                _started = true;
                next = Vector256.Create(next[0], touch, spread, next[3]);
            }
            _before = Vector256.Create(0, touch, spread, 0);
        }
        else if (averages)
        {
            _before = next & Vector256.Create(0L, -1, -1, 0).AsDouble();
        }
        values = next;
        if (arrivals)
        {
            double orders = OrderRate < Gone ? 0 : OrderRate;
            OrderRate = Math.FusedMultiplyAdd(orders, decayMinusOne[3], orders) + Rate(isOrder);
        }
        return next;
    }

    /// <summary>1/τ or 0, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly double Rate(bool counts) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(_perSecond) & -(counts ? 1L : 0));
}
