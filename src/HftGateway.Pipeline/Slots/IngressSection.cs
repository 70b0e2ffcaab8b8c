using System.Runtime.InteropServices;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Orders;

namespace HftGateway.Pipeline.Slots;

/// <summary>
/// What ingress writes into a slot: the normalised event, on a second cache line when it came and, for order events
/// only, what its note in the store needs, and behind that, for session events only, what the order session's inbound
/// side demands of its outbound side.
/// <para><b>Threading.</b> Written by the ingress thread only.</para>
/// <para><b>Invariants.</b> 320 bytes; nothing on the second line may influence a decision: it differs from run to run.
/// A market event touches the first two lines only.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct IngressSection
{
    /// <summary>Size in bytes: five cache lines.</summary>
    public const int SizeBytes = 320;

    /// <summary>The event.</summary>
    [FieldOffset(0)] public InputEvent Event;

    /// <summary>Time-stamp counter when the packet that carried the event was received.</summary>
    [FieldOffset(64)] public long ReceivedTicks;

    /// <summary>
    /// Time-stamp counter when decoding of this message began: later than received for the second message of a packet.
    /// </summary>
    [FieldOffset(72)] public long DecodeTicks;

    /// <summary>Time-stamp counter when the event stood in the slot.</summary>
    [FieldOffset(80)] public long DoneTicks;

    /// <summary>For an order event: what its note needs. Undefined for every other kind.</summary>
    [FieldOffset(88)] public ReportedExecution Execution;

    /// <summary>For a session event: what the encoder stage must do. Undefined for every other kind.</summary>
    [FieldOffset(128)] public SessionAction Session;
}
