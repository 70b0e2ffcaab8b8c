using System.Runtime.CompilerServices;
#if !NET10_0_OR_GREATER
using System.Runtime.Intrinsics.X86;
#endif

namespace HftGateway.Disruptor;

/// <summary>
/// The two one-way fences that acquire and release accesses do not give, and that the reader of a slot which may be
/// overwritten under its eyes needs (see <see cref="Follower{T, TSequencer}"/>).
/// <para><b>Cost.</b> No instruction on x64, where loads are not reordered with loads nor stores with stores; only the
/// compiler is held. A data memory barrier on Arm.</para>
/// </summary>
internal static class Fences
{
    /// <summary>No store after this becomes visible before a store made earlier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStore()
    {
#if NET10_0_OR_GREATER
        Volatile.WriteBarrier();
#else
        // On x64 the volatile store that precedes every use of this fence already keeps the compiler from moving
        // stores.
        if (!X86Base.IsSupported)
            Interlocked.MemoryBarrier();
#endif
    }

    /// <summary>No load after this is satisfied before a load made earlier.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLoad()
    {
#if NET10_0_OR_GREATER
        Volatile.ReadBarrier();
#else
        Interlocked.MemoryBarrier();
#endif
    }
}
