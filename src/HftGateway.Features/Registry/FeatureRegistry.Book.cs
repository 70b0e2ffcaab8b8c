using G = HftGateway.Features.FeatureGroup;
using T = HftGateway.Features.FeatureTrigger;
using U = HftGateway.Features.FeatureUnits;

namespace HftGateway.Features;

// The rows of the table: name, unit, group, trigger, whole number, warm-up, units of work, dependencies, parameters.
public static partial class FeatureRegistry
{
    private static void AddBook1()
    {
        Add("best_bid", "pu", G.Book, T.Row, true, "NaN while that side is empty", U.Quote,
            [], []);
        Add("best_ask", "pu", G.Book, T.Row, true, "NaN while that side is empty", U.Quote,
            [], []);
        Add("bid_size_1", "shares", G.Book, T.Row, true, "none", U.Quote,
            [], []);
        Add("ask_size_1", "shares", G.Book, T.Row, true, "none", U.Quote,
            [], []);
        Add("bid_orders_1", "orders", G.Book, T.Row, true, "none", U.Depth,
            [], []);
        Add("ask_orders_1", "orders", G.Book, T.Row, true, "none", U.Depth,
            [], []);
        Add("mid", "pu", G.Book, T.Row, false, "valid quote", U.Quote,
            ["best_bid", "best_ask"], []);
        Add("spread", "pu", G.Book, T.Row, true, "valid quote", U.Quote,
            ["best_bid", "best_ask"], []);
        Add("spread_ticks", "ticks", G.Book, T.Row, false, "valid quote", U.Quote | U.TouchRatios,
            ["spread"], ["tick_pu"]);
        Add("spread_relative", "fraction of mid", G.Book, T.Row, false, "valid quote", U.Quote | U.SpreadRatios,
            ["spread"], []);
        Add("spread_bps", "bps", G.Book, T.Row, false, "valid quote", U.Quote | U.SpreadRatios,
            ["spread"], []);
        Add("microprice", "pu", G.Book, T.Row, false, "valid quote", U.Quote | U.TouchRatios,
            ["best_bid", "best_ask", "bid_size_1", "ask_size_1"], []);
        Add("execution_edge", "pu", G.Book, T.Row, false, "valid quote", U.Quote | U.TouchRatios,
            ["microprice", "mid"], []);
        Add("bid_depth_5", "shares", G.Book, T.Row, true, "none", U.Depth,
            [], ["depth_levels"]);
    }

    private static void AddBook2()
    {
        Add("ask_depth_5", "shares", G.Book, T.Row, true, "none", U.Depth,
            [], ["depth_levels"]);
        Add("depth_imbalance", "[-1, 1]", G.Book, T.Row, false, "valid quote", U.Depth | U.DepthRatios,
            ["bid_depth_5", "ask_depth_5"], ["depth_levels"]);
        Add("order_imbalance", "[-1, 1]", G.Book, T.Row, false, "valid quote", U.Depth | U.DepthRatios,
            ["depth_imbalance"], ["depth_levels"]);
        Add("order_count_imbalance", "[-1, 1]", G.Book, T.Row, false, "valid quote", U.Depth | U.DepthRatios,
            [], ["depth_levels"]);
        Add("depth_dollars", "dollars", G.Book, T.Row, false, "valid quote", U.Depth | U.DepthValue,
            [], ["depth_levels"]);
        Add("book_imbalance", "[-1, 1]", G.Book, T.Row, false, "valid quote", U.Depth | U.DepthRatios,
            [], ["imbalance_levels"]);
        Add("book_pressure", "[-1, 1]", G.Book, T.Row, false, "valid quote",
            U.Depth | U.DepthRatios | U.BookPressure,
            [], ["imbalance_levels"]);
        Add("tobi", "(0, 1)", G.Book, T.Row, false, "valid quote", U.Quote | U.TouchRatios,
            ["bid_size_1", "ask_size_1"], []);
        Add("wall_ratio", "(0, 1]", G.Book, T.Row, false, "valid quote", U.Depth | U.LargestLevel,
            [], ["imbalance_levels"]);
    }

    private static void AddRates1()
    {
        Add("book_update_rate", "1/s", G.Rates, T.Row, false, "short window", U.Rates,
            [], ["short_delta_ns", "short_m"]);
        Add("book_stability", "(0, 1]", G.Rates, T.Row, false, "short window", U.Rates,
            ["book_update_rate"], ["short_delta_ns", "short_m"]);
        Add("quote_msg_count", "messages", G.Rates, T.Row, true, "short window", U.Rates,
            [], ["short_delta_ns", "short_m"]);
        Add("quote_stuffing", "flag", G.Rates, T.Row, true, "none", U.Rates,
            ["quote_msg_count"], ["stuffing_threshold", "short_delta_ns", "short_m"]);
        Add("order_to_trade_ratio", "ratio", G.Rates, T.Row, false, "short window", U.Rates,
            ["quote_msg_count"], ["short_delta_ns", "short_m"]);
    }
}
