using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Interpreter;

/// <summary>Each construct that the car has not, byte by byte in both byte orders.</summary>
public sealed class ConstructVectorTests
{
    private const string Integers = "<field name='a' id='1' type='int8'/><field name='b' id='2' type='int16'/>"
        + "<field name='c' id='3' type='int32'/><field name='d' id='4' type='int64'/><field name='e' id='5' type='double'/>"
        + "<field name='f' id='6' type='uint64'/><field name='g' id='7' type='char'/>";

    private const string Defaults = "<field name='a' id='1' type='int16' presence='optional'/>"
        + "<field name='b' id='2' type='uint32' presence='optional'/><field name='c' id='3' type='float' presence='optional'/>"
        + "<field name='d' id='4' type='char' presence='optional'/><field name='e' id='5' type='Text' presence='optional'/>";

    private const string Explicit = "<type name='N' primitiveType='int32' presence='optional' nullValue='2147483647'/>"
        + "<type name='C' primitiveType='char' presence='optional' nullValue='0'/>"
        + "<enum name='E' encodingType='char' nullValue='0'><validValue name='Zero'>0</validValue></enum>";

    private const string Decimals = "<composite name='Price'><type name='mantissa' primitiveType='int64' presence='optional' "
        + "nullValue='9223372036854775807'/><type name='exponent' primitiveType='int8' presence='constant'>-9</type></composite>"
        + "<composite name='Amount'><type name='mantissa' primitiveType='int32'/><type name='exponent' primitiveType='int8'/>"
        + "</composite>";

    private const string Nested = "<composite name='Inner'><type name='x' primitiveType='uint8'/>"
        + "<type name='y' primitiveType='uint16' offset='2'/></composite><composite name='Outer'><ref name='first' type='Inner'/>"
        + "<composite name='own'><type name='z' primitiveType='uint16'/></composite>"
        + "<enum name='kind' encodingType='uint8'><validValue name='K'>7</validValue></enum>"
        + "<ref name='last' type='Inner' offset='10'/></composite>";

    private const string WideGroup = "<composite name='dim'><type name='numInGroup' primitiveType='uint32'/>"
        + "<type name='blockLength' primitiveType='uint16' offset='6'/></composite>";

    [Theory]
    [InlineData("integers, double and char", "", Integers,
        "{'a':-1,'b':-2,'c':-3,'d':-4,'e':1.5,'f':18446744073709551615,'g':'Z'}",
        "FF FEFF FDFFFFFF FCFFFFFFFFFFFFFF 000000000000F83F FFFFFFFFFFFFFFFF 5A",
        "FF FFFE FFFFFFFD FFFFFFFFFFFFFFFC 3FF8000000000000 FFFFFFFFFFFFFFFF 5A")]
    [InlineData("the ends of ranges", "", Integers,
        "{'a':127,'b':-32768,'c':2147483647,'d':-9223372036854775808,'e':-0.1,'f':0,'g':' '}",
        "7F 0080 FFFFFF7F 0000000000000080 9A9999999999B9BF 0000000000000000 20",
        "7F 8000 7FFFFFFF 8000000000000000 BFB999999999999A 0000000000000000 20")]
    [InlineData("nulls by default", "<type name='Text' primitiveType='char' length='3'/>", Defaults,
        "{'a':null,'b':null,'c':null,'d':null,'e':null}", "0080 FFFFFFFF 0000C07F 00 000000", "8000 FFFFFFFF 7FC00000 00 000000")]
    [InlineData("text shorter than its field", "<type name='Text' primitiveType='char' length='3'/>", Defaults,
        "{'a':1,'b':2,'c':0.5,'d':'x','e':'hi'}", "0100 02000000 0000003F 78 686900", "0001 00000002 3F000000 78 686900")]
    [InlineData("explicit nulls, the byte 0 for char", Explicit,
        "<field name='n' id='1' type='N'/><field name='c' id='2' type='C'/><field name='e' id='3' type='E'/>",
        "{'n':null,'c':null,'e':null}", "FFFFFF7F 00 00", "7FFFFFFF 00 00")]
    [InlineData("the character 0 is not null", Explicit,
        "<field name='n' id='1' type='N'/><field name='c' id='2' type='C'/><field name='e' id='3' type='E'/>",
        "{'n':-2147483648,'c':'0','e':'Zero'}", "00000080 30 30", "80000000 30 30")]
    [InlineData("unknown enum value", "<enum name='E' encodingType='uint16'><validValue name='A'>1</validValue></enum>",
        "<field name='e' id='1' type='E'/>", "{'e':515}", "0302", "0203")]
    [InlineData("set with unknown bits", "<set name='S' encodingType='uint16'><choice name='low'>0</choice>"
        + "<choice name='high'>15</choice></set>", "<field name='s' id='1' type='S'/>", "{'s':['low',3,'high']}", "0980", "8009")]
    [InlineData("prices", Decimals, "<field name='p' id='1' type='Price'/><field name='a' id='2' type='Amount'/>",
        "{'p':1.25,'a':-12.50}", "807C814A00000000 1EFBFFFF FE", "000000004A817C80 FFFFFB1E FE")]
    [InlineData("null price, amount with a positive exponent", Decimals,
        "<field name='p' id='1' type='Price'/><field name='a' id='2' type='Amount'/>",
        "{'p':null,'a':7e3}", "FFFFFFFFFFFFFF7F 07000000 03", "7FFFFFFFFFFFFFFF 00000007 03")]
    [InlineData("composites in composites, holes", Nested, "<field name='o' id='1' type='Outer'/>",
        "{'o':{'first':{'x':1,'y':2},'own':{'z':3},'kind':'K','last':{'x':4,'y':5}}}",
        "01 00 0200 0300 07 000000 04 00 0500", "01 00 0002 0003 07 000000 04 00 0005")]
    [InlineData("offsets leave holes", "", "<field name='a' id='1' type='uint8' offset='1'/><field name='b' id='2' type='uint16' "
        + "offset='4'/>", "{'a':1,'b':2}", "00 01 0000 0200", "00 01 0000 0002")]
    [InlineData("group with dimensions in another order, 32-bit count, hole", WideGroup,
        "<group name='g' id='1' dimensionType='dim'><field name='a' id='1' type='uint16'/></group>",
        "{'g':[{'a':1},{'a':2}]}", "02000000 0000 0200 0100 0200", "00000002 0000 0002 0001 0002")]
    [InlineData("padded block", "", "<group name='g' id='1' blockLength='4'><field name='a' id='1' type='uint16'/></group>",
        "{'g':[{'a':1}]}", "0400 01 01000000", "0004 01 00010000")]
    [InlineData("data: Latin-1, bytes, and none", "<composite name='L'><type name='length' primitiveType='uint8'/><type "
        + "name='varData' primitiveType='char' length='0' characterEncoding='ISO-8859-1'/></composite><composite name='B'>"
        + "<type name='length' primitiveType='uint16'/><type name='varData' primitiveType='uint8' length='0'/></composite>",
        "<data name='l' id='1' type='L'/><data name='b' id='2' type='B'/><data name='n' id='3' type='L'/>",
        "{'l':'é','b':{'$hex':'00FF'},'n':''}", "01 E9 0200 00FF 00", "01 E9 0002 00FF 00")]
    [InlineData("numeric array with nulls", "<type name='A' primitiveType='int16' length='3' presence='optional'/>",
        "<field name='a' id='1' type='A'/>", "{'a':[1,null,-1]}", "0100 0080 FFFF", "0001 8000 FFFF")]
    [InlineData("constants", "<type name='K' primitiveType='uint8' presence='constant'>9</type><type name='T' primitiveType='char' "
        + "length='4' presence='constant'>ab</type><enum name='E' encodingType='uint8'><validValue name='V'>5</validValue></enum>",
        "<field name='k' id='1' type='K'/><field name='t' id='2' type='T'/><field name='e' id='3' type='E' presence='constant' "
        + "valueRef='E.V'/><field name='u' id='4' type='uint8' presence='constant' valueRef='E.V'/>",
        "{'k':9,'t':'ab','e':'V','u':5}", "", "")]
    [InlineData("what JSON has no number for", "", "<field name='a' id='1' type='double'/><field name='b' id='2' type='float'/>",
        "{'a':'Infinity','b':'-Infinity'}", "000000000000F07F 000080FF", "7FF0000000000000 FF800000")]
    [InlineData("required NaN", "", "<field name='a' id='1' type='double'/>", "{'a':null}", "000000000000F87F", "7FF8000000000000")]
    public void ShouldHaveTheseBytesWhenTheValueIsThis(
        string why, string types, string members, string json, string littleEndian, string bigEndian)
    {
        string[] orders = ["littleEndian", "bigEndian"];
        foreach (string order in orders)
        {
            bool isBig = order == "bigEndian";
            SbeSchema schema = Schema(order, types, members);
            byte[] body = Convert.FromHexString((isBig ? bigEndian : littleEndian).Replace(" ", string.Empty));
            SbeMessage message = schema.Messages[0];
            byte length = (byte)message.BlockLength;
            byte[] header = isBig ? [9, 0, 3, 0, 0, 2, 0, length] : [9, 3, 0, 0, 2, 0, length, 0];
            byte[] bytes = [.. header, .. body];
            string text = "{\"$message\":\"M\"," + json.Replace('\'', '"')[1..];

            Assert.Equal(why + Convert.ToHexString(bytes), why + Convert.ToHexString(SbeJson.Encode(schema, text)));
            string head = $"\"$header\":{{\"version\":9,\"templateId\":3,\"reserved\":0,\"schemaId\":2,\"blockLength\":{length}}},";
            Assert.Equal(text.Insert("{\"$message\":\"M\",".Length, head), WireBytes.ToJson(schema, bytes));
        }
    }

    /// <summary>A header of another order and other widths than usual, with a member that is not of the standard.</summary>
    private static SbeSchema Schema(string order, string types, string members)
        => WireBytes.Schema($"<messageSchema id='2' version='9' byteOrder='{order}' headerType='head'><types><composite name='head'>"
            + "<type name='version' primitiveType='uint8'/><type name='templateId' primitiveType='uint16'/>"
            + "<type name='reserved' primitiveType='uint8'/><type name='schemaId' primitiveType='uint16'/>"
            + "<type name='blockLength' primitiveType='uint16'/></composite><composite name='groupSizeEncoding'>"
            + "<type name='blockLength' primitiveType='uint16'/><type name='numInGroup' primitiveType='uint8'/></composite>"
            + types + "</types><message name='M' id='3'>" + members + "</message></messageSchema>");
}
