using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Slots;

/// <summary>Text of a session event (a FIX TestReqID), at most <see cref="Capacity"/> bytes.</summary>
[InlineArray(Capacity)]
public struct SessionText
{
    /// <summary>Bytes that fit.</summary>
    public const int Capacity = 39;

    private byte _first;
}

/// <summary>
/// What ingress writes into a slot: the normalised event, and on a second cache line when it came.
/// <para><b>Threading.</b> Written by the ingress thread only.</para>
/// <para><b>Invariants.</b> 128 bytes; nothing on the second line may influence a decision: it differs from run to run.
/// The exception is <see cref="Text"/>, which is echoed to the order session and belongs to the event.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct IngressSection
{
    /// <summary>Size in bytes: two cache lines.</summary>
    public const int SizeBytes = 128;

    /// <summary>The event.</summary>
    [FieldOffset(0)] public InputEvent Event;

    /// <summary>Time-stamp counter when the packet that carried the event was received.</summary>
    [FieldOffset(64)] public long ReceivedTicks;

    /// <summary>Time-stamp counter when decoding of this message began: later than received for the second message of a packet.</summary>
    [FieldOffset(72)] public long DecodeTicks;

    /// <summary>Time-stamp counter when the event stood in the slot.</summary>
    [FieldOffset(80)] public long DoneTicks;

    /// <summary>Bytes used in <see cref="Text"/>.</summary>
    [FieldOffset(88)] public byte TextLength;

    /// <summary>Text of a session event.</summary>
    [FieldOffset(89)] public SessionText Text;
}
