using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>Reading dictionaries: what is understood, and errors that name code, line and reason.</summary>
public sealed class DictionaryReaderTests
{
    [Fact]
    public void ShouldExpandComponentsAndGroups()
    {
        FixDictionary dictionary = Samples.Dictionary;
        Assert.Equal("FIX.4.4", dictionary.Version.ToString());
        Assert.Equal("FIX.4.4", dictionary.BeginString);
        FixMessageDefinition order = dictionary.FindMessage("D")!;
        Assert.Equal(
            [11, 453, 55, 167, 54, 38, 18, 95, 96, 900, 901, 58, 432, 60, 7001], order.Body.Members.Select(m => m.Field.Tag));
        FixMember parties = order.Body.Find(453)!;
        Assert.Equal([448, 452, 802], parties.Group!.Members.Select(m => m.Field.Tag));
        Assert.Equal("Parties", parties.Component);
        Assert.Equal(448, parties.Group.Delimiter);
        Assert.Equal([911, 912], parties.Group.Find(802)!.Group!.Find(910)!.Group!.Members.Select(m => m.Field.Tag));
        Assert.True(order.Body.Find(55)!.IsRequired);   // required in a required component
        Assert.False(parties.IsRequired);
        Assert.Equal(96, dictionary.FindField(95)!.DataTag);
        Assert.Equal(93, dictionary.FindField(89)!.LengthTag);
        Assert.Equal("SELL", dictionary.FindField("Side")!.NameOf("2"));
        Assert.True(dictionary.FindMessage("0")!.IsAdmin);
    }

    [Fact]
    public void ShouldReadAllThatMattersOfTheVersion()
    {
        Assert.Equal("9", Parse("<fix type='FIX' major='5' minor='0' servicepack='2'><fields/></fix>").Version.ApplVerId);
        FixDictionary plain = Parse("<fix major='5' minor='0'><fields/></fix>");
        Assert.Equal(("FIX.5.0", "7", "FIXT.1.1"), (plain.Version.ToString(), plain.Version.ApplVerId, plain.BeginString));
        Assert.False(plain.HasSession);
    }

    [Theory]
    [InlineData("<fix major='5' minor='0'>\n<fields>", "FIXD001", 2)]
    [InlineData("<!DOCTYPE x []><fix major='5' minor='0'/>", "FIXD001", 1)]
    [InlineData("<messageSchema/>", "FIXD002", 1)]
    [InlineData("<fix major='5' minor='0'/>", "FIXD002", 1)]
    [InlineData("<fix type='FOX' major='5' minor='0'><fields/></fix>", "FIXD002", 1)]
    [InlineData("<fix major='4' minor='4'><fields/></fix>", "FIXD002", 1)]
    [InlineData("<fix minor='0'><fields/></fix>", "FIXD003", 1)]
    [InlineData("<fix major='5' minor='0'><fields>\n\n<field number='0' name='A' type='INT'/></fields></fix>", "FIXD003", 3)]
    [InlineData("<fix major='5' minor='0'><fields>\n<field number='1' type='INT'/></fields></fix>", "FIXD003", 2)]
    [InlineData("<fix major='5' minor='0'><fields>\n<field number='1' name='A' type='INTEGER'/></fields></fix>", "FIXD004", 2)]
    [InlineData("<fix major='5' minor='0'><fields/>\n<messages><message name='M' msgtype='M'>\n<field name='X'/></message></messages></fix>", "FIXD005", 3)]
    [InlineData("<fix major='5' minor='0'><fields/>\n<messages><message name='M' msgtype='M'>\n<component name='X'/></message></messages></fix>", "FIXD005", 3)]
    [InlineData("<fix major='5' minor='0'><fields><field number='1' name='A' type='INT'/>\n<field number='1' name='B' type='INT'/></fields></fix>", "FIXD006", 2)]
    [InlineData("<fix major='5' minor='0'><fields><field number='1' name='A' type='INT'/>\n<field number='2' name='A' type='INT'/></fields></fix>", "FIXD006", 2)]
    [InlineData("<fix major='5' minor='0'><fields/><messages><message name='M' msgtype='M'/>\n<message name='N' msgtype='M'/></messages></fix>", "FIXD006", 2)]
    [InlineData("<fix major='5' minor='0'><fields><field number='1' name='A' type='INT'/></fields><messages><message name='M' msgtype='M'>\n<group name='A'/></message></messages></fix>", "FIXD007", 2)]
    [InlineData("<fix major='5' minor='0'><fields><field number='1' name='A' type='STRING'/><field number='2' name='B' type='STRING'/></fields><messages><message name='M' msgtype='M'>\n<group name='A'><field name='B'/></group></message></messages></fix>", "FIXD007", 2)]
    [InlineData("<fix major='5' minor='0'><fields/><components><component name='A'>\n<component name='A'/></component></components></fix>", "FIXD008", 2)]
    [InlineData("<fix major='5' minor='0'><fields/><messages>\n<massage/></messages></fix>", "FIXD009", 2)]
    [InlineData("<fix major='5' minor='0'><fields><field number='1' name='A' type='DATA'/></fields><messages><message name='M' msgtype='M'>\n<field name='A'/></message></messages></fix>", "FIXD010", 2)]
    public void ShouldNameLineAndReason(string xml, string code, int line)
    {
        Assert.False(FixDictionary.TryParse(xml, "f.xml", out FixDictionary? none, out var problems));
        Assert.Null(none);
        FixDictionaryProblem first = problems.First(static p => p.IsError);
        Assert.Equal((code, line), (first.Code, first.Line));
        FixDictionaryException thrown = Assert.Throws<FixDictionaryException>(() => FixDictionary.Parse(xml, "f.xml"));
        Assert.StartsWith($"f.xml:{line}:", thrown.Message);
        Assert.Contains(code, thrown.Message);
    }

    [Fact]
    public void ShouldOnlyRemarkRepeatedMembersAndValues()
    {
        const string xml = "<fix major='5' minor='0'><fields><field number='1' name='A' type='CHAR'>"
            + "<value enum='1' description='X'/>\n<value enum='1' description='Y'/></field></fields><messages>"
            + "<message name='M' msgtype='M'>\n<field name='A' required='Y'/>\n<field name='A'/></message></messages></fix>";
        Assert.True(FixDictionary.TryParse(xml, "f.xml", out FixDictionary? dictionary, out var problems));
        Assert.Equal([(2, false), (4, false)], problems.Select(p => (p.Line, p.IsError)));
        Assert.Single(dictionary!.FindMessage("M")!.Body.Members);
    }

    [Fact]
    public void ShouldStopComponentsThatMultiply()
    {
        string fields = string.Concat(Enumerable.Range(1, 20).Select(i => $"<field number='{i}' name='F{i}' type='INT'/>"));
        string components = string.Concat(Enumerable.Range(1, 40).Select(i =>
            $"<component name='C{i}'><component name='C{i + 1}'/><component name='C{i + 1}'/></component>"));
        string xml = $"<fix major='5' minor='0'><fields>{fields}</fields><components>{components}"
            + "<component name='C41'><field name='F1'/></component></components>"
            + "<messages><message name='M' msgtype='M'><component name='C1'/></message></messages></fix>";
        Assert.False(FixDictionary.TryParse(xml, "f.xml", out _, out var problems));
        Assert.Contains(problems, static p => p.Code == "FIXD008");
    }

    [Fact]
    public void ShouldNameTheFileThatCannotBeRead()
    {
        FixDictionaryException thrown = Assert.Throws<FixDictionaryException>(() => FixDictionary.Load("/no/such/file.xml"));
        Assert.StartsWith("/no/such/file.xml: ", thrown.Message);
    }

    private static FixDictionary Parse(string xml) => FixDictionary.Parse(xml, "f.xml");
}
