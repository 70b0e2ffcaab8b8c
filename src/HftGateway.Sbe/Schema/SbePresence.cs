namespace HftGateway.Sbe.Schema;

/// <summary>Whether an element always has a value, may be null, or is fixed by the schema and takes no bytes.</summary>
public enum SbePresence
{
    /// <summary>Always has a value.</summary>
    Required,

    /// <summary>May hold the null value of its encoding.</summary>
    Optional,

    /// <summary>Fixed by the schema; not on the wire.</summary>
    Constant,
}
