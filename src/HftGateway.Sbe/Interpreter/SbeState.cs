namespace HftGateway.Sbe.Interpreter;

/// <summary>What a decoder found in the place of a member.</summary>
public enum SbeState
{
    /// <summary>A value.</summary>
    Present,

    /// <summary>The null value.</summary>
    Null,

    /// <summary>
    /// Nothing: the message is of a version before the member's, or its block ends before the member. To readers that is null, an
    /// empty text, or a group of no entries.
    /// </summary>
    Absent,
}
