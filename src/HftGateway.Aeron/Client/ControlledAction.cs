namespace HftGateway.Aeron.Client;

/// <summary>How a controlled poll goes on after a fragment.</summary>
public enum ControlledAction
{
    /// <summary>Stop, and deliver this fragment again the next time.</summary>
    Abort,

    /// <summary>Stop behind this fragment.</summary>
    Break,

    /// <summary>Go on, and tell the publisher at once that this much is consumed.</summary>
    Commit,

    /// <summary>Go on.</summary>
    Continue,
}
