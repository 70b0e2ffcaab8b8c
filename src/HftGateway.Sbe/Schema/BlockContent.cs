namespace HftGateway.Sbe.Schema;

/// <summary>A message or group while its members are placed.</summary>
internal sealed class BlockContent
{
    public List<SbeField> Fields { get; } = [];

    public List<SbeGroup> Groups { get; } = [];

    public List<SbeData> Data { get; } = [];

    public HashSet<string> Names { get; } = [];

    public HashSet<int> Ids { get; } = [];

    /// <summary>End of the last field that takes bytes.</summary>
    public long End { get; set; }

    public bool HasGroup { get; set; }

    public bool HasData { get; set; }

    /// <summary>False once a field could not be placed: what follows from positions is then not reported.</summary>
    public bool IsGood { get; set; } = true;

    public int NewestField { get; set; }

    public int NewestGroup { get; set; }

    public int NewestData { get; set; }
}
