using System.Runtime.CompilerServices;
using HftGateway.Exchange.Flow;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// Draws symbols by Zipf's law in constant time (Vose's alias method); which symbol is busy is shuffled by the seed.
/// <para><b>Threading.</b> Immutable after construction.</para>
/// <para><b>Cost.</b> One multiplication and one load of 8 bytes.</para>
/// </summary>
internal sealed class SymbolSampler
{
    // Flattens the head: without it the first symbol alone would take a tenth of a small day.
    private const double RankOffset = 4;

    private readonly Entry[] _entries;
    private readonly double[] _weights;

    public SymbolSampler(int symbols, ref Xoshiro256 random)
    {
        _weights = Weights(symbols, ref random);
        _entries = new Entry[symbols];
        var scaled = new double[symbols];
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (int i = 0; i < symbols; i++)
        {
            scaled[i] = _weights[i] * symbols;
            (scaled[i] < 1 ? small : large).Push(i);
        }
        while (small.Count > 0 && large.Count > 0)
        {
            int low = small.Pop();
            int high = large.Peek();
            _entries[low] = new Entry((uint)(scaled[low] * uint.MaxValue), high);
            scaled[high] -= 1 - scaled[low];
            if (scaled[high] < 1)
                small.Push(large.Pop());
        }
        foreach (int i in small.Concat(large))
            _entries[i] = new Entry(uint.MaxValue, i);
    }

    /// <summary>Shares of the day, adding up to 1, by symbol.</summary>
    public ReadOnlySpan<double> Shares => _weights;

    /// <summary>Draws a symbol with 64 random bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(ulong bits)
    {
        int index = (int)Math.BigMul(bits, (ulong)_entries.Length, out ulong fraction);
        Entry entry = _entries[index];
        return (uint)(fraction >> 32) <= entry.Threshold ? index : entry.Alias;
    }

    private static double[] Weights(int symbols, ref Xoshiro256 random)
    {
        var weights = new double[symbols];
        double sum = 0;
        for (int rank = 0; rank < symbols; rank++)
        {
            weights[rank] = 1 / (rank + RankOffset);
            sum += weights[rank];
        }
        for (int i = symbols - 1; i >= 0; i--)
        {
            int other = random.NextInt(i + 1);
            (weights[i], weights[other]) = (weights[other], weights[i]);
            weights[i] /= sum;
        }
        return weights;
    }

    private readonly record struct Entry(uint Threshold, int Alias);
}
