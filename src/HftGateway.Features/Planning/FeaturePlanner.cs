namespace HftGateway.Features;

/// <summary>Orders features by dependency and finds the units of work that they share.</summary>
public static class FeaturePlanner
{
    private enum Mark
    {
        Open,
        Done,
    }

    // What a unit of work reads of others. Each unit appears after those that it needs.
    private static readonly (FeatureUnits Unit, FeatureUnits Needs)[] Needs =
    [
        (FeatureUnits.Depth, FeatureUnits.Levels),
        (FeatureUnits.LevelFlow, FeatureUnits.Levels | FeatureUnits.TouchFlow),
        (FeatureUnits.FlowDetail, FeatureUnits.Tape),
        (FeatureUnits.OfiDecay, FeatureUnits.TouchFlow),
        (FeatureUnits.TradeFlow, FeatureUnits.Tape),
        (FeatureUnits.TradeVelocity, FeatureUnits.LongWindow | FeatureUnits.Rates),
        (FeatureUnits.EffectiveSpread, FeatureUnits.Tape),
        (FeatureUnits.FillDecay, FeatureUnits.Tape),
        (FeatureUnits.Kyle, FeatureUnits.Tape),
        (FeatureUnits.Vpin, FeatureUnits.Tape),
        (FeatureUnits.VpinBulk, FeatureUnits.Vpin | FeatureUnits.Tape),
        (FeatureUnits.Atr, FeatureUnits.Bars | FeatureUnits.Tape),
        (FeatureUnits.VpinFast, FeatureUnits.Atr | FeatureUnits.Bars | FeatureUnits.Tape),
        (FeatureUnits.VpinQuantile, FeatureUnits.VpinFast | FeatureUnits.Atr | FeatureUnits.Bars | FeatureUnits.Tape),
        (FeatureUnits.ToxicityScore, FeatureUnits.Vpin | FeatureUnits.Kyle | FeatureUnits.Tape),
        (FeatureUnits.MicroFlow, FeatureUnits.Tape),
        (FeatureUnits.Divergence, FeatureUnits.Quote | FeatureUnits.Tape),
        (FeatureUnits.Pressure, FeatureUnits.Depth | FeatureUnits.Levels | FeatureUnits.Tape),
        (FeatureUnits.MidAverage, FeatureUnits.Quote | FeatureUnits.Tape),
        (FeatureUnits.SizeRank, FeatureUnits.Tape),
        (FeatureUnits.MidMove, FeatureUnits.Quote),
        (FeatureUnits.Volatility, FeatureUnits.Quote),
        (FeatureUnits.SessionVwap, FeatureUnits.Tape),
        (FeatureUnits.AverageSpread, FeatureUnits.Quote),
        (FeatureUnits.VolumeVelocity, FeatureUnits.LongWindow),
        (FeatureUnits.SignalStrength,
            FeatureUnits.Depth | FeatureUnits.Levels | FeatureUnits.AverageSpread | FeatureUnits.Quote
            | FeatureUnits.VolumeVelocity | FeatureUnits.LongWindow),
        (FeatureUnits.PriceRange, FeatureUnits.Tape),
        (FeatureUnits.Tradeability,
            FeatureUnits.Quote | FeatureUnits.Depth | FeatureUnits.Levels | FeatureUnits.PriceRange
            | FeatureUnits.Status | FeatureUnits.Tape),
        (FeatureUnits.BarDepth,
            FeatureUnits.Bars | FeatureUnits.Quote | FeatureUnits.Depth | FeatureUnits.Levels | FeatureUnits.Tape),
        (FeatureUnits.BarReturns | FeatureUnits.RealizedVol | FeatureUnits.Adx | FeatureUnits.Rsi
            | FeatureUnits.Bollinger | FeatureUnits.Donchian | FeatureUnits.MovingAverages | FeatureUnits.VolumeRatio
            | FeatureUnits.Bars,
            FeatureUnits.Bars | FeatureUnits.Tape),
    ];

    /// <summary>The units of work of columns, with all that these need.</summary>
    internal static FeatureUnits UnitsOf(IEnumerable<FeatureColumn> columns, bool bars)
    {
        FeatureUnits units = bars ? FeatureUnits.BarDepth : FeatureUnits.None;
        if (bars)
            units = FeatureRegistry.Indicators.Aggregate(units, static (u, c) => u | c.Units);
        foreach (FeatureColumn column in columns)
            units |= column.Units;
        foreach ((FeatureUnits unit, FeatureUnits needs) in Needs)
        {
            if ((units & unit) != 0)
                units |= needs;
        }
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
