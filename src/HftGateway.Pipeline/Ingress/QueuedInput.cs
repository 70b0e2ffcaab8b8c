using System.Runtime.InteropServices;
using HftGateway.Fix;
using HftGateway.MarketData.Events;
using HftGateway.Pipeline.Orders;

namespace HftGateway.Pipeline.Ingress;

/// <summary>
/// An event on its way to the ingress thread from another thread of the gateway: an order response, a session event, a
/// refusal, an operator's command. Ingress gives it its times and its place in the sequence. Blittable.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 256)]
public struct QueuedInput
{
    /// <summary>The event; its times are set by ingress, unless <see cref="DueNs"/> says that they stand.</summary>
    [FieldOffset(0)] public InputEvent Event;

    /// <summary>Time-stamp counter when the bytes behind it were received.</summary>
    [FieldOffset(64)] public long ReceivedTicks;

    /// <summary>In a replay: time at which the event enters, ns since midnight.</summary>
    [FieldOffset(72)] public long DueNs;

    /// <summary>
    /// For an order event: what its note in the store needs. Shares its place with <see cref="Session"/>.
    /// </summary>
    [FieldOffset(80)] public ReportedExecution Execution;

    /// <summary>For a session event: what the encoder stage must do.</summary>
    [FieldOffset(80)] public SessionAction Session;
}
