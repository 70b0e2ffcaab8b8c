using System.Buffers;
using System.Text;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Interpreter;

/// <summary>A header whose schemaId is constant does not carry it: six bytes, and every message is of the schema.</summary>
public sealed class ConstantHeaderTests
{
    private const string Xml = """
        <messageSchema package="p" id="2" version="3" byteOrder="littleEndian">
          <types>
            <composite name="messageHeader">
              <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
              <type name="schemaId" primitiveType="uint16" presence="constant">1</type>
              <type name="version" primitiveType="uint16"/>
            </composite>
          </types>
          <message name="M" id="50001" blockLength="16"><field name="a" id="1" type="uint32"/></message>
        </messageSchema>
        """;

    // blockLength 16, templateId 50001 = 0xC351, version 3; a = 7, twelve bytes of padding.
    private const string Bytes = "1000" + "51C3" + "0300" + "07000000" + "000000000000000000000000";

    [Fact]
    public void ShouldNotCarryTheSchemaIdWhenItIsConstant()
    {
        SbeSchema schema = SbeSchemaReader.Read(Xml, "test.xml").Schema!;
        Assert.Equal(6, schema.Header.Composite.Size);
        Assert.Equal(Bytes, Convert.ToHexString(SbeJson.Encode(schema, "{\"$message\":\"M\",\"a\":7}")));
        var output = new ArrayBufferWriter<byte>();
        Assert.True(SbeJson.Decode(schema, Convert.FromHexString(Bytes), output).IsOk);
        Assert.Equal(
            """{"$message":"M","$header":{"blockLength":16,"templateId":50001,"version":3},"a":7}""",
            Encoding.UTF8.GetString(output.WrittenSpan));
        Assert.True(SbeDecoder.TryReadHeader(schema, Convert.FromHexString(Bytes), out SbeHeaderValues header));
        Assert.Equal((2UL, 3UL), (header.SchemaId, header.Version));
    }
}
