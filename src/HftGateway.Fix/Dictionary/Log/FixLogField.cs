namespace HftGateway.Fix.Dictionaries;

/// <summary>A field of a message in a log, for people.</summary>
/// <param name="Tag">Tag; 0 when it cannot be read.</param>
/// <param name="Name">The dictionary's name; null when it has none.</param>
/// <param name="Value">The value; control characters as \xNN, secrets as asterisks.</param>
/// <param name="Meaning">What the dictionary calls the value; null when it lists none.</param>
/// <param name="Depth">0 outside groups, n in a group n deep.</param>
/// <param name="IsEntryStart">The first field of a group's entry.</param>
public readonly record struct FixLogField(int Tag, string? Name, string Value, string? Meaning, int Depth, bool IsEntryStart);
