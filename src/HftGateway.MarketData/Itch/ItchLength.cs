using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// The length of every ITCH 5.0 message by its type byte.
/// <para><b>Cost.</b> One load from a 256-byte constant table (four cache lines, of which two are ever touched by valid
/// types).</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, the length implied by each message's field table.</para>
/// </summary>
public static class ItchLength
{
    /// <summary>Length of the longest message (I) in bytes.</summary>
    public const int Longest = 50;

    /// <summary>Length of the shortest message (S, W) in bytes.</summary>
    public const int Shortest = 12;

    // Indexed by type byte; 0 where no message type is defined. In the assembly's data: no static constructor.
    private static ReadOnlySpan<byte> Table =>
    [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 00
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 10
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 20
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 30
        0, 36, 19, 36, 19, 31, 40, 0, 25, 50, 35, 28, 26, 0, 20, 48, // 40
        44, 40, 39, 12, 0, 35, 35, 12, 23, 20, 0, 0, 0, 0, 0, 0, // 50
        0, 0, 0, 0, 0, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0, // 60
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 70
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 80
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // 90
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // A0
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // B0
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // C0
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // D0
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // E0
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, // F0
    ];

    /// <summary>Every message type of the specification, in the order of its sections.</summary>
    public static ReadOnlySpan<byte> Types => "SRHYLVWKJhAFECXDUPQBINO"u8;

    /// <summary>
    /// Length in bytes of a message of this type, 0 for a type that the specification does not define.
    /// </summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Of(byte type) => Unsafe.Add(ref MemoryMarshal.GetReference(Table), type);
}
