namespace HftGateway.Exchange.Matching;

/// <summary>Time in force.</summary>
public enum OrderLife : byte
{
    /// <summary>What does not trade at once rests until cancelled (FIX 59=0).</summary>
    Day = 0,

    /// <summary>What does not trade at once expires (FIX 59=3).</summary>
    ImmediateOrCancel = 1,
}
