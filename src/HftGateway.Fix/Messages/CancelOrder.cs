using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// A cancel to encode as OrderCancelRequest (35=F).
/// <para><b>Invariants.</b> 24 bytes, blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 24)]
public struct CancelOrder
{
    /// <summary>Feed sequence number that caused the request (user-defined tag).</summary>
    [FieldOffset(0)] public ulong TriggerSequence;

    /// <summary>Own id of this request, from 1; becomes ClOrdID [11].</summary>
    [FieldOffset(8)] public uint OrderId;

    /// <summary>Own id of the order's last accepted request; becomes OrigClOrdID [41].</summary>
    [FieldOffset(12)] public uint OriginalOrderId;

    /// <summary>OrderQty [38] of the order in shares, at least 1.</summary>
    [FieldOffset(16)] public uint Quantity;

    /// <summary>Index into the session's symbols.</summary>
    [FieldOffset(20)] public ushort Symbol;

    /// <summary>Side of the order.</summary>
    [FieldOffset(22)] public FixSide Side;
}
