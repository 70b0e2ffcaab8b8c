namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw sbe</c>: schemas checked, codecs written, messages to JSON and back.</summary>
public sealed class SbeTests : IDisposable
{
    private const string Schema = """
        <messageSchema package="demo" id="7" version="1">
        <types>
          <composite name="messageHeader">
            <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
            <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/>
          </composite>
        </types>
        <message name="Tick" id="1"><field name="price" id="1" type="int32"/></message>
        </messageSchema>
        """;

    private const string Line = "{\"$message\":\"Tick\",\"$header\":{\"blockLength\":4,\"templateId\":1,\"schemaId\":7,\"version\":1},"
        + "\"price\":5}";

    private readonly TemporaryFolder _folder = new();
    private readonly string _schema;

    public SbeTests() => _schema = _folder.Write("demo.xml", Schema);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldSayWhatTheSchemaHoldsWhenItIsValid()
    {
        Hftgw.Result result = Hftgw.Run("sbe", "validate", _schema).AssertDone();
        Assert.EndsWith("schema 7 version 1, 1 messages, 1 types, 0 errors, 0 warnings", result.Lines.Single());
    }

    [Fact]
    public void ShouldReportLineElementAndReasonWhenTheSchemaHasAnError()
    {
        string bad = _folder.Write("bad.xml", Schema.Replace("int32", "int33", StringComparison.Ordinal));
        Hftgw.Result result = Hftgw.Run("sbe", "validate", "--quiet", bad);
        Assert.Equal(1, result.Status);
        Assert.Equal(
            $"{bad}:8:30: error SBE016: field \"price\" of message \"Tick\": type \"int33\" is not declared", result.Lines.Single());
        Assert.Contains("\"line\":8", Hftgw.Run("sbe", "validate", "--json", bad).Text, StringComparison.Ordinal);
        Assert.Contains("SBE016", Hftgw.Fail(2, "sbe", "decode", "--schema", bad, "--input", bad).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("raw", "")]
    [InlineData("length16", "0C00")]
    [InlineData("length32", "0C000000")]
    [InlineData("sofh", "00000012EB50")]
    [InlineData("ilink", "1000FECA")]
    public void ShouldGiveTheSameJsonWhenMessagesWereEncodedInAFrame(string framing, string frame)
    {
        string json = _folder.Write("in.json", Line + "\n" + Line + "\n");
        string bytes = _folder["out.bin"];
        Hftgw.Run("sbe", "encode", "--schema", _schema, "--input", json, "--out", bytes, "--framing", framing).AssertDone();
        string message = frame + "040001000700010005000000";
        Assert.Equal(message + message, Convert.ToHexString(File.ReadAllBytes(bytes)));
        Hftgw.Result result = Hftgw.Run("sbe", "decode", "--schema", _schema, "--input", bytes).AssertDone();
        Assert.Equal([Line, Line], result.Lines);
    }

    [Fact]
    public void ShouldPrintWhatLiesBeforeWhenMessagesAreCutOff()
    {
        byte[] message = Convert.FromHexString("040001000700010005000000");
        string bytes = _folder.Write("cut.bin", [.. message, .. message[..10]]);
        Hftgw.Result result = Hftgw.Run("sbe", "decode", "--schema", _schema, "--input", bytes);
        Assert.Equal((1, Line), (result.Status, result.Lines.Single()));
        Assert.Contains("byte offset 20", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldSkipAndCountWhenATemplateIsUnknown()
    {
        string bytes = _folder.Write("unknown.bin", Convert.FromHexString(
            "0C00040001000700010005000000" + "0A00020009000700010005050C00040001000700010005000000"));
        Hftgw.Result result = Hftgw.Run("sbe", "decode", "--schema", _schema, "--input", bytes);
        Assert.Equal((0, 2), (result.Status, result.Lines.Length));
        Assert.Contains("1 messages of unknown templates skipped: 9 (1)", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameTheMessageAndThePathWhenJsonIsWrong()
    {
        string json = _folder.Write("in.json", Line + "\n" + Line.Replace("5}", "\"x\"}", StringComparison.Ordinal));
        Hftgw.Result result = Hftgw.Fail(1, "sbe", "encode", "--schema", _schema, "--input", json, "--out", _folder["out.bin"]);
        Assert.Contains("message 2, which begins in line 2: $.price", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldWriteCodecsWhenALanguageIsNamed()
    {
        Hftgw.Run("sbe", "generate", "--schema", _schema, "--lang", "python", "--out", _folder["py"]).AssertDone();
        Assert.Contains("SCHEMA_ID = 7", File.ReadAllText(Path.Combine(_folder["py"], "demo.py")), StringComparison.Ordinal);
        Hftgw.Run("sbe", "generate", "--schema", _schema, "--lang", "csharp", "--out", _folder["cs"]).AssertDone();
        Assert.Contains(Directory.GetFiles(_folder["cs"]), f => File.ReadAllText(f).Contains("TickDecoder", StringComparison.Ordinal));
        Hftgw.Fail(2, "sbe", "generate", "--schema", _schema, "--lang", "java", "--out", _folder["x"]);
    }
}
