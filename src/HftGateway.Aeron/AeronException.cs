namespace HftGateway.Aeron;

/// <summary>An error of the client, of the driver, or of the files they share. Never thrown from offer or poll.</summary>
public class AeronException : Exception
{
    /// <summary>An error without a driver's code.</summary>
    /// <param name="message">What, where, and what to do.</param>
    /// <param name="inner">What caused it.</param>
    public AeronException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>An error with a driver's code.</summary>
    /// <param name="code">The driver's code.</param>
    /// <param name="message">What, where, and what to do.</param>
    public AeronException(AeronErrorCode code, string message)
        : base(message) => Code = code;

    /// <summary>The driver's code; None for a local error.</summary>
    public AeronErrorCode Code { get; }
}
