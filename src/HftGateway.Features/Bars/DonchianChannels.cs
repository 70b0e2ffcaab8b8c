namespace HftGateway.Features;

/// <summary>
/// The four Donchian channels.
/// <para><b>Reference.</b> Features specification, 10.3; see <see cref="DonchianChannel"/>.</para>
/// </summary>
public unsafe struct DonchianChannels
{
    /// <summary>donchian_fast_upper, donchian_fast_lower.</summary>
    public DonchianChannel Fast;

    /// <summary>donchian_medium_mid.</summary>
    public DonchianChannel Medium;

    /// <summary>donchian_slow_mid.</summary>
    public DonchianChannel Slow;

    /// <summary>donchian_exit_upper, donchian_exit_lower.</summary>
    public DonchianChannel Exit;

    /// <summary>Bytes that they need beside the struct.</summary>
    public static int BytesFor(FeatureOptions options) =>
        DonchianChannel.BytesFor(options.DonFast) + DonchianChannel.BytesFor(options.DonMedium)
        + DonchianChannel.BytesFor(options.DonSlow) + DonchianChannel.BytesFor(options.DonExit);

    /// <summary>Sets them up over memory that stays the caller's.</summary>
    public void Initialise(byte* memory, FeatureOptions options)
    {
        Fast.Initialise(memory, options.DonFast);
        memory += DonchianChannel.BytesFor(options.DonFast);
        Medium.Initialise(memory, options.DonMedium);
        memory += DonchianChannel.BytesFor(options.DonMedium);
        Slow.Initialise(memory, options.DonSlow);
        memory += DonchianChannel.BytesFor(options.DonSlow);
        Exit.Initialise(memory, options.DonExit);
    }

    /// <summary>Back to the initial state.</summary>
    public void Reset()
    {
        Fast.Reset();
        Medium.Reset();
        Slow.Reset();
        Exit.Reset();
    }

    /// <summary>Takes a closed bar.</summary>
    public void Next(ref readonly Bar bar)
    {
        Fast.Next(in bar);
        Medium.Next(in bar);
        Slow.Next(in bar);
        Exit.Next(in bar);
    }
}
