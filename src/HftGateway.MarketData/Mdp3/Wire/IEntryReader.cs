namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>Entries that name their instrument.</summary>
/// <typeparam name="TEntry">The shared form.</typeparam>
internal interface IEntryReader<TEntry> : IBlockReader<TEntry>
    where TEntry : struct
{
    /// <summary>The instrument's number.</summary>
    static abstract int SecurityId(ref byte entry);
}
