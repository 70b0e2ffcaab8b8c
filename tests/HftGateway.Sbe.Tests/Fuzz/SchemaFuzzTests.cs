using System.Globalization;
using System.Text;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;

namespace HftGateway.Sbe.Tests.Fuzz;

/// <summary>
/// Damaged, huge and hostile schemas: findings, never an exception. The environment variable HFTGW_SBE_FUZZ_SCHEMAS sets how many
/// damaged ones are read.
/// </summary>
public sealed class SchemaFuzzTests
{
    private static readonly string[] Words =
    [
        "\"", "<", ">", "&", "=\"0\"", "=\"-1\"", "=\"99999999999999999999\"", "char", "uint64", "presence=\"constant\"", "optional",
        " length=\"0\"", " offset=\"1\"", " sinceVersion=\"9\"", "</types>", "<types>", "<group name=\"g\" id=\"1\">", "</group>",
        "<composite name=\"Price\">", "valueRef=\"E1.V0\"", " nullValue=\"x\"", " blockLength=\"1\"", "\0", "é", "]]>", "<!--",
        "<ref name=\"r\" type=\"C14\"/>", " length=\"2147483647\"", " offset=\"2147483647\"", " blockLength=\"2147483647\"",
    ];

    [Fact]
    public void ShouldGiveFindingsOrASchemaWhenTheTextIsDamaged()
    {
        string? wanted = Environment.GetEnvironmentVariable("HFTGW_SBE_FUZZ_SCHEMAS");
        int count = int.TryParse(wanted, CultureInfo.InvariantCulture, out int number) ? number : 1_000;
        for (int seed = 0; seed < count; seed++)
        {
            Random random = new(seed);
            string xml = Damage(RandomSchema.Create(seed % 200), random);

            SbeSchemaResult result = SbeSchemaReader.Read(xml, "fuzz.xml");

            Assert.True(result.Schema is null == result.Diagnostics.Any(f => f.Severity == SbeSeverity.Error), $"seed {seed}");
            Assert.All(result.Diagnostics, finding => Assert.NotEqual(string.Empty, finding.ToString()));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("not XML")]
    [InlineData("<messageSchema")]
    [InlineData("<messageSchema id='1'><types></messageSchema>")]
    [InlineData("<messageSchema id='1' id='2'/>")]
    [InlineData("<!DOCTYPE m [<!ENTITY a 'aaaa'>]><messageSchema id='1'>&a;</messageSchema>")]
    [InlineData("<messageSchema id='1'>&unknown;</messageSchema>")]
    [InlineData("<messageSchema id='1'>\u0001</messageSchema>")]
    [InlineData("<messageSchema id='1'/><messageSchema id='1'/>")]
    public void ShouldReportOneErrorWithAPlaceWhenTheTextIsNotXml(string xml)
    {
        SbeDiagnostic finding = Assert.Single(SbeSchemaReader.Read(xml, "bad.xml").Diagnostics);

        Assert.Equal((SbeRule.MalformedXml, SbeSeverity.Error), (finding.Rule, finding.Severity));
        Assert.Equal("bad.xml", finding.Location.File);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(100_000)]
    public void ShouldRefuseWhenElementsNestTooDeep(int depth)
    {
        string groups = string.Concat(Enumerable.Repeat("<group name='g' id='1'>", depth));
        string ends = string.Concat(Enumerable.Repeat("</group>", depth));

        SbeSchemaResult result = Read("<message name='M' id='1'>" + groups + ends + "</message>");

        Assert.Contains(result.Diagnostics, finding => finding.Rule == SbeRule.TooLarge);
        string composites = string.Concat(Enumerable.Repeat("<composite name='c'>", depth));
        ends = string.Concat(Enumerable.Repeat("</composite>", depth));
        Assert.Contains(Read("<types>" + composites + ends + "</types>").Diagnostics, finding => finding.Rule == SbeRule.TooLarge);
    }

    [Fact]
    public void ShouldRefuseWhenReferencesChainWithoutEnd()
    {
        StringBuilder types = new("<types><composite name='c0'><type name='a' primitiveType='int8'/></composite>");
        for (int i = 10_000; i > 0; i--)
        {
            types.Append(CultureInfo.InvariantCulture, $"<composite name='c{i}'><ref name='a' type='c{i - 1}'/></composite>");
        }

        Assert.Contains(Read(types + "</types>").Diagnostics, finding => finding.Rule == SbeRule.TooLarge);
    }

    [Theory]
    [InlineData("int8")]
    [InlineData("constant")]
    public void ShouldRefuseWhenCompositesDoubleWithoutEnd(string content)
    {
        string inner = content == "int8" ? "<type name='a' primitiveType='int8'/>"
            : "<type name='a' primitiveType='int8' presence='constant'>1</type>";
        StringBuilder types = new($"<types><composite name='c0'>{inner}</composite>");
        for (int i = 1; i < 30; i++)
        {
            types.Append(CultureInfo.InvariantCulture,
                $"<composite name='c{i}'><ref name='a' type='c{i - 1}'/><ref name='b' type='c{i - 1}'/></composite>");
        }

        Assert.Contains(Read(types + "</types>").Diagnostics, finding => finding.Rule == SbeRule.TooLarge);
    }

    [Fact]
    public void ShouldStopCollectingWhenThereAreTooManyFindings()
    {
        string fields = string.Concat(Enumerable.Repeat("<field/>", 10_000));

        SbeSchemaResult result = Read("<message name='M' id='1'>" + fields + "</message>");

        Assert.Equal(DiagnosticBag.MaxFindings + 1, result.Diagnostics.Count);
        Assert.Contains(result.Diagnostics, finding => finding.Rule == SbeRule.TooLarge);
    }

    [Fact]
    public void ShouldRefuseWhenSizesAreBeyondAnyMessage()
    {
        Assert.Contains(Read("<types><type name='t' primitiveType='int64' length='2147483647'/></types>").Diagnostics,
            finding => finding.Rule == SbeRule.TooLarge);
        Assert.Contains(Read("<types><type name='t' primitiveType='int8' length='2147483647'/><composite name='c'>"
            + "<ref name='a' type='t'/><ref name='b' type='t'/></composite></types>").Diagnostics,
            finding => finding.Rule == SbeRule.TooLarge);
        Assert.Contains(Read("<types><type name='t' primitiveType='int8' length='2147483647'/></types><message name='M' id='1'>"
            + "<field name='a' id='1' type='t'/><field name='b' id='2' type='t'/></message>").Diagnostics,
            finding => finding.Rule == SbeRule.TooLarge);
    }

    private static SbeSchemaResult Read(string content)
        => SbeSchemaReader.Read("<messageSchema id='1'><types><composite name='messageHeader'>"
            + "<type name='blockLength' primitiveType='uint32'/><type name='templateId' primitiveType='uint16'/>"
            + "<type name='schemaId' primitiveType='uint16'/><type name='version' primitiveType='uint16'/></composite>"
            + "<composite name='groupSizeEncoding'><type name='blockLength' primitiveType='uint32'/>"
            + "<type name='numInGroup' primitiveType='uint8'/></composite></types>" + content + "</messageSchema>", "test.xml");

    private static string Damage(string xml, Random random)
    {
        StringBuilder text = new(xml);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(text.Length);
            switch (random.Next(5))
            {
                case 0:
                    text.Remove(at, Math.Min(random.Next(1, 30), text.Length - at));
                    break;
                case 1:
                    text.Insert(at, Words[random.Next(Words.Length)]);
                    break;
                case 2:
                    int end = Math.Min(at + random.Next(200), text.Length);
                    text.Insert(random.Next(text.Length), text.ToString(at, end - at));
                    break;
                default:
                    ReplaceAttribute(text, at, random);
                    break;
            }

            if (text.Length == 0)
            {
                return string.Empty;
            }
        }

        return text.ToString();
    }

    /// <summary>Replaces the value of the next attribute: the text stays XML, its meaning does not.</summary>
    private static void ReplaceAttribute(StringBuilder text, int at, Random random)
    {
        string all = text.ToString();
        int start = all.IndexOf("=\"", at, StringComparison.Ordinal) + 2;
        int end = start < 2 ? -1 : all.IndexOf('"', start);
        if (end > 0)
        {
            string[] values = ["0", "-1", "x", "256", "4294967296", "", "uint8", "char", "constant", "optional", "T1", "C14", "E9.V0"];
            text.Remove(start, end - start).Insert(start, values[random.Next(values.Length)]);
        }
    }
}
