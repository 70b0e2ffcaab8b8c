using HftGateway.MarketData.Mdp3.SchemaCheck;
using HftGateway.Sbe.Schema;
using Xunit.Abstractions;

namespace HftGateway.MarketData.Tests.Mdp3;

public sealed class SchemaCheckTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("1.13", 0)]
    [InlineData("1.12", 0)]
    [InlineData("1.9", 0)]
    public void ShouldFindNothingThatMattersInTheExchangesFile(string version, int matters)
    {
        if (SharedData.Find($"sbe/cme-mdp3-v{version}.xml", output) is not { } path)
            return;
        IReadOnlyList<SchemaDifference> found = Mdp3SchemaCheck.Run(path);
        foreach (SchemaDifference difference in found.Take(40))
            output.WriteLine(difference.ToString());
        Assert.Equal(matters, found.Count(static d => d.Matters));
        Assert.Equal(version == "1.13", found.Count == 0);
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("1.8")]
    public void ShouldRefuseAVersionThatHasNoneOfTheTemplates(string version)
    {
        if (SharedData.Find($"sbe/cme-mdp3-v{version}.xml", output) is not { } path)
            return;
        SchemaDifference first = Mdp3SchemaCheck.Run(path)[0];
        Assert.True(first.Matters);
        Assert.Contains("older than 9", first.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("offset=\"8\"", "offset=\"9\"", "offset is 9, not 8", true)]
    [InlineData("name=\"B\">1<", "name=\"B\">2<", "is 2, not 1", true)]
    [InlineData("primitiveType=\"int32\" nullValue=\"7\"", "primitiveType=\"int32\" nullValue=\"8\"", "null is 8, not 7", true)]
    [InlineData("primitiveType=\"int32\" nullValue=\"7\"", "primitiveType=\"uint32\" nullValue=\"7\"", "type is", true)]
    [InlineData("<field name=\"New\" id=\"4\" type=\"int8\" sinceVersion=\"12\"/>", "", "field is missing", true)]
    [InlineData(">-9<", ">-7<", "constant is -7, not -9", true)]
    [InlineData("nullValue=\"99\"", "nullValue=\"98\"", "null is 98, not 99", true)]
    [InlineData("id=\"1\" version", "id=\"2\" version", "schema id is 2, not 1", true)]
    [InlineData("littleEndian", "bigEndian", "byte order is BigEndian", true)]
    [InlineData("id=\"7\"", "id=\"8\"", "template is missing", true)]
    [InlineData("<group name=\"G\"", "<group name=\"H\"", "group H stands in its place", true)]
    [InlineData("</sbe:message>", "<data name=\"D\" id=\"9\" type=\"var\"/></sbe:message>", "members of variable length", true)]
    [InlineData("blockLength=\"20\"", "blockLength=\"24\"", "block length is 24, not 20", false)]
    [InlineData("<field name=\"C\"", "<field name=\"X\" id=\"77\" type=\"int8\" offset=\"13\"/><field name=\"C\"", "is not known", false)]
    public void ShouldSayWhatDiffersAndWhetherItMatters(string part, string changed, string reason, bool matters)
    {
        SbeSchema own = Read(Small);
        Assert.Empty(Mdp3SchemaCheck.Compare(own, Read(Small)));
        IReadOnlyList<SchemaDifference> found = Mdp3SchemaCheck.Compare(own, Read(Small.Replace(part, changed)));
        foreach (SchemaDifference difference in found)
            output.WriteLine(difference.ToString());
        Assert.Contains(found, d => d.Reason.Contains(reason, StringComparison.Ordinal) && d.Matters == matters);
        Assert.Equal(matters, found.Any(static d => d.Matters));
    }

    [Fact]
    public void ShouldTakeWhatAnOlderVersionHasNotAsANote()
    {
        string older = Small.Replace("version=\"13\"", "version=\"11\"")
            .Replace("<field name=\"New\" id=\"4\" type=\"int8\" sinceVersion=\"12\"/>", "");
        IReadOnlyList<SchemaDifference> found = Mdp3SchemaCheck.Compare(Read(Small), Read(older));
        Assert.DoesNotContain(found, static d => d.Matters);
        Assert.Contains(found, static d => d.ToString().Contains("M.New: field came with version 12", StringComparison.Ordinal));
    }

    [Fact]
    public void ShouldNameFileAndLineWhenTheFileIsNoSchema()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "<sbe:messageSchema xmlns:sbe=\"http://fixprotocol.io/2016/sbe\"\n id=\"1\"><x/>");
            var error = Assert.Throws<FeedException>(() => Mdp3SchemaCheck.Run(path));
            Assert.Contains(path + ":", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(FeedErrorCode.CannotOpen, Assert.Throws<FeedException>(() => Mdp3SchemaCheck.Run(path)).Code);
    }

    private static SbeSchema Read(string xml)
    {
        SbeSchemaResult result = SbeSchemaReader.Read(xml, "test.xml");
        Assert.True(result.Schema != null, string.Join("; ", result.Diagnostics.Select(static d => d.ToString())));
        return result.Schema!;
    }

    private const string Small = """
        <sbe:messageSchema xmlns:sbe="http://fixprotocol.io/2016/sbe" package="p" id="1" version="13" byteOrder="littleEndian">
          <types>
            <composite name="messageHeader">
              <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
              <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/>
            </composite>
            <composite name="groupSize">
              <type name="blockLength" primitiveType="uint16"/><type name="numInGroup" primitiveType="uint8"/>
            </composite>
            <composite name="var">
              <type name="length" primitiveType="uint16"/><type name="varData" length="0" primitiveType="uint8"/>
            </composite>
            <composite name="Price">
              <type name="mantissa" presence="optional" primitiveType="int64" nullValue="99"/>
              <type name="exponent" presence="constant" primitiveType="int8">-9</type>
            </composite>
            <type name="Opt" presence="optional" primitiveType="int32" nullValue="7"/>
            <enum name="E" encodingType="uint8"><validValue name="A">0</validValue><validValue name="B">1</validValue></enum>
          </types>
          <sbe:message name="M" id="7" blockLength="20">
            <field name="A" id="1" type="uint64" offset="0"/>
            <field name="B" id="2" type="Opt" offset="8"/>
            <field name="C" id="3" type="E" offset="14"/>
            <field name="New" id="4" type="int8" sinceVersion="12"/>
            <group name="G" id="5" dimensionType="groupSize"><field name="X" id="6" type="uint16"/><field name="P" id="10" type="Price"/></group>
          </sbe:message>
        </sbe:messageSchema>
        """;
}
