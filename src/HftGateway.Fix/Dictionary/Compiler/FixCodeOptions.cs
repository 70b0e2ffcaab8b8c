namespace HftGateway.Fix.Dictionaries;

/// <summary>What code a dictionary becomes.</summary>
internal sealed class FixCodeOptions
{
    /// <summary>Namespace of the code; empty for one made from the version, such as Fix44.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Types are public.</summary>
    public bool IsPublic { get; init; } = true;

    /// <summary>
    /// Names or MsgTypes of the messages wanted; empty for all. Fewer messages mean less code and smaller tables.
    /// </summary>
    public IReadOnlyList<string> Messages { get; init; } = [];
}
