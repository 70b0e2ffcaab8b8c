using System.Runtime.CompilerServices;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// kyle_lambda: the slope of the least-squares line, with intercept, of mid change on signed size over the last
/// kyle_window = 500 pairs; kyle_lambda_fast the same over kyle_fast_window = 50; kyle_lambda_slope = kyle_lambda now −
/// kyle_slope_lag = 50 pairs ago; kyle_spike_ratio = fast/slow where slow > 0. Consecutive eligible trades i, i + 1
/// form the pair x_i = s_i·v_i, y_i = M_{i+1} − M_i (M twice the mid before a trade), and
/// λ = (N·Σxy − Σx·Σy)/(2·(N·Σx² − (Σx)²)).
/// <para><b>Units.</b> pu per share; the ratio none. <b>Warm-up.</b> That many pairs; for the slope lag more. NaN for a
/// pair at which the denominator is 0. Held between.</para>
/// <para><b>Invariants.</b> Exact sums, 128 bits where products need them: no drift and nothing cancels before the one
/// division.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> Two divisions a pair.</para>
/// <para><b>Reference.</b> Features specification, 6.5 (sources 0 and 3).</para>
/// </summary>
public unsafe struct KyleLambda
{
    private struct Pair
    {
        public long X;
        public long Y;
    }

    // The usual pairs are summed in 64 bits, those beyond SmallBelow apart, in 128.
    private struct Sums
    {
        public long Xy;
        public long Xx;
        public long X;
        public long Y;
        public int Window;
        public int LargePairs;
        public Int128 LargeXy;
        public Int128 LargeXx;

        public void Enter(Pair pair)
        {
            X += pair.X;
            Y += pair.Y;
            if (IsLarge(pair))
            {
                EnterLarge(pair, 1);
                return;
            }
            Xy += pair.X * pair.Y;
            Xx += pair.X * pair.X;
        }

        public void Leave(Pair pair)
        {
            X -= pair.X;
            Y -= pair.Y;
            if (IsLarge(pair))
            {
                EnterLarge(pair, -1);
                return;
            }
            Xy -= pair.X * pair.Y;
            Xx -= pair.X * pair.X;
        }

        public readonly double Slope()
        {
            // |Σx| ≤ √(N·Σx²) by Cauchy and Schwarz: no product below exceeds 64 bits.
            if (LargePairs == 0 && Xx < SmallSum && Math.Abs(Xy) < SmallSum && Math.Abs(Y) < SmallBelow)
            {
                long rise = Window * Xy - X * Y;
                long run = Window * Xx - X * X;
                return run == 0 ? double.NaN : rise / (2.0 * run);
            }
            return WideSlope();
        }

        // One comparison for both signs of both.
        private static bool IsLarge(Pair pair) =>
            (ulong)(pair.X + SmallBelow) >= 2 * SmallBelow || (ulong)(pair.Y + SmallBelow) >= 2 * SmallBelow;

        [MethodImpl(MethodImplOptions.NoInlining)]
        private void EnterLarge(Pair pair, int sign)
        {
            LargePairs += sign;
            LargeXy += sign * WideMath.Multiply(pair.X, pair.Y);
            LargeXx += sign * WideMath.Multiply(pair.X, pair.X);
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private readonly double WideSlope()
        {
            Int128 above = Window * (LargeXy + Xy) - WideMath.Multiply(X, Y);
            Int128 below = Window * (LargeXx + Xx) - WideMath.Multiply(X, X);
            return below == 0 ? double.NaN : WideMath.ToDouble(above) / (2 * WideMath.ToDouble(below));
        }
    }

    // With at most 100,000 pairs, 2¹⁷, a sum of small products stays below 2⁶¹.
    private const long SmallBelow = 1L << 22;
    private const long SmallSum = 1L << 45;

    /// <summary>kyle_lambda.</summary>
    public double Lambda;

    /// <summary>kyle_lambda_fast.</summary>
    public double Fast;

    /// <summary>kyle_lambda_slope.</summary>
    public double Slope;

    /// <summary>kyle_spike_ratio.</summary>
    public double SpikeRatio;

    private Sums _slow;
    private Sums _quick;
    private Pair* _pairs;
    private double* _earlier;
    private long _count;
    private long _lastMid;
    private long _lastSigned;
    private int _ring;
    private int _next;
    private int _lag;
    private int _nextEarlier;
    private bool _hasTrade;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) =>
        Math.Max(options.KyleWindow, options.KyleFastWindow) * sizeof(Pair) + options.KyleSlopeLag * sizeof(double);

    /// <summary>Sets the windows up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        _ring = Math.Max(options.KyleWindow, options.KyleFastWindow);
        _lag = options.KyleSlopeLag;
        _pairs = (Pair*)memory;
        _earlier = (double*)(_pairs + _ring);
        _slow.Window = options.KyleWindow;
        _quick.Window = options.KyleFastWindow;
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        new Span<Pair>(_pairs, _ring).Clear();
        new Span<double>(_earlier, _lag).Fill(double.NaN);
        _slow = new Sums { Window = _slow.Window };
        _quick = new Sums { Window = _quick.Window };
        _count = 0;
        _next = 0;
        _nextEarlier = 0;
        _hasTrade = false;
        Lambda = Fast = Slope = SpikeRatio = double.NaN;
    }

    /// <summary>Takes an eligible trade.</summary>
    /// <param name="signed">s·v.</param>
    /// <param name="twiceMidBefore">M, twice the mid before it.</param>
    [HotPath]
    public void Add(long signed, long twiceMidBefore)
    {
        if (_hasTrade)
            AddPair(new Pair { X = _lastSigned, Y = twiceMidBefore - _lastMid });
        _hasTrade = true;
        _lastSigned = signed;
        _lastMid = twiceMidBefore;
    }

    private void AddPair(Pair pair)
    {
        Leave(ref _slow);
        Leave(ref _quick);
        _pairs[_next] = pair;
        _next = _next + 1 == _ring ? 0 : _next + 1;
        _count++;
        _slow.Enter(pair);
        _quick.Enter(pair);
        if (_count >= _quick.Window)
            Fast = _quick.Slope();
        if (_count < _slow.Window)
            return;
        Lambda = _slow.Slope();
        Slope = Lambda - _earlier[_nextEarlier];
        _earlier[_nextEarlier] = Lambda;
        _nextEarlier = _nextEarlier + 1 == _lag ? 0 : _nextEarlier + 1;
        SpikeRatio = Lambda > 0 ? Fast / Lambda : double.NaN;
    }

    private readonly void Leave(ref Sums sums)
    {
        int at = _next - sums.Window;
        // Before the window is full the places hold zeros.
        sums.Leave(_pairs[at < 0 ? at + _ring : at]);
    }
}
