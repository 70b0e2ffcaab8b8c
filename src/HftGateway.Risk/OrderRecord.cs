using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Risk;

/// <summary>
/// One own request: an order, a cancel or a replace.
/// <para><b>Invariants.</b> 64 bytes = one cache line, blittable, indexed by the request's id. <see cref="Exposure"/>
/// is what the record adds to its instrument's open quantity of its side: the leaves of a live order; of a replace
/// under way what it would add to the order that it replaces, so that the two together count the larger of old and
/// new.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct OrderRecord
{
    /// <summary>Size in bytes: one cache line.</summary>
    public const int SizeBytes = 64;

    /// <summary>What it is.</summary>
    [FieldOffset(0)] public RequestKind Kind;

    /// <summary>State.</summary>
    [FieldOffset(1)] public OrderState State;

    /// <summary>Side.</summary>
    [FieldOffset(2)] public EventSide Side;

    /// <summary>Flags.</summary>
    [FieldOffset(3)] public OrderRecordFlags Flags;

    /// <summary>Instrument index.</summary>
    [FieldOffset(4)] public ushort Instrument;

    /// <summary>Strategy number.</summary>
    [FieldOffset(6)] public ushort Strategy;

    /// <summary>Limit price in price units.</summary>
    [FieldOffset(8)] public long Price;

    /// <summary>Order quantity in shares.</summary>
    [FieldOffset(16)] public int Quantity;

    /// <summary>Shares filled, those of the orders it replaced included.</summary>
    [FieldOffset(20)] public int Cumulative;

    /// <summary>Shares that may still trade.</summary>
    [FieldOffset(24)] public int Leaves;

    /// <summary>Shares counted in the instrument's open quantity.</summary>
    [FieldOffset(28)] public int Exposure;

    /// <summary>The order that a cancel or replace names.</summary>
    [FieldOffset(32)] public uint Target;

    /// <summary>The replace that took, or wants to take, this order's place; 0 none.</summary>
    [FieldOffset(36)] public uint Successor;

    /// <summary>Time at which risk passed it.</summary>
    [FieldOffset(40)] public long PassedNs;

    /// <summary>Time of the last event about it.</summary>
    [FieldOffset(48)] public long LastEventNs;

    /// <summary>It may still trade: new, accepted or partly filled, and an order rather than a request about
    /// one.</summary>
    public readonly bool IsLiveOrder =>
        State is OrderState.New or OrderState.Accepted or OrderState.PartiallyFilled
        && (Kind == RequestKind.New || (Kind == RequestKind.Replace && State != OrderState.New));

    /// <summary>A cancel or replace that is under way.</summary>
    public readonly bool IsPendingRequest =>
        State == OrderState.New && Kind is RequestKind.Cancel or RequestKind.Replace;
}
