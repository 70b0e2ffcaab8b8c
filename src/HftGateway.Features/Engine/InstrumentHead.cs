namespace HftGateway.Features;

/// <summary>What every row of an instrument touches, whatever the plan; the units of the plan follow it.</summary>
internal struct InstrumentHead
{
    /// <summary>The trading state has changed since the last row: the next one must show it.</summary>
    public const uint Unshown = uint.MaxValue;

    /// <summary>From this time on the clock has work to do; the least number before the first row.</summary>
    public long NextBoundaryNs;

    /// <summary>Clock of the last row.</summary>
    public long LastRowNs;

    /// <summary>Halts.</summary>
    public HaltMonitor Halts;

    /// <summary>
    /// The trading state that Halted and RecentHalt show: 0, BookFlags.Halted, or <see cref="Unshown"/>.
    /// </summary>
    public uint ShownHalt;

    /// <summary>Whether the last row's quote was valid: 0 or BookFlags.QuoteValid.</summary>
    public uint ShownValid;

    /// <summary>Tick, pu.</summary>
    public double TickPu;

    /// <summary>2·tick, pu.</summary>
    public double TwiceTickPu;

    /// <summary>ofi_near_ticks in pu.</summary>
    public long NearPu;

    /// <summary>1/(2·tick).</summary>
    public double PerTwiceTick;

    /// <summary>The aggressor of the last row, 0 if it was no trade.</summary>
    public int Aggressor;

    // What is published and needs no more state than this.

    /// <summary>halted.</summary>
    public double Halted;

    /// <summary>has_recent_halt.</summary>
    public double RecentHalt;

    /// <summary>mpd.</summary>
    public double Divergence;

    /// <summary>mid_move_5s.</summary>
    public double MidMove;

    /// <summary>spread_tightness.</summary>
    public double Tightness;

    /// <summary>signal_strength_long.</summary>
    public double StrengthLong;

    /// <summary>signal_strength_short.</summary>
    public double StrengthShort;

    /// <summary>toxicity_score.</summary>
    public double ToxicityScore;

    /// <summary>time_to_close.</summary>
    public double TimeToClose;

    /// <summary>day_of_week.</summary>
    public double DayOfWeek;

    /// <summary>The published values back to NaN.</summary>
    public void ResetSeries()
    {
        NextBoundaryNs = long.MinValue;
        LastRowNs = 0;
        Aggressor = 0;
        Divergence = MidMove = Tightness = StrengthLong = StrengthShort = ToxicityScore = TimeToClose = double.NaN;
    }
}
