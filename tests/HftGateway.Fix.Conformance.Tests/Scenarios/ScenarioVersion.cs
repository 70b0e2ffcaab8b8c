namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>One of the versions that every scenario is played in.</summary>
/// <param name="Name">As scenario files name it.</param>
/// <param name="Rank">Order of the versions.</param>
/// <param name="BeginString">BeginString [8].</param>
/// <param name="ApplVerId">DefaultApplVerID [1137]; null before FIXT.1.1.</param>
/// <param name="Dictionary">File name of its application dictionary.</param>
internal sealed record ScenarioVersion(
    string Name, int Rank, string BeginString, string? ApplVerId, string Dictionary)
{
    public static readonly ScenarioVersion[] All =
    [
        new("4.0", 0, "FIX.4.0", null, "FIX40.xml"),
        new("4.1", 1, "FIX.4.1", null, "FIX41.xml"),
        new("4.2", 2, "FIX.4.2", null, "FIX42.xml"),
        new("4.3", 3, "FIX.4.3", null, "FIX43.xml"),
        new("4.4", 4, "FIX.4.4", null, "FIX44.xml"),
        new("5.0", 5, "FIXT.1.1", "7", "FIX50.xml"),
        new("5.0SP1", 6, "FIXT.1.1", "8", "FIX50SP1.xml"),
        new("5.0SP2", 7, "FIXT.1.1", "9", "FIX50SP2.xml"),
    ];

    public bool IsFixt => ApplVerId is not null;

    /// <summary>CompID of the side that plays the scenario.</summary>
    public string Client => "C" + Name.Replace(".", "", StringComparison.Ordinal);

    /// <summary>CompID of the engine.</summary>
    public static string Server => "SERVER";

    /// <summary>Reject [3] has 371 to 373, and 35=j exists.</summary>
    public bool HasRejectDetails => Rank >= 2;

    /// <summary>EndSeqNo [16] for "to the newest".</summary>
    public string OpenEnd => Rank <= 1 ? "999999" : "0";

    /// <summary>Decimals of time stamps sent.</summary>
    public int TimeDigits => Rank <= 1 ? 0 : 3;

    /// <summary>Largest SessionRejectReason [373] that the version has.</summary>
    public int MaxRejectReason => Rank switch { <= 1 => -1, 2 => 11, <= 4 => 17, _ => 18 };

    public static ScenarioVersion Named(string name) =>
        All.FirstOrDefault(v => v.Name == name) ?? throw new FormatException($"no version '{name}'");

    /// <summary>Whether a selection has it: <c>4.2+</c>, <c>4.0-4.1</c>, <c>fixt</c>, <c>4.4,5.0</c>.</summary>
    public bool IsIn(string selection) => selection.Split(',').Any(part =>
    {
        string[] range = part.Split('-');
        return part switch
        {
            "all" => true,
            "fixt" => IsFixt,
            _ when part.EndsWith('+') => Rank >= Named(part[..^1]).Rank,
            _ when range.Length == 2 => Rank >= Named(range[0]).Rank && Rank <= Named(range[1]).Rank,
            _ => this == Named(part),
        };
    });

    public override string ToString() => Name;
}
