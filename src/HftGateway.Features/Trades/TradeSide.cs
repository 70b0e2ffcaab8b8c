using HftGateway.Books;
using HftGateway.MarketData.Events;
using HftGateway.Platform;

namespace HftGateway.Features;

/// <summary>
/// Who was the aggressor of a trade: +1 buyer, −1 seller, 0 unclassified. An execution of a displayed order: the
/// opposite of the resting side. A hidden trade, whose side the feed masks: Lee and Ready's rule with the quote just
/// before (above the mid +1, below −1), at the mid or without a valid quote the tick rule.
/// <para><b>Threading.</b> Pure function. <b>Cost.</b> A few instructions a trade.</para>
/// <para><b>Reference.</b> Features specification, 2.4.</para>
/// </summary>
public static class TradeSide
{
    /// <summary>Classifies a trade.</summary>
    /// <param name="update">The trade's update.</param>
    /// <param name="tick">Tick rule including this trade.</param>
    [HotPath]
    public static int Classify(ref readonly BookUpdate update, int tick)
    {
        if ((update.Flags & BookFlags.Hidden) == 0)
            return update.RestingSide == EventSide.Buy ? -1 : 1;
        if ((update.Flags & BookFlags.QuoteBeforeValid) == 0)
            return tick;
        long fromMid = 2 * update.TradePrice - update.TwiceMidBefore;
        return fromMid == 0 ? tick : fromMid > 0 ? 1 : -1;
    }
}
