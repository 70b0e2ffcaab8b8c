namespace HftGateway.MarketData.Itch;

/// <summary>
/// Every field of every ITCH message by its name in the specification, with offset and wire form: what generic code
/// such
/// as <see cref="ItchMessageFormatter"/> goes by.
/// <para><b>Invariants.</b> Offsets follow from the order of the fields; a static check makes them add up to the length
/// of the message.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0, the field tables, names in lower case joined by
/// underscores.</para>
/// </summary>
internal static class ItchFields
{
    // Behind the common header; letters: c one character, 2 4 8 text, h i t q unsigned of 2 4 6 8 bytes.
    private static readonly (char Type, string Fields)[] Specification =
    [
        ('S', "event_code c"),
        ('R', "stock 8, market_category c, financial_status_indicator c, round_lot_size i, " +
            "round_lots_only c, issue_classification c, issue_sub_type 2, authenticity c, " +
            "short_sale_threshold_indicator c, ipo_flag c, luld_reference_price_tier c, etp_flag c, " +
            "etp_leverage_factor i, inverse_indicator c"),
        ('H', "stock 8, trading_state c, reserved c, reason 4"),
        ('Y', "stock 8, reg_sho_action c"),
        ('L', "mpid 4, stock 8, primary_market_maker c, market_maker_mode c, " +
            "market_participant_state c"),
        ('V', "level_1 q, level_2 q, level_3 q"),
        ('W', "breached_level c"),
        ('K', "stock 8, ipo_quotation_release_time i, ipo_quotation_release_qualifier c, ipo_price i"),
        ('J', "stock 8, auction_collar_reference_price i, upper_auction_collar_price i, " +
            "lower_auction_collar_price i, auction_collar_extension i"),
        ('h', "stock 8, market_code c, operational_halt_action c"),
        ('A', "order_reference_number q, buy_sell_indicator c, shares i, stock 8, price i"),
        ('F', "order_reference_number q, buy_sell_indicator c, shares i, stock 8, price i, " +
            "attribution 4"),
        ('E', "order_reference_number q, executed_shares i, match_number q"),
        ('C', "order_reference_number q, executed_shares i, match_number q, printable c, " +
            "execution_price i"),
        ('X', "order_reference_number q, cancelled_shares i"),
        ('D', "order_reference_number q"),
        ('U', "original_order_reference_number q, new_order_reference_number q, shares i, price i"),
        ('P', "order_reference_number q, buy_sell_indicator c, shares i, stock 8, price i, " +
            "match_number q"),
        ('Q', "shares q, stock 8, cross_price i, match_number q, cross_type c"),
        ('B', "match_number q"),
        ('I', "paired_shares q, imbalance_shares q, imbalance_direction c, stock 8, far_price i, " +
            "near_price i, current_reference_price i, cross_type c, price_variation_indicator c"),
        ('N', "stock 8, interest_flag c"),
        ('O', "stock 8, open_eligibility_status c, minimum_allowable_price i, " +
            "maximum_allowable_price i, near_execution_price i, near_execution_time q, " +
            "lower_price_range_collar i, upper_price_range_collar i"),
    ];

    private static readonly ItchField[][] ByType = new ItchField[256][];

    static ItchFields()
    {
        List<string> columns = ["stock_locate", "tracking_number", "timestamp"];
        foreach ((char type, string fields) in Specification)
        {
            List<ItchField> list =
            [
                new("stock_locate", 1, ItchFieldKind.UInt16, 0),
                new("tracking_number", 3, ItchFieldKind.UInt16, 1),
                new("timestamp", 5, ItchFieldKind.UInt48, 2),
            ];
            int offset = ItchHeader.SizeBytes;
            foreach (string field in fields.Split(", "))
            {
                string name = field[..^2];
                int column = columns.IndexOf(name);
                if (column < 0)
                {
                    column = columns.Count;
                    columns.Add(name);
                }

                (ItchFieldKind kind, int bytes) = KindOf(field[^1]);
                list.Add(new ItchField(name, offset, kind, column));
                offset += bytes;
            }

            if (offset != ItchLength.Of((byte)type))
                throw new InvalidOperationException($"the fields of '{type}' make {offset} bytes");
            ByType[type] = [.. list];
        }

        Columns = [.. columns];
    }

    /// <summary>The names of all fields of all types, each once: the columns behind index, offset and type.</summary>
    public static string[] Columns { get; }

    /// <summary>
    /// The fields of a type behind its type byte, in wire order; empty for a type that is not defined.
    /// </summary>
    public static ReadOnlySpan<ItchField> Of(byte type) => ByType[type];

    private static (ItchFieldKind Kind, int Bytes) KindOf(char letter) => letter switch
    {
        'c' => (ItchFieldKind.Letter, 1),
        '2' => (ItchFieldKind.Text2, 2),
        '4' => (ItchFieldKind.Text4, 4),
        '8' => (ItchFieldKind.Text8, 8),
        'h' => (ItchFieldKind.UInt16, 2),
        'i' => (ItchFieldKind.UInt32, 4),
        't' => (ItchFieldKind.UInt48, 6),
        'q' => (ItchFieldKind.UInt64, 8),
        _ => throw new ArgumentOutOfRangeException(nameof(letter)),
    };
}
