using System.Runtime.CompilerServices;

namespace HftGateway.Strategies;

/// <summary>
/// Position, cost and realised profit of one instrument by average cost: a fill on the position's side raises the cost,
/// one against it realises the average, one beyond it closes and opens (strategies specification 1.2).
/// <para><b>Invariants.</b> Integer price units × shares throughout. A partial close rounds the cost it removes towards
/// zero, so <c>realised + position·mark − cost</c> equals cash plus position·mark exactly, always.</para>
/// <para><b>Limits.</b> 128-bit sums: no sequence of fills overflows them.</para>
/// <para><b>Cost.</b> Only on fills.</para>
/// </summary>
public struct AverageCostLedger
{
    /// <summary>Cost of the open position in price units × shares: positive when long, negative when short.</summary>
    public Int128 Cost;

    /// <summary>Profit realised so far in price units × shares, before fees.</summary>
    public Int128 Realised;

    /// <summary>Position in shares: positive long, negative short.</summary>
    public long Position;

    /// <summary>Books a fill. A broken fill is booked as its opposite at the same price.</summary>
    /// <param name="signedQuantity">Shares: positive bought, negative sold.</param>
    /// <param name="price">Price in price units.</param>
    public void Apply(long signedQuantity, long price)
    {
        if (signedQuantity == 0)
            return;
        if (Position == 0 || (Position > 0) == (signedQuantity > 0))
        {
            Open(signedQuantity, price);
            return;
        }

        // |opposite| ≤ 2^63 − 1 on both sides: positions are sums of 32-bit fills.
        long closing = Math.Abs(signedQuantity) <= Math.Abs(Position) ? signedQuantity : -Position;
        Int128 removed = -closing == Position ? Cost : Cost * -closing / Position;
        Realised += (Int128)(-closing) * price - removed;
        Cost -= removed;
        Position += closing;
        if (closing != signedQuantity)
            Open(signedQuantity - closing, price);
    }

    /// <summary>Profit not yet realised at a mark, in price units × shares.</summary>
    /// <param name="twiceMark">Twice the mark in price units.</param>
    public readonly Int128 Unrealised(long twiceMark) => (Int128)Position * twiceMark / 2 - Cost;

    /// <summary>A 128-bit sum as a long, held at its ends instead of wrapping.</summary>
    /// <param name="value">The sum.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Saturate(Int128 value) =>
        value > long.MaxValue ? long.MaxValue : value < long.MinValue ? long.MinValue : (long)value;

    private void Open(long signedQuantity, long price)
    {
        Cost += (Int128)signedQuantity * price;
        Position += signedQuantity;
    }
}
