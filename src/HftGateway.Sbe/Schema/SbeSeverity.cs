namespace HftGateway.Sbe.Schema;

/// <summary>Whether a finding makes a schema unusable.</summary>
public enum SbeSeverity
{
    /// <summary>Worth knowing; the schema is usable.</summary>
    Warning,

    /// <summary>The schema is not usable.</summary>
    Error,
}
