namespace HftGateway.Benchmarks.Aeron;

/// <summary>How a message is published.</summary>
internal enum AeronSend
{
    /// <summary><c>Offer</c> of a concurrent publication.</summary>
    Concurrent,

    /// <summary><c>Offer</c> of an exclusive publication.</summary>
    Offer,

    /// <summary><c>TryClaim</c> of an exclusive publication, written in place.</summary>
    Claim,
}
