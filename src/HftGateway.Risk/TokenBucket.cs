using System.Runtime.CompilerServices;

namespace HftGateway.Risk;

/// <summary>
/// A token bucket whose size is its rate: at most that many at once, refilled evenly over a second.
/// <para><b>Invariants.</b> Exact integer arithmetic on event time: a token is 10⁹ parts, each ns brings as many parts
/// as the rate. Time that steps back brings nothing.</para>
/// </summary>
public struct TokenBucket
{
    /// <summary>Largest rate a second; keeps all products inside 63 bits.</summary>
    public const int MaxRate = 1_000_000;

    private const long PartsPerToken = 1_000_000_000;

    private long _parts;
    private long _lastNs;
    private long _rate;

    /// <summary>Makes a full bucket.</summary>
    /// <param name="rate">Tokens a second, 1 to <see cref="MaxRate"/>.</param>
    public TokenBucket(int rate)
    {
        _rate = rate;
        _parts = rate * PartsPerToken;
        _lastNs = long.MinValue;
    }

    /// <summary>Brings the bucket to a time and says whether a token is there.</summary>
    /// <param name="nowNs">Time of the event in ns, at least 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool HasToken(long nowNs)
    {
        if (nowNs > _lastNs)
        {
            // Unsigned: the distance from the initial time is larger than a signed number holds. A whole second fills.
            ulong passedNs = (ulong)nowNs - (ulong)_lastNs;
            long full = _rate * PartsPerToken;
            _parts = passedNs >= (ulong)PartsPerToken ? full : Math.Min(full, _parts + (long)passedNs * _rate);
            _lastNs = nowNs;
        }

        return _parts >= PartsPerToken;
    }

    /// <summary>Takes a token that <see cref="HasToken"/> found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take() => _parts -= PartsPerToken;
}
