using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Replay;

/// <summary>An own order message on its way to the recorded exchange. Blittable.</summary>
internal struct RecordedAction
{
    /// <summary>Exchange time at which it takes effect, ns since midnight.</summary>
    public long DueNs;

    /// <summary>What it asks for.</summary>
    public IntentAction Action;

    /// <summary>Side.</summary>
    public EventSide Side;

    /// <summary>Instrument index.</summary>
    public ushort Instrument;

    /// <summary>What is left after the marketable part expires at once.</summary>
    public bool ImmediateOrCancel;

    /// <summary>Refused if it would take.</summary>
    public bool PostOnly;

    /// <summary>No limit price.</summary>
    public bool Market;

    /// <summary>Own id of the request.</summary>
    public uint Id;

    /// <summary>Own id of the order it names.</summary>
    public uint TargetId;

    /// <summary>Limit price, pu.</summary>
    public long Price;

    /// <summary>Order quantity, shares.</summary>
    public int Quantity;
}
