using HftGateway.MarketData.Events;

namespace HftGateway.Features.Tests.Reference;

/// <summary>
/// The features of one instrument straight from their definitions: the whole history is kept and every number is worked
/// out anew from it. Independent of the library: it shares neither formulas in code nor numeric methods with it.
/// </summary>
internal sealed class FeatureReference(FeatureOptions options, int tickPu)
{
    internal sealed record Row(
        long T, List<NaiveLevel> Bids, List<NaiveLevel> Asks, bool Valid, long E1, double TouchDepth);

    private readonly record struct Trade(long Price, int Shares, int Side);

    private readonly List<Row> _rows = [];
    private readonly List<Trade> _trades = [];
    private readonly List<double> _samples = [];
    private List<NaiveLevel> _bidsBefore = [];
    private List<NaiveLevel> _asksBefore = [];
    private double _series = double.NaN;
    private long _sampledTo;
    private double _median = double.NaN;
    private double _deviation = double.NaN;
    private bool _halted;
    private long? _resumedAt;
    private int _tick;

    public void ResetSeries()
    {
        _rows.Clear();
        _trades.Clear();
        _samples.Clear();
        _series = double.NaN;
        _median = _deviation = double.NaN;
        _tick = 0;
    }

    public void Clear()
    {
        ResetSeries();
        _bidsBefore = [];
        _asksBefore = [];
    }

    public void TradingState(bool halted, long clock)
    {
        if (_halted && !halted)
            _resumedAt = clock;
        _halted = halted;
    }

    public FeatureFlags Status(long clock)
    {
        bool recent = _halted || (_resumedAt is { } at && clock - at <= options.HaltS * 1_000_000_000L);
        return (_halted ? FeatureFlags.Halted : 0) | (recent ? FeatureFlags.RecentHalt : 0);
    }

    public FeatureRow Next(long t, List<NaiveLevel> bids, List<NaiveLevel> asks, NaiveTrade? trade)
    {
        TakeSamples(t);
        bool validBefore = IsValid(_bidsBefore, _asksBefore);
        int side = trade is { } printed ? Classify(printed, validBefore) : 0;
        bool valid = IsValid(bids, asks);
        double touch = ((double)Shares(bids) + Shares(asks)) / 2;
        _rows.Add(new Row(t, bids, asks, valid, Contribution(bids, asks), touch));
        _bidsBefore = bids;
        _asksBefore = asks;
        FeatureRow row = new()
        {
            Flags = FeatureFlags.Row | (valid ? FeatureFlags.QuoteValid : 0) | Status(t)
                | (trade != null ? FeatureFlags.Trade : 0),
            Aggressor = side,
        };
        Quote(ref row, bids, asks, valid);
        Flows(ref row, t);
        _series = options.Signal switch
        {
            FeatureSignal.Ofi => row.Ofi,
            FeatureSignal.OfiDecay => row.OfiDecay,
            FeatureSignal.FlowImbalanceNorm => row.FlowImbalanceNorm,
            _ => row.OfiNorm,
        };
        row.SignalZ = (_series - _median) / (1.4826 * _deviation);
        return row;
    }

    private static bool IsValid(List<NaiveLevel> bids, List<NaiveLevel> asks) =>
        bids.Count > 0 && asks.Count > 0 && bids[0].Price < asks[0].Price;

    private static long Shares(List<NaiveLevel> side) => side.Count > 0 ? side[0].Shares : 0;

    private int Classify(NaiveTrade trade, bool validBefore)
    {
        if (_trades.Count > 0)
        {
            int change = Math.Sign(trade.Price - _trades[^1].Price);
            _tick = change != 0 ? change : _tick;
        }
        int side;
        if (!trade.Hidden)
        {
            side = trade.Resting == EventSide.Buy ? -1 : 1;
        }
        else
        {
            decimal mid = validBefore ? (_bidsBefore[0].Price + _asksBefore[0].Price) / 2m : trade.Price;
            side = trade.Price > mid ? 1 : trade.Price < mid ? -1 : _tick;
        }
        _trades.Add(new Trade(trade.Price, trade.Shares, side));
        return side;
    }

    private long Contribution(List<NaiveLevel> bids, List<NaiveLevel> asks)
    {
        double Price(List<NaiveLevel> levels, double missing) => levels.Count > 0 ? levels[0].Price : missing;
        double p = Price(bids, double.NegativeInfinity);
        double pBefore = Price(_bidsBefore, double.NegativeInfinity);
        double a = Price(asks, double.PositiveInfinity);
        double aBefore = Price(_asksBefore, double.PositiveInfinity);
        long sum = 0;
        if (p >= pBefore)
            sum += Shares(bids);
        if (p <= pBefore)
            sum -= Shares(_bidsBefore);
        if (a <= aBefore)
            sum -= Shares(asks);
        if (a >= aBefore)
            sum += Shares(_asksBefore);
        return sum;
    }

    private void Quote(ref FeatureRow row, List<NaiveLevel> bids, List<NaiveLevel> asks, bool valid)
    {
        row.BestBid = bids.Count > 0 ? bids[0].Price : 0;
        row.BestAsk = asks.Count > 0 ? asks[0].Price : 0;
        row.BidSize1 = Shares(bids);
        row.AskSize1 = Shares(asks);
        row.BidDepth5 = bids.Take(options.DepthLevels).Sum(l => l.Shares);
        row.AskDepth5 = asks.Take(options.DepthLevels).Sum(l => l.Shares);
        row.Mid = row.Spread = row.SpreadTicks = row.Microprice = double.NaN;
        row.ExecutionEdge = row.DepthImbalance = row.BookImbalance = double.NaN;
        if (!valid)
            return;
        // decimal: 28 digits, so that nothing here rounds before the last conversion.
        decimal b = row.BestBid;
        decimal a = row.BestAsk;
        decimal qb = row.BidSize1;
        decimal qa = row.AskSize1;
        decimal farBid = bids.Take(options.ImbalanceLevels).Sum(l => l.Shares);
        decimal farAsk = asks.Take(options.ImbalanceLevels).Sum(l => l.Shares);
        row.Mid = (double)((a + b) / 2);
        row.Spread = (double)(a - b);
        row.SpreadTicks = (double)((a - b) / tickPu);
        row.Microprice = (double)((a * qb + b * qa) / (qb + qa));
        row.ExecutionEdge = (double)((a - b) * (qb - qa) / (2 * (qb + qa)));
        row.DepthImbalance = (double)((decimal)(row.BidDepth5 - row.AskDepth5) / (row.BidDepth5 + row.AskDepth5));
        row.BookImbalance = (double)((farBid - farAsk) / (farBid + farAsk));
    }

    private void Flows(ref FeatureRow row, long t)
    {
        long bucket = t / options.ShortDeltaNs;
        long first = _rows[0].T / options.ShortDeltaNs;
        long inWindow = _rows.Where(r => r.T / options.ShortDeltaNs > bucket - options.ShortM).Sum(r => r.E1);
        row.OfiEvent = _rows[^1].E1;
        row.Ofi = bucket - first >= options.ShortM ? inWindow : double.NaN;
        row.OfiDecay = _rows.Where(r => r.E1 != 0)
            .Sum(r => r.E1 * Math.Exp(-(t - r.T) / 1e9 / options.OfiTauS));
        row.AverageTouchDepth = AverageTouchDepth();
        row.OfiNorm = row.Ofi / row.AverageTouchDepth;
        row.FlowImbalanceNorm = double.NaN;
        if (_trades.Count >= options.FlowWindow)
        {
            List<Trade> last = _trades[^options.FlowWindow..];
            row.FlowImbalanceNorm = (double)last.Sum(x => (long)x.Side * x.Shares) / last.Sum(x => (long)x.Shares);
        }
    }

    /// <summary>
    /// The recursion written out: each stretch between two rows whose first was valid weighs 1 − e^{−Δ/τ}, times what
    /// the later such stretches have left of it; the start weighs what all of them have left.
    /// </summary>
    private double AverageTouchDepth()
    {
        int start = _rows.FindIndex(r => r.Valid);
        if (start < 0)
            return double.NaN;
        double tau = options.DepthTauS * 1e9;
        double sum = 0;
        long later = 0;
        for (int i = _rows.Count - 1; i > start; i--)
        {
            Row before = _rows[i - 1];
            if (!before.Valid)
                continue;
            long length = _rows[i].T - before.T;
            sum += before.TouchDepth * OneMinusExp(length / tau) * Math.Exp(-(later / tau));
            later += length;
        }
        return sum + _rows[start].TouchDepth * Math.Exp(-(later / tau));
    }

    /// <summary>1 − e^{−y}, by its series where the difference would lose digits.</summary>
    private static double OneMinusExp(double y)
    {
        if (y > 0.1)
            return 1 - Math.Exp(-y);
        double term = y;
        double sum = 0;
        for (int k = 2; k < 16; k++)
        {
            sum += term;
            term *= -y / k;
        }
        return sum;
    }

    private void TakeSamples(long t)
    {
        long now = t / options.ZSampleNs;
        if (_rows.Count == 0)
        {
            _sampledTo = now;
            return;
        }
        if (now == _sampledTo)
            return;
        for (; _sampledTo < now; _sampledTo++)
        {
            if (!double.IsNaN(_series))
                _samples.Add(_series);
        }
        if (_samples.Count < options.ZWindow)
            return;
        List<double> window = _samples[^options.ZWindow..];
        _median = Median(window);
        _deviation = Median([.. window.Select(x => Math.Abs(x - _median))]);
        if (_deviation <= 1e-9 * Math.Max(1, Math.Abs(_median)))
            _deviation = double.NaN;
    }

    private static double Median(List<double> values)
    {
        List<double> sorted = [.. values.Order()];
        int half = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
}
