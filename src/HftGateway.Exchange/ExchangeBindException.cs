using System.Net;

namespace HftGateway.Exchange;

/// <summary>An address of the exchange cannot be used: says which, why, and what to do.</summary>
public sealed class ExchangeBindException : Exception
{
    /// <summary>Makes the error.</summary>
    /// <param name="key">Setting that holds the address.</param>
    /// <param name="endPoint">The address.</param>
    /// <param name="advice">What to do about it.</param>
    /// <param name="cause">What the operating system said.</param>
    public ExchangeBindException(string key, EndPoint endPoint, string advice, Exception cause)
        : base($"exchange.{key}: cannot use {endPoint}: {cause.Message}; {advice}", cause)
    {
        Key = key;
        EndPoint = endPoint;
    }

    /// <summary>Setting that holds the address.</summary>
    public string Key { get; }

    /// <summary>The address.</summary>
    public EndPoint EndPoint { get; }
}
