using System.Runtime.CompilerServices;
using HftGateway.Books;
using HftGateway.Platform;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// What a trade does.
public sealed unsafe partial class FeatureEngine
{
    /// <summary>Classifies the trade and updates what trades drive; returns the sweep that it ended, if any.</summary>
    [HotPath]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private double OnTrade(byte* s, long t, ref readonly BookUpdate u)
    {
        U units = _units;
        long price = u.TradePrice;
        int shares = u.TradeQuantity;
        TradeTape* tape = (TradeTape*)(s + _at.Tape);
        int tick = tape->Next(price);
        int side = TradeSide.Classify(in u, tick);
        tape->Set(price, shares, side);
        ((InstrumentHead*)s)->Aggressor = side;

        if ((units & U.TradeFlow) != 0)
            ((TradeFlowWindow*)(s + _at.TradeFlow))->Add(side, tick, shares);
        if ((units & U.LongWindow) != 0)
            ((LongWindow*)(s + _at.LongWindow))->Add(shares);
        if ((units & U.VolumeVelocity) != 0)
            ((VolumeVelocity*)(s + _at.VolumeVelocity))->Add(shares);
        if (side != 0 && (u.Flags & BookFlags.QuoteBeforeValid) != 0)
            OnEligible(s, units, side, in u);
        OnToxicity(s, units, side, shares, price);
        if ((units & U.MidAverage) != 0)
            ((MidAverage*)(s + _at.MidAverage))->Add(price, ((TouchQuote*)(s + _at.Quote))->Mid);
        if ((units & U.SizeRank) != 0)
            ((SizeRank*)(s + _at.SizeRank))->Add(shares);
        if ((units & U.SessionVwap) != 0)
            ((SessionVwap*)(s + _at.Vwap))->Add(t, price, shares);
        if ((units & U.PriceRange) != 0)
            ((PriceRange*)(s + _at.PriceRange))->Add(price);
        if ((units & U.Bars) != 0 && ((BarBuilder*)(s + _at.Bars))->Add(t, price, shares, side))
            CloseBar(s, t);
        if ((units & U.Bars) != 0)
            Bound(s);
        if ((units & U.Pressure) == 0 || (u.Flags & BookFlags.Hidden) != 0)
            return 0;
        return ((SweepPressure*)(s + _at.Pressure))->Execute(t, side, shares, u.BestLevelEmptied != 0);
    }

    /// <summary>Section 6.5: trades with a side and a valid quote before.</summary>
    private void OnEligible(byte* s, U units, int side, ref readonly BookUpdate u)
    {
        if ((units & U.EffectiveSpread) != 0)
            ((EffectiveSpread*)(s + _at.EffectiveSpread))->Add(side, u.TradePrice, u.TwiceMidBefore);
        if ((units & U.FillDecay) != 0)
            ((FillDecay*)(s + _at.FillDecay))->Add(u.TradePrice, u.TwiceMidBefore);
        if ((units & U.Kyle) != 0)
            ((KyleLambda*)(s + _at.Kyle))->Add(side * (long)u.TradeQuantity, u.TwiceMidBefore);
    }

    /// <summary>Section 7.</summary>
    private void OnToxicity(byte* s, U units, int side, int shares, long price)
    {
        if ((units & U.Vpin) != 0)
        {
            long completed = ((VolumeBuckets*)(s + _at.Buckets))->Add(side, shares);
            if (completed > 0 && (units & U.VpinBulk) != 0)
                ((BulkClassification*)(s + _at.Bulk))->Complete(price, completed);
        }
        if ((units & U.VpinFast) != 0)
            ((FastBuckets*)(s + _at.FastBuckets))->Add(side, shares, ((AverageTrueRange*)(s + _at.Atr))->Value);
        if ((units & U.ToxicityScore) != 0)
        {
            ((InstrumentHead*)s)->ToxicityScore =
                ((VolumeBuckets*)(s + _at.Buckets))->Vpin * ((KyleLambda*)(s + _at.Kyle))->Lambda;
        }
        if ((units & U.MicroFlow) != 0)
            ((MicroFlow*)(s + _at.Micro))->Add(side, shares);
    }
}
