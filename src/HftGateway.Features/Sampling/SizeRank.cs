using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// trade_size_percentile: the number of the previous size_window = 200 trades, this one excluded, with a strictly
/// smaller size, by their number.
/// <para><b>Units.</b> [0, 1]. <b>Warm-up.</b> That many previous trades; held between trades.</para>
/// <para><b>Threading.</b> One thread. <b>Cost.</b> One push into a sorted window a trade.</para>
/// <para><b>Reference.</b> Features specification, 8.3 (source 4).</para>
/// </summary>
public unsafe struct SizeRank
{
    /// <summary>trade_size_percentile.</summary>
    public double Value;

    private SortedWindow _sizes;

    /// <summary>Bytes that it needs beside the struct.</summary>
    public static int BytesFor(int window) => SortedWindow.BytesFor(window);

    /// <summary>Sets it up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, int window)
    {
        _sizes.Initialise(memory, window);
        Reset();
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        _sizes.Reset();
        Value = double.NaN;
    }

    /// <summary>Takes a trade.</summary>
    [HotPath]
    public void Add(int shares)
    {
        bool isFull = _sizes.IsFull;
        int smaller = _sizes.Push(shares);
        if (isFull)
            Value = (double)smaller / _sizes.Count;
    }
}
