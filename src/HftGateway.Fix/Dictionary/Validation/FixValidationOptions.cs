namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// What a session checks of the messages it receives. The defaults check everything; trading partners differ, so each
/// check has its switch.
/// </summary>
public sealed record FixValidationOptions
{
    /// <summary>All checks.</summary>
    public static FixValidationOptions All { get; } = new();

    /// <summary>
    /// Refuse user-defined tags (5000 and above) that the dictionary does not have, or not for this message. Off: they
    /// are let through wherever they stand.
    /// </summary>
    public bool CheckUserDefinedTags { get; init; } = true;

    /// <summary>
    /// Let tags below 5000 through that the dictionary does not have, or not for this message (373=0 and 373=2 else).
    /// </summary>
    public bool AllowUnknownTags { get; init; }

    /// <summary>
    /// The reason for a tag that the dictionary does not define. Engines send 0 (invalid tag number); the specification
    /// also has 3 (undefined tag).
    /// </summary>
    public FixRejectReason UndefinedTagReason { get; init; } = FixRejectReason.InvalidTagNumber;

    /// <summary>Refuse header fields behind body fields and body fields behind the trailer's (373=14).</summary>
    public bool CheckFieldOrder { get; init; } = true;

    /// <summary>Refuse fields without a value (373=4). Off: such a field counts as there, its value is not looked at.</summary>
    public bool CheckEmptyValues { get; init; } = true;

    /// <summary>Refuse messages without a required field (373=1).</summary>
    public bool CheckRequiredTags { get; init; } = true;

    /// <summary>Refuse values that the dictionary's list does not have (373=5).</summary>
    public bool CheckEnumValues { get; init; } = true;

    /// <summary>Refuse values that are not of the field's type (373=6).</summary>
    public bool CheckFormats { get; init; } = true;

    /// <summary>Refuse tags that are there twice outside groups, or twice in a group's entry (373=13).</summary>
    public bool CheckDuplicateTags { get; init; } = true;

    /// <summary>
    /// Refuse group entries whose fields are not in the dictionary's order (373=15). An entry that does not begin with
    /// the group's first field is refused all the same: it cannot be read.
    /// </summary>
    public bool CheckGroupOrder { get; init; } = true;

    /// <summary>Refuse groups whose count is not the number of their entries (373=16).</summary>
    public bool CheckGroupCounts { get; init; } = true;
}
