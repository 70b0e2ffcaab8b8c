using System.Runtime.InteropServices;

namespace HftGateway.Fix.Orders;

/// <summary>What became of an event.</summary>
public enum FixOrderOutcome : byte
{
    /// <summary>It told something new.</summary>
    Applied = 0,

    /// <summary>Nothing changed: it came late, or again.</summary>
    Unchanged,

    /// <summary>An own request that may not be sent in this state; nothing changed.</summary>
    Refused,

    /// <summary>No order is known by the identifiers of the report.</summary>
    UnknownOrder,

    /// <summary>The ExecID was seen before: a report that was sent again.</summary>
    DuplicateExecution,

    /// <summary>The table or the order's list of requests is full; nothing changed.</summary>
    Full,
}

/// <summary>What an operator, or the keeper of positions, must know of an event.</summary>
[Flags]
public enum FixOrderAlerts : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The report cannot follow from what is known: the venue's view differs from ours.</summary>
    Contradiction = 1,

    /// <summary>CumQty [14] is not what the reports so far add up to; the venue's number was taken.</summary>
    CumulativeDiffers = 2,

    /// <summary>LeavesQty [151] is not OrderQty − CumQty; the venue's number was taken.</summary>
    LeavesDiffer = 4,

    /// <summary>More was filled than ordered.</summary>
    Overfill = 8,

    /// <summary>The report came before the acknowledgement of the order and stands for it.</summary>
    ImplicitAcknowledge = 16,

    /// <summary>The report names a replace that was not acknowledged yet and stands for that.</summary>
    ImplicitReplace = 32,

    /// <summary>Nobody here asked for it.</summary>
    Unsolicited = 64,

    /// <summary>A fill of an order that had ended.</summary>
    LateFill = 128,

    /// <summary>An order that could not trade any more can again.</summary>
    Reopened = 256,

    /// <summary>The refused message was a cancel or replace, not the order.</summary>
    RequestRefused = 512,
}

/// <summary>
/// What an event did to an order.
/// <para><b>Invariants.</b> Blittable.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
public struct FixOrderChange
{
    /// <summary>Change of CumQty in shares; negative for a bust.</summary>
    public long Filled;

    /// <summary>Index of the order in its tracker; −1 when none.</summary>
    public int Order;

    /// <summary>What to look at.</summary>
    public FixOrderAlerts Alerts;

    /// <summary>What was done.</summary>
    public FixOrderOutcome Outcome;

    /// <summary>State before.</summary>
    public FixOrderState Before;

    /// <summary>State after.</summary>
    public FixOrderState After;
}
