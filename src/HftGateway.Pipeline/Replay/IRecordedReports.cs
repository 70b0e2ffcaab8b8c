using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Replay;

/// <summary>
/// Receives what the recorded exchange reports. Implemented by structs, used as a generic constraint.
/// </summary>
internal interface IRecordedReports
{
    /// <summary>One report on an own order.</summary>
    /// <param name="timeNs">Exchange time at which it happened, ns since midnight.</param>
    /// <param name="type">What happened.</param>
    /// <param name="action">Ids, instrument, side, and for a fill or replace the price.</param>
    /// <param name="lastQuantity">Shares filled.</param>
    /// <param name="leaves">Shares left.</param>
    void Report(long timeNs, OrderEventType type, in RecordedAction action, int lastQuantity, int leaves);
}
