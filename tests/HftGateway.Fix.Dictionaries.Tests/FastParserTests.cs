using System.Globalization;
using System.Text;
using HftGateway.Fix;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>
/// The fast parsers of reports and headers against the checked ones: wherever they answer, the answers are the same, whatever
/// the message; and they do answer for ordinary messages.
/// </summary>
public sealed class FastParserTests
{
    private const string Header = "35=8|34=7|49=S|52=20260105-10:00:00.123456|56=T|";
    private const string Body = "6=123.4500|11=HG0000000042|14=60|17=20260101001|31=123.45|32=10|37=90000117|38=100|39=1|"
        + "40=2|41=HG0000000041|44=123.5|54=1|55=AAPL|58=partial fill|59=0|60=20260101-12:00:00.1234|150=F|151=40|";

    private const string Rejected = "37=O-17|17=E1|11=X1|150=8|39=8|103=5|55=AAPL|54=2|151=0|14=0|6=0|58=no|60=20260101-12:00:00|";

    private static readonly ClOrdId Ids = new("HG");

    // Shared by all messages of a test: it has learnt the orders of those before.
    private readonly FixFieldMap _map = new();

    [Fact]
    public void ShouldReadAnOrdinaryReport()
    {
        Assert.True(FixFrame.TryCreate(Samples.Message(Header + Body), out FixFrame frame));
        Assert.True(FixHeader.ParseFast(frame, out FixHeader header));
        Assert.Equal(7u, header.Sequence);
        Assert.Equal(new DateTime(2026, 1, 5, 10, 0, 0).AddTicks(1_234_560), Time(header.SendingTimeNs));
        Assert.True(ExecutionReportFields.ParseFast(frame, header.BodyFieldsOffset, Ids, out ExecutionReportFields report));
        Assert.Equal((42u, 41u, 90000117UL), (report.ClOrdId, report.OrigClOrdId, report.OrderId));
        Assert.Equal((1_234_500, 1_235_000, 10, 40, 60, 100), (
            report.LastPrice, report.Price, report.LastQuantity, report.LeavesQuantity, report.CumulativeQuantity,
            report.OrderQuantity));
        Assert.Equal(new DateTime(2026, 1, 1, 12, 0, 0).AddTicks(1_234_000), Time(report.TransactTimeNs));
        Assert.Equal("AAPL", Encoding.ASCII.GetString(frame.Value(report.Symbol)));
    }

    [Theory]
    [InlineData("44=123.5|", "44=0|")]
    [InlineData("44=123.5|", "44=.5|")]
    [InlineData("44=123.5|", "44=5.|")]
    [InlineData("44=123.5|", "44=12345678|")]
    [InlineData("44=123.5|", "44=123.4567|")]
    [InlineData("44=123.5|", "44=001.50|")]
    [InlineData("44=123.5|", "44=-1|")]
    [InlineData("44=123.5|", "44=123456.789|")]
    [InlineData("44=123.5|", "44=123456789|")]
    [InlineData("44=123.5|", "44=12345.6789|")]
    [InlineData("44=123.5|", "44=123456789.1234|")]
    [InlineData("44=123.5|", "44=1234567890.1234|")]
    [InlineData("44=123.5|", "44=123456789.|")]
    [InlineData("6=123.4500|", "6=123.456789012|")]
    [InlineData("6=123.4500|", "6=-0.12345|")]
    [InlineData("6=123.4500|", "")]
    [InlineData("37=90000117|", "37=ABC|")]
    [InlineData("37=90000117|", "37=A-123456789-0001|")]
    [InlineData("11=HG0000000042|", "11=HX0000000042|")]
    [InlineData("11=HG0000000042|", "11=HG0000000000|")]
    [InlineData("11=HG0000000042|", "11=HG000000004x|")]
    [InlineData("11=HG0000000042|", "11=HG:000000042|")]
    [InlineData("11=HG0000000042|", "11=HG9999999999|")]
    [InlineData("37=90000117|", "37=1234567890123456|")]
    [InlineData("37=90000117|", "37=000000001|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20240229-23:59:60|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20990228-23:59:59.123456789|")]
    [InlineData("150=F|", "150=F|7001=5|")]
    public void ShouldReadFastAndAlike(string old, string replacement)
    {
        byte[] message = Samples.Message(Header + Body.Replace(old, replacement));
        Assert.True(Same(message));
    }

    [Theory]
    [InlineData("44=123.5|", "44=|")]
    [InlineData("44=123.5|", "44=.|")]
    [InlineData("44=123.5|", "44=1.2.3|")]
    [InlineData("44=123.5|", "44=1.00001|")]
    [InlineData("6=123.4500|", "6=1.2.3|")]
    [InlineData("40=2|", "40=22|")]
    [InlineData("59=0|", "59=0|59=0|")]
    [InlineData("44=123.5|", "44=123.5|95=3|96=a|b|")]
    [InlineData("44=123.5|", "044=1|")]
    [InlineData("44=123.5|", "4:=1|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20230229-12:00:00|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:00.|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:00.1234567890|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=21500101-12:00:00|")]
    [InlineData("54=1|", "54=1|54=1|")]
    [InlineData("54=1|", "")]
    [InlineData("58=partial fill|", "95=3|96=a|b|58=x|")]
    public void ShouldLeaveTheUnusualToTheCheckedParser(string old, string replacement) =>
        Assert.False(Same(Samples.Message(Header + Body.Replace(old, replacement))));

    [Fact]
    public void ShouldReadByTheOrderOfTheLastReport()
    {
        string other = Header.Replace("34=7", "34=1008") + Body.Replace("12:00:00.1234", "12:00:07.5")
            .Replace("=AAPL", "=BRK.B").Replace("31=123.45", "31=98765.4321");
        Assert.True(Same(Samples.Message(Header + Body)));
        Assert.Equal(0, _map.ShapedCount);
        Assert.True(Same(Samples.Message(other)));
        Assert.Equal(1, _map.ShapedCount);
        // Another order, and back: both are known.
        Assert.True(Same(Samples.Message(Header + Body.Replace("54=1|55=AAPL|", "55=AAPL|54=1|"))));
        Assert.Equal(1, _map.ShapedCount);
        Assert.True(Same(Samples.Message(Header + Body.Replace("54=1|55=AAPL|", "55=MSFT|54=2|"))));
        Assert.True(Same(Samples.Message(other)));
        Assert.Equal(3, _map.ShapedCount);
    }

    [Theory]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:60.5|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:09|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:0x.5|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:00.|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:00:00.1234567890|")]
    [InlineData("60=20260101-12:00:00.1234|", "60=20260101-12:01:00.1|")]
    [InlineData("52=20260105-10:00:00.123456|", "52=20260105-10:00:00,1|")]
    [InlineData("34=7|", "34=0|")]
    [InlineData("58=partial fill|", "58=|")]
    [InlineData("151=40|", "151=x|")]
    [InlineData("150=F|", "150=FF|")]
    [InlineData("151=40|", "153=40|")]
    [InlineData("14=60|", "14=60|14=60|")]
    public void ShouldAnswerAlikeWhateverReportCameBefore(string old, string replacement)
    {
        Same(Samples.Message(Header + Body));
        Same(Samples.Message((Header + Body).Replace(old, replacement)));
        Same(Samples.Message(Header + Body));
        Assert.InRange(_map.ShapedCount, 1, 2);
    }

    [Fact]
    public void ShouldNotUseAMapThatIsOfAnotherMessage()
    {
        byte[] first = Samples.Message(Header + Body), second = Samples.Message(Header + Rejected);
        Same(first);
        Same(second);
        Assert.True(FixFrame.TryCreate(first, _map, out FixFrame older));
        Assert.True(FixFrame.TryCreate(second, _map, out _));
        Assert.True(FixHeader.Parse(older, out FixHeader header).IsOk);
        Assert.True(ExecutionReportFields.Parse(older, header.BodyFieldsOffset, Ids, out ExecutionReportFields report).IsOk);
        Assert.Equal((42u, 90000117UL), (report.ClOrdId, report.OrderId));
    }

    [Fact]
    public void ShouldAgreeOnMutatedMessages()
    {
        int seeds = Count("HFTGATEWAY_FIX_FUZZ", 50_000);
        var random = new Random(20260105);
        byte[] body = Encoding.ASCII.GetBytes((Header + Body).Replace('|', '\u0001'));
        byte[] rejected = Encoding.ASCII.GetBytes((Header + Rejected).Replace('|', '\u0001'));
        byte[] buffer = new byte[1024];
        byte[] alphabet = [.. "0123456789=.:-|AZ\u0001\u0001\u0001"u8.ToArray().Select(b => b == '|' ? (byte)1 : b)];
        int fast = 0;
        for (int i = 0; i < seeds; i++)
        {
            int length = Frame(random.Next(8) == 0 ? rejected : body, buffer, random, alphabet);
            if (FixFrame.TryCreate(buffer.AsSpan(0, length), out _) && Same(buffer.AsSpan(0, length)))
                fast++;
        }
        Assert.True(fast > seeds / 100, $"only {fast} of {seeds} went the fast way");
        Assert.True(_map.ShapedCount > seeds / 100, $"only {_map.ShapedCount} of {seeds} were read by their order");
    }

    // A mutated body in a frame whose length and checksum are right.
    private static int Frame(byte[] body, byte[] buffer, Random random, byte[] alphabet)
    {
        Span<byte> mutated = buffer.AsSpan(32);
        int length = body.Length;
        body.CopyTo(mutated);
        for (int n = random.Next(3); n > 0; n--)
        {
            int at = random.Next(5, length);
            switch (random.Next(3))
            {
                case 0:
                    mutated[at] = alphabet[random.Next(alphabet.Length)];
                    break;
                case 1:
                    mutated[(at + 1)..length].CopyTo(mutated[at..]);
                    length--;
                    break;
                default:
                    mutated[at..length].CopyTo(mutated[(at + 1)..]);
                    mutated[at] = alphabet[random.Next(alphabet.Length)];
                    length++;
                    break;
            }
        }
        mutated[length - 1] = 1;
        byte[] start = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"8=FIX.4.4\u00019={length}\u0001"));
        start.CopyTo(buffer, 0);
        mutated[..length].CopyTo(buffer.AsSpan(start.Length));
        int end = start.Length + length;
        Encoding.ASCII.GetBytes($"10={FixChecksum.Sum(buffer.AsSpan(0, end)):000}\u0001").CopyTo(buffer, end);
        return end + 7;
    }

    // True when both fast parsers answered; in any case the answers agree with the checked ones.
    private bool Same(ReadOnlySpan<byte> message)
    {
        Assert.True(FixFrame.TryCreate(message, out FixFrame frame));
        FixParseResult checkedHeader = FixHeader.ParseChecked(frame, out FixHeader header);
        bool fast = FixHeader.ParseFast(frame, out FixHeader fastHeader);
        if (fast)
        {
            Assert.Equal(FixParseResult.Ok, checkedHeader);
            Assert.Equal(header, fastHeader);
        }
        FixParseResult result = ExecutionReportFields.ParseChecked(
            frame, header.BodyFieldsOffset, Ids, out ExecutionReportFields report);
        bool fastBody = ExecutionReportFields.ParseFast(
            frame, header.BodyFieldsOffset, Ids, out ExecutionReportFields fastReport);
        if (fastBody)
        {
            Assert.Equal(FixParseResult.Ok, result);
            Assert.Equal(report, fastReport);
        }
        SameByShape(message, checkedHeader, header, result, report);
        return fast && fastBody;
    }

    // With a map the answers are the same, whatever came before.
    private void SameByShape(
        ReadOnlySpan<byte> message, FixParseResult checkedHeader, FixHeader header, FixParseResult result,
        ExecutionReportFields report)
    {
        Assert.True(FixFrame.TryCreate(message, _map, out FixFrame frame));
        Assert.Equal(checkedHeader, FixHeader.Parse(frame, out FixHeader shapedHeader));
        Assert.Equal(header, shapedHeader);
        Assert.Equal(result, ExecutionReportFields.Parse(frame, header.BodyFieldsOffset, Ids, out ExecutionReportFields shaped));
        if (result.IsOk)
            Assert.Equal(report, shaped);
    }

    internal static int Count(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int n)
            ? n
            : usual;

    private static DateTime Time(long utcNs) => DateTime.UnixEpoch.AddTicks(utcNs / 100);
}
