namespace HftGateway.Fix.Config;

/// <summary>A settings file cannot be used: the message names the file, the line, the key and what is valid.</summary>
public sealed class FixConfigException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="message">File, line, key, what is wrong, what is valid.</param>
    public FixConfigException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the error with its cause.</summary>
    /// <param name="message">File, line, key, what is wrong, what is valid.</param>
    /// <param name="cause">What was thrown.</param>
    public FixConfigException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
