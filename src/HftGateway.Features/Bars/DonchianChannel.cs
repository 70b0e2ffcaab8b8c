namespace HftGateway.Features;

/// <summary>
/// max H and min L over the previous n bars, excluding bar k itself, so that a break can be seen: donchian_fast (20),
/// donchian_medium (55), donchian_slow (120), donchian_exit (10); the middle is their mean.
/// <para><b>Units.</b> pu. <b>Warm-up.</b> From bar n.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> O(1) a bar, amortised.</para>
/// <para><b>Reference.</b> Features specification, 10.3 and 11.</para>
/// </summary>
public unsafe struct DonchianChannel
{
    /// <summary>The upper end.</summary>
    public double Upper;

    /// <summary>The lower end.</summary>
    public double Lower;

    /// <summary>The middle.</summary>
    public double Mid;

    private ExtremeWindow _highs;
    private ExtremeWindow _negativeLows;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => 2 * ExtremeWindow.BytesFor(window);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int window)
    {
        _highs.Initialise(memory, window);
        _negativeLows.Initialise(memory + ExtremeWindow.BytesFor(window), window);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _highs.Reset();
        _negativeLows.Reset();
        Upper = Lower = Mid = double.NaN;
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        if (_highs.IsFull)
        {
            long upper = _highs.Greatest;
            long lower = -_negativeLows.Greatest;
            Upper = upper;
            Lower = lower;
            Mid = (upper + lower) * 0.5;
        }
        _highs.Push(bar.High);
        _negativeLows.Push(-bar.Low);
    }
}
