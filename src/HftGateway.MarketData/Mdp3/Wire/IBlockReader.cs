namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>
/// Reads the entries of one template's group into the form that all templates of its kind share. Implemented by structs
/// and used only as a generic constraint: one decode path for 32-bit and 64-bit sizes, without a branch.
/// </summary>
/// <typeparam name="TEntry">The shared form.</typeparam>
internal interface IBlockReader<TEntry>
    where TEntry : struct
{
    /// <summary>Bytes of an entry that are read.</summary>
    static abstract int Bytes { get; }

    /// <summary>Reads an entry; the caller has checked that it has <see cref="Bytes"/>.</summary>
    static abstract void Read(ref byte entry, out TEntry value);
}
