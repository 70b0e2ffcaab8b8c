using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// A change of an order to encode as OrderCancelReplaceRequest (35=G).
/// <para><b>Invariants.</b> 40 bytes, blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 40)]
public struct ReplaceOrder
{
    /// <summary>New limit price in 1/10000; not sent for a market order.</summary>
    [FieldOffset(0)] public long Price;

    /// <summary>Feed sequence number that caused the request (user-defined tag).</summary>
    [FieldOffset(8)] public ulong TriggerSequence;

    /// <summary>Own id of this request, from 1; becomes ClOrdID [11].</summary>
    [FieldOffset(16)] public uint OrderId;

    /// <summary>Own id of the order's last accepted request; becomes OrigClOrdID [41].</summary>
    [FieldOffset(20)] public uint OriginalOrderId;

    /// <summary>New total OrderQty [38] in shares, at least 1; includes what is filled.</summary>
    [FieldOffset(24)] public uint Quantity;

    /// <summary>Index into the session's symbols.</summary>
    [FieldOffset(28)] public ushort Symbol;

    /// <summary>Side; must be the order's.</summary>
    [FieldOffset(30)] public FixSide Side;

    /// <summary>Order type.</summary>
    [FieldOffset(31)] public FixOrderType OrderType;

    /// <summary>Time in force.</summary>
    [FieldOffset(32)] public FixTimeInForce TimeInForce;

    /// <summary>1: participate, do not initiate (18=6).</summary>
    [FieldOffset(33)] public byte PostOnly;
}
