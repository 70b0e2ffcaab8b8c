using System.Runtime.InteropServices;
using HftGateway.Books;
using HftGateway.Features;
using HftGateway.Risk;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Slots;

/// <summary>
/// One element of the pipeline's ring: an input event and what each stage made of it. Stages read the sections before
/// theirs in place and write only their own, so nothing is copied between stages.
/// <para><b>Threading.</b> One writing thread per section. Every section starts on its own cache line; the ring hands a
/// slot from stage to stage with acquire/release sequences.</para>
/// <para><b>Invariants.</b> 1024 bytes = 16 cache lines, blittable. A slot is reused without being cleared: each stage
/// rewrites at least its section's flags or count on every event.</para>
/// <code>
///    0  ingress   event 64, stamps 64, session 192   written by ingress
///  320  book      summary 64, changes 128            written by book
///  512  features  192                                written by features
///  704  strategy  count 64, intents 128              written by strategy
///  896  risk      verdicts 64                        written by risk
///  960  encoder   64                                 written by encoder
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct Slot
{
    /// <summary>Size in bytes: 16 cache lines.</summary>
    public const int SizeBytes = 1024;

    /// <summary>Written by ingress.</summary>
    [FieldOffset(0)] public IngressSection Ingress;

    /// <summary>Written by the book stage.</summary>
    [FieldOffset(320)] public BookUpdate Book;

    /// <summary>Written by the feature stage.</summary>
    [FieldOffset(512)] public FeatureRow Features;

    /// <summary>Written by the strategy stage.</summary>
    [FieldOffset(704)] public StrategyOutput Strategy;

    /// <summary>Written by the risk stage.</summary>
    [FieldOffset(896)] public RiskVerdicts Risk;

    /// <summary>Written by the encoder stage.</summary>
    [FieldOffset(960)] public EncoderSection Encoder;
}
