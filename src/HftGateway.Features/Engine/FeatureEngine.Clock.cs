using System.Runtime.CompilerServices;
using HftGateway.Platform;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// What the passing of time does: step 1 of a row, with the state before it.
public sealed unsafe partial class FeatureEngine
{
    [HotPath]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Advance(byte* s, long t)
    {
        InstrumentHead* head = (InstrumentHead*)s;
        if (head->NextBoundaryNs == long.MinValue)
        {
            head->LastRowNs = t;
            _at.Start(s, t);
        }
        else
        {
            // Samples first: they are of the last row's values, whatever bars close meanwhile.
            if (_at.Grid != 0)
                TakeSamples(s, t);
            if (_at.Bars != 0)
            {
                BarBuilder* bars = (BarBuilder*)(s + _at.Bars);
                while (t >= bars->EndNs)
                    CloseBar(s, bars->EndNs);
            }
            if ((_units & U.VpinQuantile) != 0 && t / _thresholdNs != head->LastRowNs / _thresholdNs)
                ((FastBuckets*)(s + _at.FastBuckets))->Refresh();
            MoveWindows(s, t);
        }
        Bound(s);
    }

    private void TakeSamples(byte* s, long t)
    {
        long passed = ((SamplingGrid*)(s + _at.Grid))->AdvanceTo(t);
        if (passed == 0)
            return;
        for (int i = 0; i < _at.ScoreCount; i++)
        {
            ScoreSlot* slot = (ScoreSlot*)(s + _at.Score(i));
            slot->Score.Push(*(double*)(s + slot->Source), passed);
        }
        if (_at.MidSamples != 0)
            ((MidSamples*)(s + _at.MidSamples))->Push(((TouchQuote*)(s + _at.Quote))->TwiceMid, passed);
    }

    private void MoveWindows(byte* s, long t)
    {
        if (_at.FlowWindow != 0)
            ((LaneWindow*)(s + _at.FlowWindow))->AdvanceTo(t);
        if (_at.DetailWindow != 0)
            ((LaneWindow*)(s + _at.DetailWindow))->AdvanceTo(t);
        if (_at.Rates != 0)
            ((MessageRates*)(s + _at.Rates))->Window.AdvanceTo(t);
        if (_at.LongWindow != 0)
            ((LongWindow*)(s + _at.LongWindow))->Window.AdvanceTo(t);
        if (_at.VolumeVelocity != 0)
            ((VolumeVelocity*)(s + _at.VolumeVelocity))->AdvanceTo(t);
        if (_at.PriceRange != 0)
            ((PriceRange*)(s + _at.PriceRange))->AdvanceTo(t);
    }

    /// <summary>When the clock has work to do next.</summary>
    private void Bound(byte* s)
    {
        long next = long.MaxValue;
        if (_at.FlowWindow != 0)
            next = Math.Min(next, ((LaneWindow*)(s + _at.FlowWindow))->EndNs);
        if (_at.DetailWindow != 0)
            next = Math.Min(next, ((LaneWindow*)(s + _at.DetailWindow))->EndNs);
        if (_at.Rates != 0)
            next = Math.Min(next, ((MessageRates*)(s + _at.Rates))->Window.EndNs);
        if (_at.LongWindow != 0)
            next = Math.Min(next, ((LongWindow*)(s + _at.LongWindow))->Window.EndNs);
        if (_at.VolumeVelocity != 0)
            next = Math.Min(next, ((VolumeVelocity*)(s + _at.VolumeVelocity))->EndNs);
        if (_at.PriceRange != 0)
            next = Math.Min(next, ((PriceRange*)(s + _at.PriceRange))->EndNs);
        if (_at.Grid != 0)
            next = Math.Min(next, ((SamplingGrid*)(s + _at.Grid))->NextNs);
        if (_at.Bars != 0)
            next = Math.Min(next, ((BarBuilder*)(s + _at.Bars))->EndNs);
        InstrumentHead* head = (InstrumentHead*)s;
        // While halted there is no end in sight: the change itself renews it.
        if (!head->Halts.IsHalted && head->Halts.IsRecent(_clockNs))
            next = Math.Min(next, head->Halts.RecentUntilNs + 1);
        if ((_units & U.VpinQuantile) != 0)
            next = Math.Min(next, (_clockNs / _thresholdNs + 1) * _thresholdNs);
        head->NextBoundaryNs = next;
    }

    private void CloseBar(byte* s, long endNs)
    {
        ((BarBuilder*)(s + _at.Bars))->Close(endNs, out Bar bar);
        UpdateIndicators(s, in bar, endNs);
        if ((_units & U.BarDepth) == 0 || _bars is null)
            return;
        TouchQuote* quote = (TouchQuote*)(s + _at.Quote);
        BookDepth* depth = (BookDepth*)(s + _at.Depth);
        bar.BestBid = quote->BestBid;
        bar.BestAsk = quote->BestAsk;
        bar.BidSize1 = quote->BidSize;
        bar.AskSize1 = quote->AskSize;
        bar.SpreadBps = quote->SpreadBps;
        bar.BidDepth5 = depth->BidShares;
        bar.AskDepth5 = depth->AskShares;
        bar.DepthImbalance = depth->DepthImbalance;
        for (int i = 0; i < _indicators.Length; i++)
            _indicators[i] = _indicatorOffsets[i] < 0 ? double.NaN : *(double*)(s + _indicatorOffsets[i]);
        _bars.OnBar(InstrumentOf(s), in bar, _indicators);
    }

    private void UpdateIndicators(byte* s, ref readonly Bar bar, long endNs)
    {
        if (_at.Returns != 0)
            ((BarReturns*)(s + _at.Returns))->Next(in bar);
        if (_at.RealizedVol != 0)
        {
            double current = _external.Get(InstrumentOf(s), ExternalInput.IvCurrent, endNs);
            double usual = _external.Get(InstrumentOf(s), ExternalInput.IvAverage30, endNs);
            ((RealizedVolatility*)(s + _at.RealizedVol))->Next(in bar, usual > 0 ? current / usual : double.NaN);
        }
        if (_at.Atr != 0)
        {
            double baseline = _external.Get(InstrumentOf(s), ExternalInput.AtrBaseline, endNs);
            ((AverageTrueRange*)(s + _at.Atr))->Next(in bar, baseline);
        }
        if (_at.Adx != 0)
            ((DirectionalIndex*)(s + _at.Adx))->Next(in bar);
        if (_at.Rsi != 0)
            ((RelativeStrength*)(s + _at.Rsi))->Next(in bar);
        if (_at.Bollinger != 0)
            ((BollingerBands*)(s + _at.Bollinger))->Next(in bar);
        if (_at.Donchian != 0)
            ((DonchianChannels*)(s + _at.Donchian))->Next(in bar);
        if (_at.Averages != 0)
            ((MovingAverages*)(s + _at.Averages))->Next(in bar);
        if (_at.VolumeRatio != 0)
            ((VolumeRatio*)(s + _at.VolumeRatio))->Next(in bar);
        if (_at.Regime != 0)
        {
            ((MarketRegime*)(s + _at.Regime))->Next(
                ((AverageTrueRange*)(s + _at.Atr))->Ratio, ((DirectionalIndex*)(s + _at.Adx))->Adx);
        }
    }

    private int InstrumentOf(byte* s) => (int)((nuint)(s - _states) / _stride);
}
