using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Strategies;

/// <summary>Inline storage of the intents of one event.</summary>
[InlineArray(StrategyOutput.MaxIntents)]
public struct IntentArray
{
    private OrderIntent _first;
}

/// <summary>
/// What the strategy stage wants done on one event: its section of the slot, written by its thread only.
/// <para><b>Invariants.</b> 192 bytes = three cache lines; on the usual event only <see cref="Count"/> (0) is
/// written.</para>
/// <para><b>Limits.</b> <see cref="MaxIntents"/> intents an event.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct StrategyOutput
{
    /// <summary>Size in bytes: three cache lines.</summary>
    public const int SizeBytes = 192;

    /// <summary>The most intents that one event may cause.</summary>
    public const int MaxIntents = 4;

    /// <summary>Intents set in <see cref="Intents"/>.</summary>
    [FieldOffset(0)] public int Count;

    /// <summary>Intents that found no room: a strategy that wants more than <see cref="MaxIntents"/> at once.</summary>
    [FieldOffset(4)] public int Overflow;

    /// <summary>Time-stamp counter when the strategy stage was done, if the event is stamped.</summary>
    [FieldOffset(56)] public long DoneTicks;

    /// <summary>The intents, in order.</summary>
    [FieldOffset(64)] public IntentArray Intents;
}
