namespace HftGateway.Pipeline.Configuration;

/// <summary>
/// The configuration is wrong: the message says which key, what was found, and the valid range. Exit status 2.
/// </summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What, where, and what to do.</param>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its cause.</summary>
    /// <param name="message">What, where, and what to do.</param>
    /// <param name="inner">The cause.</param>
    public ConfigurationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
