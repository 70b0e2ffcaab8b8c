namespace HftGateway.Fix.Orders;

/// <content>Many orders at once: loss of the connection, status requests, mass cancels.</content>
public sealed partial class FixOrderTracker
{
    private int _statusReports;

    /// <summary>Orders whose fate is not known.</summary>
    public int UncertainCount
    {
        get
        {
            int count = 0;
            for (int i = 0; i < _count; i++)
                count += _orders[i].IsUncertain ? 1 : 0;
            return count;
        }
    }

    /// <summary>The connection was lost: every order that may still trade becomes uncertain.</summary>
    /// <returns>How many are uncertain now.</returns>
    public int Disconnected()
    {
        FixOrderReport none = default;
        for (int i = 0; i < _count; i++)
            FixOrderMachine.Apply(ref _orders[i], FixOrderEvent.Disconnected, in none);
        return UncertainCount;
    }

    /// <summary>
    /// The next order to send an OrderStatusRequest (35=H) for; to be called again with its index until it returns
    /// −1.
    /// </summary>
    /// <param name="after">Index of the last one, −1 to begin.</param>
    public int NextUncertain(int after)
    {
        for (int i = after + 1; i < _count; i++)
        {
            if (_orders[i].IsUncertain)
                return i;
        }

        return -1;
    }

    /// <summary>An OrderMassStatusRequest (35=AF) goes out: its answers are counted from here.</summary>
    public void MassStatusRequested()
    {
        _statusReports = 0;
        MassStatusComplete = false;
    }

    /// <summary>The last answer to the mass status request has come (912=Y, or as many as 911 says).</summary>
    public bool MassStatusComplete { get; private set; }

    /// <summary>
    /// The mass status is complete: what it did not list the venue does not have. An order that was never acknowledged
    /// was not delivered; one that was stays uncertain, for people to look at.
    /// </summary>
    /// <returns>Orders that are uncertain still.</returns>
    public int CloseMassStatus()
    {
        FixOrderReport none = default;
        for (int i = 0; i < _count; i++)
        {
            if (_orders[i].IsUncertain)
                FixOrderMachine.Apply(ref _orders[i], FixOrderEvent.OrderUnknown, in none);
        }

        return UncertainCount;
    }

    /// <summary>
    /// A mass cancel was accepted or refused (35=r). Accepted, the orders it covers are pending cancel until each one's
    /// report comes.
    /// </summary>
    /// <param name="accepted">531 is not 0.</param>
    /// <param name="instrument">Instrument it was limited to; −1 for all.</param>
    /// <param name="side">Side it was limited to; 0 for both.</param>
    /// <returns>Orders changed.</returns>
    public int MassCancelAnswered(bool accepted, int instrument = -1, FixSide side = 0)
    {
        FixOrderEvent what = accepted ? FixOrderEvent.MassCancelAccepted : FixOrderEvent.MassCancelRefused;
        FixOrderReport none = default;
        int changed = 0;
        for (int i = 0; i < _count; i++)
        {
            ref FixOrder order = ref _orders[i];
            if ((instrument >= 0 && order.Instrument != instrument) || (side != 0 && order.Side != side))
                continue;
            FixOrderChange change = FixOrderMachine.Apply(ref order, what, in none);
            changed += change.Outcome == FixOrderOutcome.Applied ? 1 : 0;
        }

        return changed;
    }

    private void CountStatus(in FixOrderReport report)
    {
        _statusReports++;
        if ((report.Has & FixReportHas.LastReport) != 0
            || (report.TotalReports > 0 && _statusReports >= report.TotalReports))
            MassStatusComplete = true;
    }
}
