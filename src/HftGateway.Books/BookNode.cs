using System.Runtime.InteropServices;

namespace HftGateway.Books;

/// <summary>
/// One book: a summary of one cache line, then per side the window of its best levels.
/// <para><b>Invariants.</b> 960 bytes. Per side the window holds the best <see cref="Counts"/> levels, sorted by key
/// with the best at the end; all others are in <see cref="Deep"/>. If <see cref="Deep"/> is not empty the window holds
/// at least
/// <see cref="LowWater"/> levels, so whatever is displayed is always in the window.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct BookNode
{
    /// <summary>Levels that a window can hold.</summary>
    public const int Window = LevelWindow.Capacity;

    /// <summary>Below this the window is refilled from the deep levels.</summary>
    public const int LowWater = 12;

    /// <summary>
    /// How many levels move at a time between window and deep levels: the most work that one event can cause.
    /// </summary>
    public const int Step = 8;

    /// <summary>Best price per side, 0 if the side is empty.</summary>
    public fixed int Best[2];

    /// <summary>Levels in the window, per side.</summary>
    public fixed int Counts[2];

    /// <summary>All levels, per side.</summary>
    public fixed int Levels[2];

    /// <summary>Root of the deep levels, per side.</summary>
    public fixed uint Deep[2];

    /// <summary>Round lot, 0 before a directory message.</summary>
    public int RoundLot;

    /// <summary>
    /// Status as <see cref="BookFlags"/> bits: Halted, Stale (by capacity), Cleared (not yet reported).
    /// </summary>
    public uint Status;

    /// <summary>Bit 0: trading action other than T; bit 1: operational halt.</summary>
    public uint HaltReasons;

    private readonly int _unused;
    private readonly long _unused2;
    private readonly long _unused3;

    /// <summary>Window of bids; the asks' follows.</summary>
    public LevelWindow Bids;

    /// <summary>Window of asks.</summary>
    public LevelWindow Asks;
}
