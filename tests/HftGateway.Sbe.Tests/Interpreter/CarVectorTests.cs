using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Interpreter;

/// <summary>
/// The car of the standard's and Real Logic's examples, byte by byte: enum, set, array, text, composite with constants, groups,
/// a group in a group, and variable data, in both byte orders.
/// </summary>
public sealed class CarVectorTests
{
    private const string Json = """
        {"$message":"Car","$header":{"blockLength":45,"templateId":1,"schemaId":1,"version":0},"serialNumber":1234,"modelYear":2013,
        "available":"T","code":"A","someNumbers":[0,1,2,3,4],"vehicleCode":"abcdef","extras":["sportsPack","cruiseControl"],
        "discountedModel":"C","engine":{"capacity":2000,"numCylinders":4,"maxRpm":9000,"manufacturerCode":"123","fuel":"Petrol"},
        "fuelFigures":[{"speed":30,"mpg":35.9},{"speed":55,"mpg":49},{"speed":75,"mpg":40}],
        "performanceFigures":[{"octaneRating":95,"acceleration":[{"mph":30,"seconds":4},{"mph":60,"seconds":7.5}]},
        {"octaneRating":99,"acceleration":[]}],"manufacturer":"Honda","model":"Civic VTi"}
        """;

    private const string LittleEndian = """
        2D00 0100 0100 0000          // header: 45 bytes of block, template 1, schema 1, version 0
        D204000000000000             // serialNumber 1234
        DD07                         // modelYear 2013
        01                           // available T
        41                           // code 'A'
        00000000 01000000 02000000 03000000 04000000  // someNumbers
        616263646566                 // vehicleCode "abcdef"
        06                           // extras: bits 1 and 2; discountedModel is a constant: no byte
        D007 04 313233               // engine: capacity 2000, 4 cylinders, "123"; maxRpm and fuel are constants
        0600 0300                    // fuelFigures: 6 bytes each, 3 of them
        1E00 9A990F42                // 30, 35.9f
        3700 00004442                // 55, 49f
        4B00 00002042                // 75, 40f
        0100 0200                    // performanceFigures: 1 byte each, 2 of them
        5F 0600 0200                 // 95; acceleration: 6 bytes each, 2 of them
        1E00 00008040                // 30, 4f
        3C00 0000F040                // 60, 7.5f
        63 0600 0000                 // 99; no acceleration, but its dimensions
        05000000 486F6E6461          // manufacturer "Honda"
        09000000 436976696320565469  // model "Civic VTi"
        """;

    private const string BigEndian = """
        002D 0001 0001 0000          // header: 45 bytes of block, template 1, schema 1, version 0
        00000000000004D2             // serialNumber 1234
        07DD                         // modelYear 2013
        01                           // available T
        41                           // code 'A'
        00000000 00000001 00000002 00000003 00000004  // someNumbers
        616263646566                 // vehicleCode "abcdef"
        06                           // extras: bits 1 and 2; discountedModel is a constant: no byte
        07D0 04 313233               // engine: capacity 2000, 4 cylinders, "123"; maxRpm and fuel are constants
        0006 0003                    // fuelFigures: 6 bytes each, 3 of them
        001E 420F999A                // 30, 35.9f
        0037 42440000                // 55, 49f
        004B 42200000                // 75, 40f
        0001 0002                    // performanceFigures: 1 byte each, 2 of them
        5F 0006 0002                 // 95; acceleration: 6 bytes each, 2 of them
        001E 40800000                // 30, 4f
        003C 40F00000                // 60, 7.5f
        63 0006 0000                 // 99; no acceleration, but its dimensions
        00000005 486F6E6461          // manufacturer "Honda"
        00000009 436976696320565469  // model "Civic VTi"
        """;

    [Theory]
    [InlineData("littleEndian", LittleEndian)]
    [InlineData("bigEndian", BigEndian)]
    public void ShouldDecodeToItsValuesWhenTheBytesAreWrittenByHand(string order, string bytes)
        => Assert.Equal(Json.Replace("\n", string.Empty), WireBytes.ToJson(Car(order), WireBytes.Parse(bytes)));

    [Theory]
    [InlineData("littleEndian", LittleEndian)]
    [InlineData("bigEndian", BigEndian)]
    public void ShouldEncodeToItsBytesWhenTheValuesAreGiven(string order, string bytes)
        => Assert.Equal(Convert.ToHexString(WireBytes.Parse(bytes)), Convert.ToHexString(SbeJson.Encode(Car(order), Json)));

    [Fact]
    public void ShouldRefuseEveryShorterBufferWhenTheBytesAreCutOff()
    {
        SbeSchema schema = Car("littleEndian");
        byte[] bytes = WireBytes.Parse(LittleEndian);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(SbeDecoder.Decode(schema, bytes.AsSpan(0, length), new RandomSchemas.TokenVisitor()).IsOk);
        }
    }

    private static SbeSchema Car(string order) => WireBytes.Schema($"""
        <sbe:messageSchema xmlns:sbe="http://fixprotocol.io/2016/sbe" package="baseline" id="1" version="0" byteOrder="{order}">
        <types>
          <composite name="messageHeader">
            <type name="blockLength" primitiveType="uint16"/><type name="templateId" primitiveType="uint16"/>
            <type name="schemaId" primitiveType="uint16"/><type name="version" primitiveType="uint16"/>
          </composite>
          <composite name="groupSizeEncoding">
            <type name="blockLength" primitiveType="uint16"/><type name="numInGroup" primitiveType="uint16"/>
          </composite>
          <composite name="varStringEncoding">
            <type name="length" primitiveType="uint32" maxValue="1073741824"/>
            <type name="varData" primitiveType="uint8" length="0" characterEncoding="UTF-8"/>
          </composite>
          <type name="ModelYear" primitiveType="uint16"/>
          <type name="VehicleCode" primitiveType="char" length="6"/>
          <type name="someNumbers" primitiveType="uint32" length="5"/>
          <composite name="Engine">
            <type name="capacity" primitiveType="uint16"/><type name="numCylinders" primitiveType="uint8"/>
            <type name="maxRpm" primitiveType="uint16" presence="constant">9000</type>
            <type name="manufacturerCode" primitiveType="char" length="3"/>
            <type name="fuel" primitiveType="char" presence="constant">Petrol</type>
          </composite>
          <enum name="BooleanType" encodingType="uint8"><validValue name="F">0</validValue><validValue name="T">1</validValue></enum>
          <enum name="Model" encodingType="char">
            <validValue name="A">A</validValue><validValue name="B">B</validValue><validValue name="C">C</validValue>
          </enum>
          <set name="OptionalExtras" encodingType="uint8">
            <choice name="sunRoof">0</choice><choice name="sportsPack">1</choice><choice name="cruiseControl">2</choice>
          </set>
        </types>
        <sbe:message name="Car" id="1" description="Description of a basic Car">
          <field name="serialNumber" id="1" type="uint64"/>
          <field name="modelYear" id="2" type="ModelYear"/>
          <field name="available" id="3" type="BooleanType"/>
          <field name="code" id="4" type="Model"/>
          <field name="someNumbers" id="5" type="someNumbers"/>
          <field name="vehicleCode" id="6" type="VehicleCode"/>
          <field name="extras" id="7" type="OptionalExtras"/>
          <field name="discountedModel" id="8" type="Model" presence="constant" valueRef="Model.C"/>
          <field name="engine" id="9" type="Engine"/>
          <group name="fuelFigures" id="10">
            <field name="speed" id="11" type="uint16"/><field name="mpg" id="12" type="float"/>
          </group>
          <group name="performanceFigures" id="13">
            <field name="octaneRating" id="14" type="uint8"/>
            <group name="acceleration" id="15"><field name="mph" id="16" type="uint16"/><field name="seconds" id="17" type="float"/></group>
          </group>
          <data name="manufacturer" id="18" type="varStringEncoding"/>
          <data name="model" id="19" type="varStringEncoding"/>
        </sbe:message>
        </sbe:messageSchema>
        """);
}
