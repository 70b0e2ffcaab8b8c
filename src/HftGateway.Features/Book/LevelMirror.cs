using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// The ten best levels of both sides of one book, kept in step with the book stage by the changes in
/// <see cref="BookUpdate"/> alone: the feature stage never reads the book, which another thread may already have
/// changed.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Exact, as long as every update of the instrument is applied in order and the mirror is
/// cleared where <see cref="BookFlags.Cleared"/> says so (before the changes of that same update).</para>
/// <para><b>Cost.</b> See FeatureBenchmarks.</para>
/// <para><b>Reference.</b> Features specification, section 3.</para>
/// </summary>
public struct LevelMirror
{
    /// <summary>Bid side. <see cref="Asks"/> must follow: the side of a change is used as an index.</summary>
    public SideMirror Bids;

    /// <summary>Ask side.</summary>
    public SideMirror Asks;

    /// <summary>Makes both sides empty and says what each keeps beside the levels.</summary>
    /// <param name="nearLevels">depth_levels, 1 to 10.</param>
    /// <param name="farLevels">imbalance_levels, 1 to 10.</param>
    /// <param name="keepsValue">Keep <see cref="SideMirror.Value"/>.</param>
    /// <param name="keepsWeighted">Keep <see cref="SideMirror.Weighted"/>.</param>
    /// <param name="keepsLargest">Keep <see cref="SideMirror.Largest"/>.</param>
    public void Initialise(
        int nearLevels, int farLevels, bool keepsValue = true, bool keepsWeighted = true, bool keepsLargest = true)
    {
        Bids.Initialise(EventSide.Buy, nearLevels, farLevels, keepsValue, keepsWeighted, keepsLargest);
        Asks.Initialise(EventSide.Sell, nearLevels, farLevels, keepsValue, keepsWeighted, keepsLargest);
    }

    /// <summary>Makes both sides empty.</summary>
    public void Clear()
    {
        Bids.Clear();
        Asks.Clear();
    }

    /// <summary>The side that a change concerns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref SideMirror SideOf(ref LevelMirror mirror, ref readonly LevelChange change) =>
        ref Unsafe.Add(ref mirror.Bids, (int)change.Side & 1);

    /// <summary>The other one of two sides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref SideMirror Opposite(ref LevelMirror mirror, ref SideMirror side) =>
        ref Unsafe.AddByteOffset(
            ref mirror.Asks, Unsafe.ByteOffset(ref side, ref mirror.Bids));

    /// <summary>Takes over one change.</summary>
    [HotPath]
    public void Apply(ref readonly LevelChange change) =>
        Unsafe.Add(ref Bids, (int)change.Side & 1).Apply(in change);
}
