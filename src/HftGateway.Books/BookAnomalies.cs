using System.Runtime.CompilerServices;

namespace HftGateway.Books;

/// <summary>
/// How often each <see cref="BookAnomaly"/> happened in one <see cref="BookSet"/>.
/// <para><b>Threading.</b> Written by the thread that applies events; another thread may read and sees each counter
/// whole, perhaps late.</para>
/// </summary>
public sealed class BookAnomalies
{
    /// <summary>How many kinds there are.</summary>
    public const int Kinds = (int)BookAnomaly.LevelPoolFull + 1;

    private readonly long[] _counts = new long[Kinds];

    /// <summary>Count of one kind.</summary>
    public long this[BookAnomaly kind] => Volatile.Read(ref _counts[(int)kind]);

    /// <summary>Sum over all kinds.</summary>
    public long Total
    {
        get
        {
            long total = 0;
            for (int kind = 0; kind < Kinds; kind++)
                total += Volatile.Read(ref _counts[kind]);
            return total;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal void Count(BookAnomaly kind) => _counts[(int)kind]++;
}
