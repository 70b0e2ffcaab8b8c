namespace HftGateway.Features;

/// <summary>
/// A robust z-score of one published column: ofi_z of ofi_adaptive, mpd_z of mpd, z(NAME) of any.
/// <para><b>Reference.</b> Features specification, 8.2; see <see cref="RobustScore"/>.</para>
/// </summary>
internal struct ScoreSlot
{
    /// <summary>The score at the last row.</summary>
    public double Value;

    /// <summary>Where the column's value lies, from the start of the instrument's block.</summary>
    public int Source;

    /// <summary>The window.</summary>
    public RobustScore Score;

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        Value = double.NaN;
        Score.Reset();
    }
}
