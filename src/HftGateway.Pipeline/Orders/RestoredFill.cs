using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Orders;

/// <summary>A fill of an earlier process of the session day, or the breaking of one, from the store's notes.</summary>
/// <param name="Event">To be booked again.</param>
/// <param name="Execution">What it is known by.</param>
public readonly record struct RestoredFill(InputEvent Event, ReportedExecution Execution);
