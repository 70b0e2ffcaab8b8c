using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// One book: a summary of one cache line, then a line with a bit for each place of the <see cref="LevelLadder"/> that
/// holds a level.
/// <para><b>Invariants.</b> 128 bytes: the books of a whole market fit the second-level cache. A level whose price has a place is in the ladder, any other is in
/// <see cref="Deep"/>; deep levels may be worse than those of the ladder, or better, or between them.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = SizeBytes)]
internal unsafe struct BookNode
{
    /// <summary>Size in bytes.</summary>
    public const int SizeBytes = 128;

    /// <summary>Best price per side, 0 if the side is empty.</summary>
    public fixed int Best[2];

    /// <summary>Level of the best price per side, nobody if the side is empty.</summary>
    public fixed uint BestLevel[2];

    /// <summary>Tick number of the ladder's worst place, per side.</summary>
    public fixed int Low[2];

    /// <summary>All levels, per side.</summary>
    public fixed int Levels[2];

    /// <summary>Root of the deep levels, per side.</summary>
    public fixed uint Deep[2];

    /// <summary>Key of the best deep level, <see cref="int.MinValue"/> if there is none.</summary>
    public fixed int DeepBest[2];

    /// <summary>Round lot, 0 before a directory message.</summary>
    public int RoundLot;

    /// <summary>
    /// Status as <see cref="BookFlags"/> bits: Halted, Stale (by capacity), Cleared (not yet reported).
    /// </summary>
    public uint Status;

    /// <summary>Bit 0: trading action other than T; bit 1: operational halt.</summary>
    public byte HaltReasons;

    /// <summary>Price units between two places, per side.</summary>
    public fixed byte Tick[2];

    /// <summary>Levels born outside the ladder since that was last thought over, per side.</summary>
    public fixed byte Missed[2];

    /// <summary>Those of them that were no multiple of a cent.</summary>
    public fixed byte OffTick[2];

    private readonly byte _unused;

    /// <summary>A bit for each place that holds a level: of bids, then of asks. The bits beside it are better.</summary>
    public fixed ulong Occupied[2 * LevelLadder.Words];
}
