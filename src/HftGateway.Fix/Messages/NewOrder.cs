using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// A new order to encode as NewOrderSingle (35=D).
/// <para><b>Invariants.</b> 32 bytes, blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 32)]
public struct NewOrder
{
    /// <summary>Limit price in 1/10000; not sent for a market order.</summary>
    [FieldOffset(0)] public long Price;

    /// <summary>Feed sequence number that caused the order (user-defined tag).</summary>
    [FieldOffset(8)] public ulong TriggerSequence;

    /// <summary>Own order id, from 1; becomes ClOrdID [11].</summary>
    [FieldOffset(16)] public uint OrderId;

    /// <summary>OrderQty [38] in shares, at least 1.</summary>
    [FieldOffset(20)] public uint Quantity;

    /// <summary>Index into the session's symbols.</summary>
    [FieldOffset(24)] public ushort Symbol;

    /// <summary>Side.</summary>
    [FieldOffset(26)] public FixSide Side;

    /// <summary>Order type.</summary>
    [FieldOffset(27)] public FixOrderType OrderType;

    /// <summary>Time in force.</summary>
    [FieldOffset(28)] public FixTimeInForce TimeInForce;

    /// <summary>1: participate, do not initiate (18=6): the order may only rest.</summary>
    [FieldOffset(29)] public byte PostOnly;
}
