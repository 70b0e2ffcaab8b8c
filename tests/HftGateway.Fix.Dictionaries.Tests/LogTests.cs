using System.Text;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>Messages found in logs of all kinds, and what is shown of them.</summary>
public sealed class LogTests
{
    private static readonly string Order = Text(Samples.Message(
        "35=D|34=7|49=S|52=20260105-10:00:00|56=T|11=a|453=1|448=P|452=1|54=2|55=X|40=2|60=20260105-10:00:00|58=hello|"));

    private static readonly string Logon = Text(Samples.Message(
        "35=A|34=1|49=S|52=20260105-10:00:00|56=T|98=0|108=30|95=3|96=x=y|553=user|554=secret|925=other|"));

    [Theory]
    [InlineData("")]
    [InlineData("20260105-10:00:00.123 : ")]
    [InlineData("<20260105-10:00:00, FIX.4.4:S->T, outgoing> \n  (")]
    public void ShouldFindMessagesBehindOtherText(string before)
    {
        List<FixLogMessage> found = Scan($"{before}{Order}\n{before}{Logon}\n");
        Assert.Equal([Order, Logon], found.Select(m => Text(m.Bytes)));
        Assert.All(found, m => Assert.Null(m.Problem));
        Assert.Equal(before.Length, found[0].Offset);
    }

    [Theory]
    [InlineData("|")]
    [InlineData("^A")]
    [InlineData("\u0001")]
    public void ShouldKnowEveryDelimiter(string delimiter)
    {
        string log = $"{(Order + Logon).Replace("\u0001", delimiter)}\n12:00 {Order.Replace("\u0001", delimiter)}";
        List<FixLogMessage> found = Scan(log);
        Assert.Equal([Order, Logon, Order], found.Select(m => Text(m.Bytes)));
        Assert.All(found, m => Assert.Null(m.Problem));
        Assert.Equal(["", "", "12:00"], found.Select(m => m.Prefix));
    }

    [Fact]
    public void ShouldReadDataWithLinesAndDelimitersInIt()
    {
        string data = Text(Samples.Message("35=B|34=1|49=S|52=20260105-10:00:00|56=T|95=13|96=a\n8=FIX.4.4|b|"));
        Assert.Equal([data], Scan("x " + data + "\n").Select(m => Text(m.Bytes)));
    }

    [Theory]
    [InlineData("9=109", "9=12", "BodyLength is 12, the body has 109 bytes")]
    [InlineData("35=D\u000134=7", "34=7\u000135=D", "MsgType is not the third field")]
    [InlineData("58=hello", "58=hellx", "CheckSum is ")]
    [InlineData("\u000110=", "\u000111=", "no CheckSum at its end")]
    public void ShouldSayWhyAMessageIsGarbled(string old, string replacement, string problem)
    {
        List<FixLogMessage> found = Scan($"{Order.Replace(old, replacement)}\n{Logon}\n");
        Assert.Equal(2, found.Count);
        Assert.StartsWith(problem, found[0].Problem);
        Assert.Null(found[1].Problem);
    }

    [Fact]
    public void ShouldFindTheNextMessageBehindOneWithoutEnd()
    {
        List<FixLogMessage> found = Scan(Order[..31] + Logon + "\n8=FIX.4.4");
        Assert.Equal([31, Logon.Length], found.Take(2).Select(m => m.Bytes.Length));
        Assert.Equal(3, found.Count);
        Assert.NotNull(found[2].Problem);
    }

    [Fact]
    public void ShouldNameTagsAndValuesAndIndentGroups()
    {
        FixLogMessage message = Assert.Single(Scan(Order));
        IReadOnlyList<FixLogField> fields = new FixLogDecoder().Decode(message, out string type, out string? name);
        Assert.Equal(("D", "NewOrderSingle"), (type, name));
        Assert.Contains(new FixLogField(54, "Side", "2", "SELL", 0, false), fields);
        Assert.Contains(new FixLogField(448, "PartyID", "P", null, 1, true), fields);
        Assert.Contains(new FixLogField(452, "PartyRole", "1", "EXECUTING_FIRM", 1, false), fields);
        Assert.Contains(new FixLogField(35, "MsgType", "D", "NewOrderSingle", 0, false), fields);
        Assert.Equal(10, fields[^1].Tag);
    }

    [Fact]
    public void ShouldMaskSecretsInGoodAndGarbledMessages()
    {
        foreach (string log in new[] { Logon, Logon.Replace("553=user", "553=usex") })
        {
            IReadOnlyList<FixLogField> fields = new FixLogDecoder().Decode(Assert.Single(Scan(log)), out _, out _);
            Assert.DoesNotContain(fields, f => f.Value.Contains("secret") || f.Value.Contains("other") || f.Value.Contains("x=y"));
            Assert.Contains(fields, f => f is { Tag: 554, Value: "********" });
        }
    }

    [Fact]
    public void ShouldTakeTheApplicationVersionFromTheLogon()
    {
        string logon = Text(Samples.Message("35=A|34=1|49=S|52=20260105-10:00:00|56=T|98=0|108=30|1137=7|", "FIXT.1.1"));
        string report = Text(Samples.Message("35=8|34=2|49=S|52=20260105-10:00:00|56=T|1370=x|996=y|", "FIXT.1.1"));
        var decoder = new FixLogDecoder();
        List<FixLogMessage> found = Scan(logon + report);
        decoder.Decode(found[0], out _, out string? name);
        Assert.Equal("Logon", name);
        IReadOnlyList<FixLogField> fields = decoder.Decode(found[1], out _, out name);
        Assert.Equal("ExecutionReport", name);
        Assert.Equal("UnitofMeasure", fields.Single(f => f.Tag == 996).Name); // so spelled in FIX 5.0 only
        Assert.Null(fields.Single(f => f.Tag == 1370).Name);
    }

    [Fact]
    public void ShouldSurviveAnyBytes()
    {
        var random = new Random(7);
        var decoder = new FixLogDecoder();
        byte[] log = Encoding.Latin1.GetBytes($"a {Order}b {Logon.Replace('\u0001', '|')}\n{Order.Replace("\u0001", "^A")}\n");
        for (int i = 0; i < 2000; i++)
        {
            byte[] bytes = (byte[])log.Clone();
            for (int n = random.Next(8); n >= 0; n--)
                bytes[random.Next(bytes.Length)] = "\u0001|^A\n89=10"u8[random.Next(10)];
            var scanner = new FixLogScanner(new MemoryStream(bytes));
            int found = 0;
            while (scanner.Next() is { } message)
            {
                decoder.Decode(message, out _, out _);
                Assert.True(++found < 1000);
            }
        }
    }

    private static List<FixLogMessage> Scan(string log)
    {
        var scanner = new FixLogScanner(new MemoryStream(Encoding.Latin1.GetBytes(log)));
        List<FixLogMessage> found = [];
        while (scanner.Next() is { } message)
            found.Add(message);
        return found;
    }

    private static string Text(byte[] message) => Encoding.Latin1.GetString(message);
}
