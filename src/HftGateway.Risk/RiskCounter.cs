namespace HftGateway.Risk;

/// <summary>What the risk stage counts besides its refusals.</summary>
public enum RiskCounter
{
    /// <summary>Intents checked.</summary>
    Checked = 0,

    /// <summary>Intents passed.</summary>
    Passed = 1,

    /// <summary>Fills booked.</summary>
    Fills = 2,

    /// <summary>Fills after the end of their order; booked all the same.</summary>
    LateFills = 3,

    /// <summary>Fills beyond the quantity of their order; booked all the same.</summary>
    Overfills = 4,

    /// <summary>Fills that name no own order; booked on the instrument that they name.</summary>
    UnknownFills = 5,

    /// <summary>Fills whose leaves differ from what the order's quantity says; the exchange's number was
    /// taken.</summary>
    LeavesDiffer = 6,

    /// <summary>Fills or broken trades without a positive quantity and price; ignored.</summary>
    InvalidFills = 7,

    /// <summary>Order events that name no own request, other than fills.</summary>
    UnknownEvents = 8,

    /// <summary>Order events that repeat an end already known, or come after one.</summary>
    DuplicateEvents = 9,

    /// <summary>Broken trades.</summary>
    Busts = 10,

    /// <summary>Times the kill switch went on by a rule of this stage.</summary>
    KillsByRule = 11,

    /// <summary>How many there are.</summary>
    Count = 12,
}
