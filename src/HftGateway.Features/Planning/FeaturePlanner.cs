using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

/// <summary>Orders features by dependency and finds the units of work that they share.</summary>
public static class FeaturePlanner
{
    private enum Mark
    {
        Open,
        Done,
    }

    // What a unit of work reads of others, directly.
    private static readonly (FeatureUnits Unit, FeatureUnits Needs)[] Needs =
    [
        (U.Depth, U.Levels),
        (U.LevelFlow, U.Levels | U.TouchFlow),
        (U.FlowDetail | U.TradeFlow | U.EffectiveSpread | U.FillDecay | U.Kyle | U.Vpin | U.MicroFlow | U.SizeRank
            | U.SessionVwap | U.PriceRange | U.Bars | U.LongWindow, U.Tape),
        (U.OfiDecay, U.TouchFlow),
        (U.TouchFlow | U.TouchDepth | U.Divergence | U.MidAverage | U.MidMove | U.Volatility | U.AverageSpread,
            U.Quote),
        (U.TradeVelocity, U.LongWindow | U.Rates),
        (U.VpinBulk, U.Vpin),
        (U.VpinFast, U.Atr),
        (U.VpinQuantile, U.VpinFast),
        (U.ToxicityScore, U.Vpin | U.Kyle),
        (U.Divergence | U.MidAverage, U.Tape),
        (U.Pressure, U.Depth | U.Tape),
        (U.VolumeVelocity, U.LongWindow),
        (U.SignalStrength, U.Depth | U.AverageSpread | U.VolumeVelocity),
        (U.Tradeability, U.Quote | U.SpreadRatios | U.Depth | U.DepthValue | U.PriceRange | U.Status),
        (U.BarDepth, U.Bars | U.Quote | U.SpreadRatios | U.Depth | U.DepthRatios),
        (U.BarReturns | U.RealizedVol | U.Atr | U.Adx | U.Rsi | U.Bollinger | U.Donchian | U.MovingAverages
            | U.VolumeRatio, U.Bars),
        (U.Regime, U.Atr | U.Adx),
    ];

    /// <summary>The units of work of columns, with all that these need.</summary>
    internal static FeatureUnits UnitsOf(IEnumerable<FeatureColumn> columns, bool bars)
    {
        FeatureUnits units = bars ? U.BarDepth : U.None;
        if (bars)
            units = FeatureRegistry.Indicators.Aggregate(units, static (u, c) => u | c.Units);
        foreach (FeatureColumn column in columns)
            units |= column.Units;
        FeatureUnits before;
        do
        {
            before = units;
            foreach ((FeatureUnits unit, FeatureUnits needs) in Needs)
                units |= (units & unit) != 0 ? needs : U.None;
        }
        while (units != before);
        return units;
    }

    /// <summary>Columns and all that they read, each after what it reads.</summary>
    /// <param name="columns">What is asked for.</param>
    /// <param name="find">Gives a column by its name.</param>
    /// <exception cref="ArgumentException">A dependency is unknown or leads back to itself.</exception>
    public static IReadOnlyList<FeatureColumn> Order(
        IEnumerable<FeatureColumn> columns, Func<string, FeatureColumn?> find)
    {
        List<FeatureColumn> ordered = [];
        Dictionary<string, Mark> marks = new(StringComparer.Ordinal);
        List<string> path = [];
        foreach (FeatureColumn column in columns)
            Visit(column, find, marks, path, ordered);
        return ordered;
    }

    private static void Visit(
        FeatureColumn column, Func<string, FeatureColumn?> find, Dictionary<string, Mark> marks, List<string> path,
        List<FeatureColumn> ordered)
    {
        if (marks.TryGetValue(column.Name, out Mark mark))
        {
            if (mark == Mark.Done)
                return;
            IEnumerable<string> cycle = path.SkipWhile(name => name != column.Name).Append(column.Name);
            throw new ArgumentException($"feature '{column.Name}' depends on itself: {string.Join(" -> ", cycle)}");
        }
        marks[column.Name] = Mark.Open;
        path.Add(column.Name);
        foreach (string name in column.DependsOn)
        {
            FeatureColumn needed = find(name)
                ?? throw new ArgumentException($"feature '{column.Name}' depends on '{name}', which is unknown");
            Visit(needed, find, marks, path, ordered);
        }
        path.RemoveAt(path.Count - 1);
        marks[column.Name] = Mark.Done;
        ordered.Add(column);
    }
}
