namespace HftGateway.MarketData.Mdp3;

/// <summary>How much an instrument's book can be believed.</summary>
internal enum RecoveryState : byte
{
    /// <summary>Nothing is missing.</summary>
    Sound,

    /// <summary>Packets were lost; the next entry count will tell whether some were this instrument's.</summary>
    Suspect,

    /// <summary>Entries are missing: only a snapshot helps. What comes meanwhile waits.</summary>
    Broken,
}
