using HftGateway.Books;
using HftGateway.Features.Tests.Reference;
using HftGateway.MarketData.Events;
using Xunit.Abstractions;

namespace HftGateway.Features.Tests;

/// <summary>The engine: what is a row, clock, reset, memory; and every column against the reference.</summary>
public sealed class EngineTests(ITestOutputHelper output)
{
    private const long Second = 1_000_000_000;

    // Small windows, so that short feeds fill them.
    private const string Small =
        "flow_window=3 kyle_window=8 kyle_fast_window=3 kyle_slope_lag=2 vpin_bucket=500 vpin_n=3 vpin_hist=20 "
        + "vpin_hist_min=3 vpin_threshold_s=7 vpin_fast_min=50 micro_window=4 size_window=5 decay_window=4 z_window=5 "
        + "sigma_window=6 long_m=4 volume_minutes=2 bar_s=2 rv_n=3 atr_n=3 atr_avg_n=2 adx_n=3 rsi_n=3 bb_n=4 "
        + "don_fast=3 don_medium=5 don_slow=7 don_exit=2 roc_n=3 accel_lag=2 ma_fast=2 ma_slow=4 volume_n=3 ivm_n=2";

    [Theory]
    [InlineData(1, 3 * Second, Small, 2_500)]
    [InlineData(2, 100_000_000, Small + " depth_levels=2 imbalance_levels=4 ofi_tau_s=0.001", 2_500)]
    [InlineData(3, 600 * Second, "", 2_500)]
    public void ShouldMatchTheReferenceWhenTheFeedIsRandom(int seed, long longestGapNs, string settings, int events)
    {
        RandomFeed feed = new(seed, 2) { LongestGapNs = longestGapNs };
        using EngineRig rig = new(settings, 2);
        for (int i = 0; i < events; i++)
        {
            InputEvent e = feed.Next();
            rig.Compare(in e, $"seed {seed}");
        }
        IEnumerable<string> never = FeatureRegistry.Columns.Where(c => rig.Numbers[c.Index] == 0).Select(c => c.Name);
        output.WriteLine($"{rig.Rows} rows, {rig.BarCount} bars; never a number: {string.Join(' ', never)}");
        Assert.True(rig.Rows > events / 2);
    }

    // A feed by level: inside a matching event there is no quote, and the end of it may change nothing else.
    [Theory]
    [InlineData("mid,spread_bps")]
    [InlineData("mid,spread_bps,depth_imbalance")]
    [InlineData("")]
    public void ShouldShowTheQuoteAgainWhenTheMatchingEventEnds(string columns)
    {
        FeaturePlan plan = columns.Length == 0 ? FeaturePlan.All(new FeatureOptions())
            : FeaturePlan.Create(columns.Split(','), new FeatureOptions());
        using FeatureEngine engine = new(plan, 1);
        using var books = new Books.MarketByPrice.LevelBookSet(new Books.MarketByPrice.LevelBookSetOptions
        {
            Instruments = 1, HugePages = false,
        });
        int time = 0;
        double[] values = new double[plan.Columns.Count];
        Assert.Equal((double.NaN, false), Feed(EventKind.BookReset, 0, EventSide.Buy, 0, true));
        Feed(EventKind.BookRecovered, 0, EventSide.Buy, 0, true);
        Feed(EventKind.LevelInsert, 1, EventSide.Buy, 1_000_000, true);
        Assert.Equal((1_000_100, true), Feed(EventKind.LevelInsert, 1, EventSide.Sell, 1_000_200, true));
        // At a level that is not the touch, and at none.
        Assert.Equal((double.NaN, false), Feed(EventKind.LevelInsert, 2, EventSide.Buy, 999_900, false));
        Assert.Equal((1_000_100, true), Feed(EventKind.EventEnd, 0, EventSide.Buy, 0, true));
        // At the touch.
        Assert.Equal((double.NaN, false), Feed(EventKind.LevelInsert, 1, EventSide.Buy, 1_000_100, false));
        Assert.Equal((1_000_150, true), Feed(EventKind.EventEnd, 0, EventSide.Buy, 0, true));

        (double Mid, bool HasSpread) Feed(EventKind kind, byte level, EventSide side, long price, bool isOver)
        {
            InputEvent e = new()
            {
                Kind = kind, Code = level, Side = side, Price = price, Quantity = 5, OrderId = 5, TimeNs = ++time,
                Flags = isOver ? EventFlags.EndOfEvent : EventFlags.None,
            };
            BookUpdate update = default;
            books.Apply(in e, ref update);
            engine.OnEvent(in e, in update);
            engine.CopyValues(0, values);
            int mid = plan.Columns.ToList().FindIndex(static c => c.Name == "mid");
            int spread = plan.Columns.ToList().FindIndex(static c => c.Name == "spread_bps");
            return (values[mid], !double.IsNaN(values[spread]));
        }
    }

    [Fact]
    public void ShouldTakeItsClockFromEveryMessageOfTheFeedAndFromNothingElse()
    {
        using FeatureEngine engine = new(FeaturePlan.Create(["mid"], new FeatureOptions()), 1);
        BookUpdate none = default;
        FeatureRow row = default;
        long last = 0;
        foreach (EventKind kind in Enum.GetValues<EventKind>())
        {
            // Everything below FeedGap is a message that the exchange sent, with its time.
            bool isMessage = kind is not EventKind.None && kind < EventKind.FeedGap;
            InputEvent e = new() { Kind = kind, Instrument = InputEvent.NoInstrument, TimeNs = engine.ClockNs + 7 };
            engine.OnEvent(in e, in none);
            Assert.True(engine.ClockNs == last + (isMessage ? 7 : 0), $"{kind}");
            last = engine.ClockNs;
            e.TimeNs = last + 5;
            engine.OnEvent(in e, in none, ref row);
            Assert.True(engine.ClockNs == last + (isMessage ? 5 : 0), $"{kind}");
            last = engine.ClockNs;
        }
        Assert.Equal(29 * 12, last);
        Assert.Equal(0, engine.TimeStepsBack);
        InputEvent back = new() { Kind = EventKind.Statistic, Instrument = InputEvent.NoInstrument, TimeNs = 1 };
        engine.OnEvent(in back, in none);
        Assert.Equal((last, 1), (engine.ClockNs, engine.TimeStepsBack));
    }
}
