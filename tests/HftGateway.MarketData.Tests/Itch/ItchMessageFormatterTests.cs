using System.Text;
using System.Text.Json;
using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Tests.Itch;

public sealed class ItchMessageFormatterTests
{
    [Fact]
    public void ShouldWriteEveryFieldWhenMessageIsAddOrder()
    {
        byte[] message = Convert.FromHexString(
            "4606CA00031F1ACED99936000000000120BE75530000006444434153202020200026FD40464C5455");
        Assert.Equal(
            "{\"index\":7,\"offset\":300,\"type\":\"F\",\"stock_locate\":1738,\"tracking_number\":3,"
            + "\"timestamp\":34199999977782,\"order_reference_number\":18923125,\"buy_sell_indicator\":\"S\","
            + "\"shares\":100,\"stock\":\"DCAS\",\"price\":2555200,\"attribution\":\"FLTU\"}\n",
            Json(message, 7, 300));
    }

    [Fact]
    public void ShouldWriteDirectoryFieldsWhenMessageIsReal()
    {
        // The second message of Nasdaq's file of 2019-12-30.
        byte[] message =
        [
            .. Convert.FromHexString("520001000000000000000041202020202020204E20000000644E435A20504E20314E000000004E"),
        ];
        Assert.Equal(
            "{\"index\":1,\"offset\":16,\"type\":\"R\",\"stock_locate\":1,\"tracking_number\":0,\"timestamp\":0,"
            + "\"stock\":\"A\",\"market_category\":\"N\",\"financial_status_indicator\":\" \",\"round_lot_size\":100,"
            + "\"round_lots_only\":\"N\",\"issue_classification\":\"C\",\"issue_sub_type\":\"Z\","
            + "\"authenticity\":\"P\",\"short_sale_threshold_indicator\":\"N\",\"ipo_flag\":\" \","
            + "\"luld_reference_price_tier\":\"1\",\"etp_flag\":\"N\",\"etp_leverage_factor\":0,"
            + "\"inverse_indicator\":\"N\"}\n",
            Json(message, 1, 16));
    }

    [Fact]
    public void ShouldReportWhenMessageIsNotUnderstood()
    {
        Assert.Equal(
            "{\"index\":0,\"offset\":2,\"type\":\"z\",\"length\":3,\"error\":\"unknown type\",\"bytes\":\"7A0102\"}\n",
            Json([0x7A, 1, 2], 0, 2));
        Assert.Equal(
            "{\"index\":0,\"offset\":2,\"type\":\"D\",\"length\":1,\"error\":\"wrong length\",\"bytes\":\"44\"}\n",
            Json([0x44], 0, 2));
        Assert.Equal(
            "{\"index\":0,\"offset\":2,\"type\":\"\",\"length\":0,\"error\":\"empty\",\"bytes\":\"\"}\n",
            Json([], 0, 2));
    }

    [Fact]
    public void ShouldHaveOneValuePerColumnWhenTypesDiffer()
    {
        string[] columns = ItchMessageFormatter.CsvHeader.Split(',');
        Assert.Equal(columns.Length, columns.Distinct().Count());
        byte[] message = ItchSamples.Add("AAPL", 5, 77, 'B', 300, 1_234_500, 99);
        string[] values = Csv(message, 4, 60).TrimEnd('\n').Split(',');
        Assert.Equal(columns.Length, values.Length);
        Dictionary<string, string> byName = columns.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
        Assert.Equal(
            ("4", "60", "A", "5", "0", "99", "77", "B"),
            (byName["index"], byName["offset"], byName["type"], byName["stock_locate"], byName["tracking_number"],
                byName["timestamp"], byName["order_reference_number"], byName["buy_sell_indicator"]));
        Assert.Equal(
            ("300", "AAPL", "1234500", "", "", "36"),
            (byName["shares"], byName["stock"], byName["price"], byName["match_number"], byName["error"],
                byName["length"]));
    }

    [Fact]
    public void ShouldBeValidJsonWithFieldNamesInOrderWhenEveryTypeIsRandom()
    {
        Random random = new(3);
        foreach (byte type in ItchLength.Types.ToArray())
        {
            for (int i = 0; i < 50; i++)
            {
                byte[] message = ItchSamples.Random(random, type);
                using JsonDocument document = JsonDocument.Parse(Json(message, i, i));
                Assert.Equal(((char)type).ToString(), document.RootElement.GetProperty("type").GetString());
                string csv = Csv(message, i, i);
                Assert.EndsWith("\n", csv, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void ShouldQuoteWhenTextHoldsSeparators()
    {
        byte[] message = ItchSamples.Add("AAPL", 5, 77, 'B', 300, 1, 9);
        "A\",B "u8.CopyTo(message.AsSpan(24));
        message[29] = 0xE9;
        Assert.Contains(",\"A\"\",B é\",", Csv(Trimmed(message), 0, 0), StringComparison.Ordinal);
        Assert.Contains("\"stock\":\"A\\u0022,B é\"", Json(Trimmed(message), 0, 0), StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldRefuseWhenBufferIsTooShort() => Assert.Throws<ArgumentException>(
        () => ItchMessageFormatter.FormatJson([1], 0, 0, new byte[ItchMessageFormatter.MaxLineBytes - 1]));

    private static byte[] Trimmed(byte[] message)
    {
        message[30] = message[31] = (byte)' ';
        return message;
    }

    private static string Json(byte[] message, long index, long offset)
    {
        byte[] line = new byte[ItchMessageFormatter.MaxLineBytes];
        return Encoding.UTF8.GetString(line, 0, ItchMessageFormatter.FormatJson(message, index, offset, line));
    }

    private static string Csv(byte[] message, long index, long offset)
    {
        byte[] line = new byte[ItchMessageFormatter.MaxLineBytes];
        return Encoding.UTF8.GetString(line, 0, ItchMessageFormatter.FormatCsv(message, index, offset, line));
    }
}
