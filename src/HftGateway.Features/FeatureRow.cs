using System.Runtime.InteropServices;

namespace HftGateway.Features;

/// <summary>
/// The features of one event: the feature stage's section of the slot, written by its thread only. It carries the
/// features that the plan names, in the plan's order, and what every strategy and the risk stage need.
/// <para><b>Invariants.</b> 192 bytes = three cache lines, only as many of them written as the plan has values. When
/// <see cref="Flags"/> has no <see cref="FeatureFlags.Row"/>, only <see cref="Flags"/> and the stamp are valid. Values
/// are NaN until everything their definition needs exists; prices are in price units (pu), quantities in shares.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public unsafe struct FeatureRow
{
    /// <summary>Size in bytes: three cache lines.</summary>
    public const int SizeBytes = 192;

    /// <summary>Most features that a plan of the pipeline can name; the learning vector takes 20.</summary>
    public const int MaxValues = 21;

    /// <summary>What is set.</summary>
    [FieldOffset(0)] public FeatureFlags Flags;

    /// <summary>
    /// Trade aggressor of this row: +1 buyer, −1 seller, 0 unclassified, no trade, or not asked for by the plan.
    /// </summary>
    [FieldOffset(4)] public int Aggressor;

    /// <summary>The configured gates that are closed.</summary>
    [FieldOffset(8)] public FeatureGates ClosedGates;

    /// <summary>Time-stamp counter when the feature stage was done, if the event is stamped.</summary>
    [FieldOffset(16)] public long DoneTicks;

    [FieldOffset(24)] private fixed double _values[MaxValues];

    /// <summary>The value of the plan's column at an index, 0 to <see cref="MaxValues"/> − 1.</summary>
    public double this[int index]
    {
        readonly get => _values[index];
        set => _values[index] = value;
    }

    /// <summary>Why the configured gates forbid an entry for lack of tradeability; Ok if they do not.</summary>
    public readonly TradeabilityReason Reason => Tradeability.ReasonOf(ClosedGates);
}
