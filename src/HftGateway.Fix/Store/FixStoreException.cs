namespace HftGateway.Fix;

/// <summary>
/// A store cannot be used as it is: it is damaged, cut short, belongs to another session, or is in use. Nothing was
/// changed; the message says what was found, where, and what to do.
/// </summary>
public sealed class FixStoreException : IOException
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">What was found, in which file, at which byte offset, and what to do.</param>
    public FixStoreException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    /// <param name="message">What was found, in which file, and what to do.</param>
    /// <param name="cause">The error of the system.</param>
    public FixStoreException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
