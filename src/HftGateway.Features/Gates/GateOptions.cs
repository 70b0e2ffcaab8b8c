namespace HftGateway.Features;

/// <summary>
/// Which gates are evaluated on every row. All are off by default; a gate whose input is NaN is closed.
/// <para><b>Threading.</b> Immutable. Not on the hot path.</para>
/// <para><b>Reference.</b> Features specification, 4, 6.3, 7.3, 7.4 and 9.3; strategies specification, 1.4 and 3.3.
/// </para>
/// </summary>
public sealed record GateOptions
{
    /// <summary>No gate.</summary>
    public static GateOptions Off { get; } = new();

    /// <summary>mode: tradeability.</summary>
    public TradeabilityMode Mode { get; init; }

    /// <summary>stuffing: closed while quote_stuffing = 1.</summary>
    public bool QuoteStuffing { get; init; }

    /// <summary>max_toxicity: closed while order_flow_toxicity is above it; 0 = off. 0 to 1.</summary>
    public double MaxToxicity { get; init; }

    /// <summary>vpin: closed unless vpin_fast &lt; vpin_p98.</summary>
    public bool Vpin { get; init; }

    /// <summary>vpin_default: the limit while vpin_p98 is NaN. 0 to 1.</summary>
    public double VpinDefault { get; init; } = 0.8;

    /// <summary>The features that the gates read.</summary>
    public IReadOnlyList<string> Features
    {
        get
        {
            List<string> names = [];
            if (Mode != TradeabilityMode.Off)
                names.Add("tradeable_safe");
            if (QuoteStuffing)
                names.Add("quote_stuffing");
            if (MaxToxicity > 0)
                names.Add("order_flow_toxicity");
            if (Vpin)
                names.AddRange(["vpin_fast", "vpin_p98"]);
            return names;
        }
    }

    /// <summary>What is wrong with the options, one line each with key, value and range; empty if nothing is.</summary>
    public IReadOnlyList<string> Validate()
    {
        List<string> errors = [];
        if (!Enum.IsDefined(Mode))
            errors.Add($"mode = {(int)Mode} is none of OFF, SAFE, AGGRESSIVE");
        if (!(MaxToxicity is >= 0 and <= 1))
            errors.Add($"max_toxicity = {MaxToxicity} is outside 0 to 1");
        if (!(VpinDefault is >= 0 and <= 1))
            errors.Add($"vpin_default = {VpinDefault} is outside 0 to 1");
        return errors;
    }
}
