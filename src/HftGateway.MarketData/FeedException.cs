namespace HftGateway.MarketData;

/// <summary>
/// An input or a socket cannot be set up. Thrown while starting only, never per message: what a running input meets is
/// a
/// <see cref="FeedProblem"/> or a counter.
/// </summary>
public sealed class FeedException : Exception
{
    /// <summary>An error of the given code.</summary>
    /// <param name="code">Stable code.</param>
    /// <param name="what">What is wrong.</param>
    /// <param name="where">The file, address or interface concerned.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="cause">The exception behind it, if any.</param>
    public FeedException(FeedErrorCode code, string what, string where, string remedy, Exception? cause = null)
        : base($"{code}: {what} ({where}). {remedy}", cause)
    {
        Code = code;
        What = what;
        Where = where;
        Remedy = remedy;
    }

    /// <summary>Stable code.</summary>
    public FeedErrorCode Code { get; }

    /// <summary>What is wrong.</summary>
    public string What { get; }

    /// <summary>The file, address or interface concerned.</summary>
    public string Where { get; }

    /// <summary>What to do.</summary>
    public string Remedy { get; }
}
