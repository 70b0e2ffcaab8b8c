using HftGateway.Cli.Tables;
using HftGateway.Features;

namespace HftGateway.Cli.Features;

/// <summary>Writes the closed bars of one symbol into the bars file.</summary>
/// <param name="table">The file, shared by all symbols.</param>
/// <param name="symbol">Symbol, ASCII.</param>
public sealed class BarTable(TableWriter table, byte[] symbol) : IBarSink
{
    private const int OwnColumns = 19;

    private readonly double[] _row = new double[Columns.Count];

    /// <summary>Columns of the bars file, specification section 12.</summary>
    public static IReadOnlyList<string> Columns { get; } =
    [
        "bar_index", "start_ns", "open", "high", "low", "close", "volume", "trades", "buy_volume", "sell_volume",
        "vwap", "best_bid", "best_ask", "bid_size_1", "ask_size_1", "bid_depth_5", "ask_depth_5", "depth_imbalance",
        "spread_bps",
        .. FeatureRegistry.Indicators.Select(static c => c.Name),
    ];

    /// <inheritdoc/>
    public void OnBar(int instrument, ref readonly Bar bar, ReadOnlySpan<double> indicators)
    {
        ReadOnlySpan<double> own =
        [
            bar.Index, bar.StartNs, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Trades, bar.BuyVolume,
            bar.SellVolume, bar.Vwap, bar.BestBid, bar.BestAsk, bar.BidSize1, bar.AskSize1, bar.BidDepth5,
            bar.AskDepth5, bar.DepthImbalance, bar.SpreadBps,
        ];
        own.CopyTo(_row);
        indicators.CopyTo(_row.AsSpan(OwnColumns));
        table.Write(new RowKey(symbol, 0, 0, 0), _row);
    }
}
