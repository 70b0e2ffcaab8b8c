namespace HftGateway.Fix.Orders;

/// <summary>
/// All own orders of a session: leads each report to its order, recognises what was reported before, and keeps the
/// list of those whose fate is to be asked for after a reconnect.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> An order keeps its index. An identifier belongs to one order for the tracker's life
/// (ClOrdIDs are unique within a session day). A report is looked up by ClOrdID, then OrigClOrdID, then OrderID: a
/// report on a request of somebody else about an own order finds it by the latter two.</para>
/// <para><b>Limits.</b> Those of the constructor; a full tracker refuses requests and changes nothing.</para>
/// <para><b>Cost.</b> All memory is taken by the constructor; no allocation later.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 4; docs/fix-orders.md.</para>
/// </summary>
public sealed partial class FixOrderTracker
{
    private readonly FixOrder[] _orders;
    private readonly FixIdMap _byId;
    private readonly FixIdMap _byOrderId;
    private int _count;

    /// <summary>Takes the memory.</summary>
    /// <param name="orders">Orders of a session day.</param>
    /// <param name="requests">ClOrdIDs of a session day: orders, cancels, replaces; at least
    /// <paramref name="orders"/>.</param>
    /// <param name="executions">ExecIDs to remember, a power of two of at least 16.</param>
    public FixOrderTracker(int orders, int requests, int executions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(orders, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(requests, orders);
        _orders = new FixOrder[orders];
        _byId = new FixIdMap(requests);
        _byOrderId = new FixIdMap(orders);
        Executions = new FixExecutionMemory(executions);
    }

    /// <summary>Orders known.</summary>
    public int Count => _count;

    /// <summary>Orders it can hold.</summary>
    public int Capacity => _orders.Length;

    /// <summary>Executions that were reported.</summary>
    public FixExecutionMemory Executions { get; }

    /// <summary>Reports that named no order known here.</summary>
    public long UnknownReports { get; private set; }

    /// <summary>Reports that were seen before.</summary>
    public long DuplicateReports { get; private set; }

    /// <summary>An order by its index.</summary>
    /// <param name="index">From a change; 0 to <see cref="Count"/> − 1.</param>
    public ref readonly FixOrder this[int index] => ref _orders[index];

    /// <summary>Index of the order to which an identifier belongs; −1 when it is not known.</summary>
    /// <param name="clOrdId">ClOrdID of the order or of a request about it, as a number.</param>
    public int Find(ulong clOrdId) => _byId.Find(clOrdId);

    /// <summary>A new order goes out.</summary>
    /// <param name="clOrdId">Its ClOrdID.</param>
    /// <param name="quantity">OrderQty.</param>
    /// <param name="price">Price; 0 for a market order.</param>
    /// <param name="side">Side.</param>
    /// <param name="instrument">Instrument index of the caller.</param>
    public FixOrderChange New(ulong clOrdId, long quantity, long price, FixSide side, ushort instrument)
    {
        if (clOrdId == 0 || _byId.Find(clOrdId) >= 0)
            return Nothing(FixOrderOutcome.Refused);
        if (_count == _orders.Length || _byId.IsFull)
            return Nothing(FixOrderOutcome.Full);
        FixOrderChange change =
            FixOrderMachine.RequestNew(ref _orders[_count], clOrdId, quantity, price, side, instrument);
        change.Order = -1;
        if (change.Outcome != FixOrderOutcome.Applied)
            return change;
        _byId.Add(clOrdId, _count);
        change.Order = _count++;
        return change;
    }

    /// <summary>A cancel goes out.</summary>
    /// <param name="order">Index of the order.</param>
    /// <param name="clOrdId">ClOrdID of the cancel.</param>
    public FixOrderChange Cancel(int order, ulong clOrdId)
    {
        if (!IsFree(order, clOrdId, out FixOrderChange refused))
            return refused;
        return Requested(order, clOrdId, FixOrderMachine.RequestCancel(ref _orders[order], clOrdId));
    }

    /// <summary>A replace goes out.</summary>
    /// <param name="order">Index of the order.</param>
    /// <param name="clOrdId">ClOrdID of the replace.</param>
    /// <param name="quantity">New OrderQty.</param>
    /// <param name="price">New price.</param>
    public FixOrderChange Replace(int order, ulong clOrdId, long quantity, long price)
    {
        if (!IsFree(order, clOrdId, out FixOrderChange refused))
            return refused;
        return Requested(
            order, clOrdId, FixOrderMachine.RequestReplace(ref _orders[order], clOrdId, quantity, price));
    }

    /// <summary>
    /// Applies a report. One whose ExecID was seen before changes nothing, whether or not it is marked as a possible
    /// duplicate.
    /// </summary>
    /// <param name="report">The report.</param>
    public FixOrderChange Apply(in FixOrderReport report)
    {
        FixOrderEvent what = report.Event;
        if ((report.Has & FixReportHas.Execution) != 0 && what != FixOrderEvent.Status && !Remember(in report, what))
        {
            DuplicateReports++;
            return Nothing(FixOrderOutcome.DuplicateExecution);
        }

        int index = Lookup(in report);
        if (index < 0)
        {
            UnknownReports++;
            return Nothing(FixOrderOutcome.UnknownOrder);
        }

        FixOrderChange change;
        if (what is FixOrderEvent.Bust or FixOrderEvent.Correct
            && Executions.TryFind(report.ExecRefId, out FixExecution referred) && referred.Quantity > 0)
        {
            FixOrderReport known = report;
            known.ReferredQuantity = referred.Quantity;
            known.ReferredPrice = referred.Price;
            known.Has |= FixReportHas.Referred;
            change = Apply(index, what, in known);
        }
        else
        {
            change = Apply(index, what, in report);
        }

        if (what is FixOrderEvent.Status or FixOrderEvent.OrderUnknown)
            CountStatus(in report);
        return change;
    }

    /// <summary>A message of ours was refused as such (35=3 or 35=j), or never reached the venue.</summary>
    /// <param name="clOrdId">ClOrdID in it.</param>
    /// <param name="what">
    /// <see cref="FixOrderEvent.SessionReject"/> or <see cref="FixOrderEvent.NotDelivered"/>.
    /// </param>
    public FixOrderChange Lost(ulong clOrdId, FixOrderEvent what)
    {
        int index = _byId.Find(clOrdId);
        if (index < 0)
            return Nothing(FixOrderOutcome.UnknownOrder);
        FixOrderReport report = default;
        report.ClOrdId = clOrdId;
        return Apply(index, what, in report);
    }

    private FixOrderChange Apply(int index, FixOrderEvent what, in FixOrderReport report)
    {
        ref FixOrder order = ref _orders[index];
        FixOrderChange change = FixOrderMachine.Apply(ref order, what, in report);
        change.Order = index;
        if (report.OrderId != 0 && _byOrderId.Find(report.OrderId) < 0 && !_byOrderId.IsFull)
            _byOrderId.Add(report.OrderId, index);
        // An identifier that the venue brought in: a replace by somebody else.
        if (order.ClOrdId == report.ClOrdId && _byId.Find(report.ClOrdId) < 0 && !_byId.IsFull)
            _byId.Add(report.ClOrdId, index);
        return change;
    }

    private int Lookup(in FixOrderReport report)
    {
        int index = _byId.Find(report.ClOrdId);
        if (index < 0)
            index = _byId.Find(report.OrigClOrdId);
        return index < 0 ? _byOrderId.Find(report.OrderId) : index;
    }

    private bool Remember(in FixOrderReport report, FixOrderEvent what)
    {
        FixExecution execution = default;
        execution.Id = report.ExecId;
        if (what is FixOrderEvent.Trade or FixOrderEvent.Correct)
        {
            execution.Quantity = report.LastQuantity;
            execution.Price = report.LastPrice;
        }

        return Executions.TryAdd(in execution);
    }

    private bool IsFree(int order, ulong clOrdId, out FixOrderChange refused)
    {
        refused = Nothing(FixOrderOutcome.Refused);
        if ((uint)order >= (uint)_count || clOrdId == 0 || _byId.Find(clOrdId) >= 0)
            return false;
        refused.Outcome = FixOrderOutcome.Full;
        return !_byId.IsFull;
    }

    private FixOrderChange Requested(int order, ulong clOrdId, FixOrderChange change)
    {
        change.Order = order;
        if (change.Outcome == FixOrderOutcome.Applied)
            _byId.Add(clOrdId, order);
        return change;
    }

    private static FixOrderChange Nothing(FixOrderOutcome outcome) => new() { Outcome = outcome, Order = -1 };
}
