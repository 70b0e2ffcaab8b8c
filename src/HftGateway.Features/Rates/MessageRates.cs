using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Over the short window of L seconds: book_update_rate = rows other than P / L; book_stability = 1/max(that, 1);
/// quote_msg_count = A, F, X, D, U rows; order_to_trade_ratio = that / max(trades, 1); quote_stuffing = 1 if
/// quote_msg_count > stuffing_threshold (100), else 0; trade_intensity = trades / L.
/// <para><b>Units.</b> 1/s, counts, ratios. <b>Window.</b> BTW(short_delta_ns = 100 ms, short_m = 10).
/// <b>Warm-up.</b> That window; quote_stuffing is 0 before.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One vector division a row.</para>
/// <para><b>Reference.</b> Features specification, sections 4 and 6.4 (source 0).</para>
/// </summary>
public struct MessageRates
{
    // Written as one vector: their order matters.

    /// <summary>book_update_rate.</summary>
    public double UpdateRate;

    /// <summary>book_stability.</summary>
    public double Stability;

    /// <summary>order_to_trade_ratio.</summary>
    public double OrderToTrade;

    /// <summary>trade_intensity.</summary>
    public double TradeIntensity;

    /// <summary>quote_msg_count.</summary>
    public double QuoteMessages;

    /// <summary>quote_stuffing.</summary>
    public double Stuffing;

    /// <summary>The window: updates, 0, quote messages, trades.</summary>
    public LaneWindow Window;

    private double _seconds;
    private double _threshold;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) => LaneWindow.BytesFor(options.ShortM);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public unsafe void Initialise(byte* memory, FeatureOptions options)
    {
        Window.Initialise(memory, options.ShortDeltaNs, options.ShortM, exact: true);
        _seconds = options.ShortM * (options.ShortDeltaNs / 1e9);
        _threshold = options.StuffingThreshold;
        Start(0);
    }

    /// <summary>Back to the initial state, with the warm-up from t₀.</summary>
    public void Start(long t0Ns)
    {
        Window.Start(t0Ns);
        Publish(Window.Sums);
    }

    /// <summary>What a row counts as: updates, 0, quote messages, trades.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Count(EventKind kind, BookFlags flags)
    {
        // Looked up, since a branch on the kind is a coin's toss to the processor.
        const ulong NoQuotes = 1UL << (int)EventKind.Execute | 1UL << (int)EventKind.ExecuteWithPrice
            | 1UL << (int)EventKind.Trade | 1UL << (int)EventKind.TradeSummary;
        int isQuote = 1 - ((int)(NoQuotes >> (int)kind) & 1);
        int row = (int)((uint)flags >> 1) & 3 | isQuote << 2;
        return Unsafe.As<double, Vector256<double>>(
            ref Unsafe.Add(ref MemoryMarshal.GetReference(Counts), row * LaneWindow.Lanes));
    }

    // By bits: 1 a trade (BookFlags.Trade), 2 against a hidden order (BookFlags.Hidden), 4 a quote message.
    private static ReadOnlySpan<double> Counts =>
    [
        1, 0, 0, 0,
        1, 0, 0, 1,
        0, 0, 0, 0,
        0, 0, 0, 1,
        1, 0, 1, 0,
        1, 0, 1, 1,
        0, 0, 1, 0,
        0, 0, 1, 1,
    ];

    /// <summary>Takes a row.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(EventKind kind, BookFlags flags) => Publish(Window.AddAndSum(Count(kind, flags)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Publish(Vector256<double> sums)
    {
        // 1/max(u/L, 1) is L/max(u, L): all four quotients have whole numerators and can be formed at once.
        Vector256<double> floor = Vector256.Create(_seconds, _seconds, 1, _seconds);
        Vector256<double> above = sums.WithElement(1, _seconds);
        Vector256<double> least = Vector256.Shuffle(sums, Vector256.Create(1L, 0, 3, 1))
            & Vector256.Create(0L, -1, -1, 0).AsDouble();
        // Not Max, which takes several instructions more for signed zeros and NaN; NaN comes through this, too.
        Vector256<double> below = Vector256.ConditionalSelect(Vector256.LessThan(least, floor), floor, least);
        Unsafe.As<double, Vector256<double>>(ref UpdateRate) = above / below;
        double quotes = sums[2];
        QuoteMessages = quotes;
        Stuffing = quotes > _threshold ? 1 : 0;
    }
}
