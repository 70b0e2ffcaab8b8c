using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Strategies;

namespace HftGateway.Risk;

/// <summary>Inline storage of the verdicts of one event.</summary>
[InlineArray(StrategyOutput.MaxIntents)]
public struct VerdictArray
{
    private RiskReason _first;
}

/// <summary>
/// The risk stage's answer to each intent of one event: its section of the slot, written by its thread only. Valid only
/// when the strategy section's count is not 0.
/// <para><b>Invariants.</b> 64 bytes = one cache line.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct RiskVerdicts
{
    /// <summary>Size in bytes: one cache line.</summary>
    public const int SizeBytes = 64;

    /// <summary>Verdict of each intent, <see cref="RiskReason.None"/> = passed.</summary>
    [FieldOffset(0)] public VerdictArray Reasons;

    /// <summary>Time-stamp counter when the risk stage was done, if the event is stamped or has intents.</summary>
    [FieldOffset(56)] public long DoneTicks;
}
