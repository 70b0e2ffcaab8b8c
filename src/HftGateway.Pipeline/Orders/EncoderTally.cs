namespace HftGateway.Pipeline.Orders;

/// <summary>The encoder stage's counters, shared by its parts. One thread writes.</summary>
internal sealed class EncoderTally
{
    /// <summary>The counters.</summary>
    public EncoderCounters Counters;
}
