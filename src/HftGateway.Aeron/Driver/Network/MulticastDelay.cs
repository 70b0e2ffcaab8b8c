namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// The delay before a receiver of a group asks for what is missing: random, so that most of the group hears the first who asks
/// and need not ask.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_loss_detector.c</c>; Nonnenmacher and Biersack, optimal multicast feedback.
/// </para>
/// </summary>
internal readonly struct MulticastDelay
{
    private readonly double _randMax;
    private readonly double _baseX;
    private readonly double _constantT;
    private readonly double _factorT;

    /// <summary>Delays of 0 to the longest.</summary>
    /// <param name="maxBackoffNs">Longest, ns.</param>
    /// <param name="groupSize">Receivers, about.</param>
    public MulticastDelay(long maxBackoffNs, int groupSize)
    {
        double lambda = Math.Log(groupSize) + 1;
        _randMax = lambda / maxBackoffNs;
        _baseX = lambda / (maxBackoffNs * (Math.Exp(lambda) - 1));
        _constantT = maxBackoffNs / lambda;
        _factorT = (Math.Exp(lambda) - 1) * (maxBackoffNs / lambda);
    }

    /// <summary>A delay, ns.</summary>
    /// <param name="dice">0 to 1.</param>
    public long Ns(double dice) => (long)(_constantT * Math.Log((dice * _randMax + _baseX) * _factorT));
}
