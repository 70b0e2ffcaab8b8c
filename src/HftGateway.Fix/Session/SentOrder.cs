using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>Which own order request went out under which sequence number.</summary>
[StructLayout(LayoutKind.Sequential, Size = 16)]
public struct SentOrder
{
    /// <summary>MsgSeqNum [34].</summary>
    public ulong Sequence;

    /// <summary>Own id of the request (its ClOrdID).</summary>
    public uint OrderId;

    /// <summary>NewOrderSingle, OrderCancelRequest or OrderCancelReplaceRequest.</summary>
    public FixMsgType MsgType;
}

/// <summary>
/// Numbers that a gap fill declared void. Requests among them that no report ever mentioned did not reach the peer; one
/// that a report did mention was received after all (the peer lost its own record), so the caller treats all of them as
/// uncertain and only the unmentioned as not delivered.
/// </summary>
/// <param name="First">First number.</param>
/// <param name="Last">Last number.</param>
/// <param name="Orders">Order requests remembered among them: <see cref="FixOutboundSession.CopySentOrders"/> lists
/// them.</param>
/// <param name="IsComplete">False when the memory no longer reaches back to <paramref name="First"/>.</param>
public readonly record struct GapFillRange(ulong First, ulong Last, int Orders, bool IsComplete)
{
    /// <summary>There was no gap fill.</summary>
    public bool IsEmpty => First == 0;
}
