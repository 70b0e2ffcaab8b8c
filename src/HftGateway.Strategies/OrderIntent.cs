using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies;

/// <summary>What a strategy wants done.</summary>
public enum IntentAction : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A new order.</summary>
    New = 1,

    /// <summary>Cancel <see cref="OrderIntent.TargetOrderId"/>.</summary>
    Cancel = 2,

    /// <summary>Replace <see cref="OrderIntent.TargetOrderId"/> by this price and quantity (total order
    /// quantity).</summary>
    Replace = 3,
}

/// <summary>Time in force (FIX 59).</summary>
public enum TimeInForce : byte
{
    /// <summary>Day order (59=0).</summary>
    Day = 0,

    /// <summary>Immediate or cancel (59=3).</summary>
    ImmediateOrCancel = 1,
}

/// <summary>Bits of <see cref="OrderIntent.Flags"/>.</summary>
[Flags]
public enum IntentFlags : byte
{
    /// <summary>No bit set.</summary>
    None = 0,

    /// <summary>The order may only rest, never take (FIX 18=6).</summary>
    PostOnly = 1,

    /// <summary>The order reduces the position: position limits do not refuse it.</summary>
    Reducing = 2,

    /// <summary>A market order (no price).</summary>
    Market = 4,
}

/// <summary>
/// One thing a strategy wants done. Checked by the risk stage, encoded by the encoder stage; neither changes it.
/// <para><b>Invariants.</b> 32 bytes, blittable. Every request, a cancel too, has its own <see cref="OrderId"/>.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct OrderIntent
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 32;

    /// <summary>What to do.</summary>
    [FieldOffset(0)] public IntentAction Action;

    /// <summary>Side.</summary>
    [FieldOffset(1)] public EventSide Side;

    /// <summary>Time in force.</summary>
    [FieldOffset(2)] public TimeInForce TimeInForce;

    /// <summary>Flags.</summary>
    [FieldOffset(3)] public IntentFlags Flags;

    /// <summary>Instrument index.</summary>
    [FieldOffset(4)] public ushort Instrument;

    /// <summary>Strategy number.</summary>
    [FieldOffset(6)] public ushort Strategy;

    /// <summary>Own id of this request: dense, from 1, never used twice in a session day.</summary>
    [FieldOffset(8)] public uint OrderId;

    /// <summary>Own id of the order to cancel or replace, 0 for New.</summary>
    [FieldOffset(12)] public uint TargetOrderId;

    /// <summary>Limit price in price units; 0 for a market order.</summary>
    [FieldOffset(16)] public long Price;

    /// <summary>Order quantity in shares.</summary>
    [FieldOffset(24)] public int Quantity;

    /// <summary>Why, a number of the strategy's own (entry, target, stop, time …) for audit.</summary>
    [FieldOffset(28)] public int Reason;
}
