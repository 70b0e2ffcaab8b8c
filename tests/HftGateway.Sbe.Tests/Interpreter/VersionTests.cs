using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;

namespace HftGateway.Sbe.Tests.Interpreter;

/// <summary>
/// Messages of versions 0 to 4 read with a schema of version 3: field a of 0, b of 1, c of 3; group g of 0 with d of 0 and e of 2,
/// group h of 2; data t of 0 and u of 3.
/// </summary>
public sealed class VersionTests
{
    private const string Xml = "<messageSchema id='1' version='3'><types><composite name='messageHeader'>"
        + "<type name='blockLength' primitiveType='uint16'/><type name='templateId' primitiveType='uint16'/>"
        + "<type name='schemaId' primitiveType='uint16'/><type name='version' primitiveType='uint16'/></composite>"
        + "<composite name='groupSizeEncoding'><type name='blockLength' primitiveType='uint8'/>"
        + "<type name='numInGroup' primitiveType='uint32'/></composite><composite name='text'>"
        + "<type name='length' primitiveType='uint32'/><type name='varData' primitiveType='char' length='0'/></composite></types>"
        + "<message name='M' id='1'><field name='a' id='1' type='uint8'/><field name='b' id='2' type='uint8' sinceVersion='1'/>"
        + "<field name='c' id='3' type='uint16' sinceVersion='3'/><group name='g' id='4'><field name='d' id='1' type='uint8'/>"
        + "<field name='e' id='2' type='uint8' sinceVersion='2'/></group><group name='h' id='5' sinceVersion='2'>"
        + "<field name='f' id='1' type='uint8'/></group><data name='t' id='6' type='text'/>"
        + "<data name='u' id='7' type='text' sinceVersion='3'/></message></messageSchema>";

    private readonly SbeSchema _schema = WireBytes.Schema(Xml);

    [Theory]
    [InlineData("version 0", "0100 0100 0100 0000  0A  01 01000000 0D  01000000 74",
        "'a':10,'b':null,'c':null,'g':[{'d':13,'e':null}],'h':[],'t':'t','u':''")]
    [InlineData("version 1", "0200 0100 0100 0100  0A0B  01 01000000 0D  01000000 74",
        "'a':10,'b':11,'c':null,'g':[{'d':13,'e':null}],'h':[],'t':'t','u':''")]
    [InlineData("version 2", "0200 0100 0100 0200  0A0B  02 01000000 0D0E  01 01000000 0F  01000000 74",
        "'a':10,'b':11,'c':null,'g':[{'d':13,'e':14}],'h':[{'f':15}],'t':'t','u':''")]
    [InlineData("version 3", "0400 0100 0100 0300  0A0B0C00  02 01000000 0D0E  01 01000000 0F  01000000 74 01000000 75",
        "'a':10,'b':11,'c':12,'g':[{'d':13,'e':14}],'h':[{'f':15}],'t':'t','u':'u'")]
    public void ShouldTakeWhatTheVersionHasWhenTheWriterIsOlder(string why, string bytes, string members)
    {
        byte[] message = WireBytes.Parse(bytes);
        string header = $"'blockLength':{message[0]},'templateId':1,'schemaId':1,'version':{message[6]}";
        string json = $"{{'$message':'M','$header':{{{header}}},{members}}}".Replace('\'', '"');

        Assert.Equal(why + json, why + WireBytes.ToJson(_schema, message));
        Assert.Equal(Convert.ToHexString(message), Convert.ToHexString(SbeJson.Encode(_schema, json)));
    }

    [Theory]
    [InlineData("a newer version with longer blocks is skipped over",
        "0600 0100 0100 0400  0A0B0C00FFFF  03 01000000 0D0EFF  02 01000000 0FFF  01000000 74 01000000 75",
        "'a':10,'b':11,'c':12,'g':{'$blockLength':3,'$entries':[{'d':13,'e':14}]},"
        + "'h':{'$blockLength':2,'$entries':[{'f':15}]},'t':'t','u':'u'")]
    [InlineData("bytes in padding are not a field of a version that has none",
        "0400 0100 0100 0200  0A0BFFFF  02 01000000 0D0E  01 00000000  00000000",
        "'a':10,'b':11,'c':null,'g':[{'d':13,'e':14}],'h':[],'t':'','u':''")]
    [InlineData("a block that ends inside a field that its version should have",
        "0300 0100 0100 0300  0A0BFF  01 01000000 0D  01 00000000  00000000 00000000",
        "'a':10,'b':11,'c':null,'g':{'$blockLength':1,'$entries':[{'d':13,'e':null}]},'h':[],'t':'','u':''")]
    [InlineData("a block without bytes", "0000 0100 0100 0300  00 02000000  01 00000000  00000000 00000000",
        "'a':null,'b':null,'c':null,'g':{'$blockLength':0,'$entries':[{'d':null,'e':null},{'d':null,'e':null}]},"
        + "'h':[],'t':'','u':''")]
    public void ShouldFollowTheWiresLengthsWhenTheyAreNotTheSchemas(string why, string bytes, string members)
    {
        string json = WireBytes.ToJson(_schema, WireBytes.Parse(bytes));

        Assert.EndsWith(members.Replace('\'', '"') + "}", json);
        Assert.True(SbeDecoder.Decode(_schema, SbeJson.Encode(_schema, json), new TokenVisitor()).IsOk, why);
    }

    [Theory]
    [InlineData("", SbeDecodeStatus.HeaderBeyondBuffer, 0)]
    [InlineData("0100 0100 0100 00", SbeDecodeStatus.HeaderBeyondBuffer, 0)]
    [InlineData("0100 0100 0900 0000 00", SbeDecodeStatus.OtherSchema, 4)]
    [InlineData("0100 0900 0100 0000 00", SbeDecodeStatus.UnknownTemplate, 2)]
    [InlineData("0200 0100 0100 0000 0A", SbeDecodeStatus.BlockBeyondBuffer, 8)]
    [InlineData("0100 0100 0100 0000 0A 01 010000", SbeDecodeStatus.DimensionBeyondBuffer, 9)]
    [InlineData("0100 0100 0100 0000 0A 01 02000000 0D", SbeDecodeStatus.GroupBeyondBuffer, 9)]
    [InlineData("0100 0100 0100 0000 0A 01 FFFFFFFF 0D", SbeDecodeStatus.GroupBeyondBuffer, 9)]
    [InlineData("0100 0100 0100 0000 0A FF 01000000 0D", SbeDecodeStatus.GroupBeyondBuffer, 9)]
    [InlineData("0100 0100 0100 0000 0A 00 FFFFFFFF 0D", SbeDecodeStatus.TooManyEmptyEntries, 9)]
    [InlineData("0100 0100 0100 0000 0A 00 00000100 0D", SbeDecodeStatus.TooManyEmptyEntries, 9)]
    [InlineData("0100 0100 0100 0000 0A 01 00000000 0000", SbeDecodeStatus.DataLengthBeyondBuffer, 14)]
    [InlineData("0100 0100 0100 0000 0A 01 00000000 02000000 74", SbeDecodeStatus.DataBeyondBuffer, 14)]
    [InlineData("0100 0100 0100 0000 0A 01 00000000 FFFFFFFF 74", SbeDecodeStatus.DataBeyondBuffer, 14)]
    public void ShouldSayWhatAndWhereWhenTheMessageIsBad(string bytes, SbeDecodeStatus status, int offset)
    {
        SbeDecodeResult result = SbeDecoder.Decode(_schema, WireBytes.Parse(bytes), new TokenVisitor());

        Assert.Equal((status, offset), (result.Status, result.Offset));
        Assert.NotEqual(string.Empty, result.Reason);
    }

    [Theory]
    [InlineData("{'$message':'M','a':1,'b':1,'c':1,'x':2}", "$.x", "no such member")]
    [InlineData("{'$message':'M'}", "$.a", "a value is needed")]
    [InlineData("{'$message':'N'}", "$.$message", "no message")]
    [InlineData("{'a':1}", "$", "$message")]
    [InlineData("{'$message':'M','a':256,'b':1,'c':1}", "$.a", "0 to 255")]
    [InlineData("{'$message':'M','a':1.5,'b':1,'c':1}", "$.a", "1.5")]
    [InlineData("{'$message':'M','a':'1','b':1,'c':1}", "$.a", "\"1\"")]
    [InlineData("{'$message':'M','a':1,'a':1,'b':1,'c':1}", "$.a", "twice")]
    [InlineData("{'$message':'M','$header':{'version':0},'a':1,'b':2}", "$.b", "version 1")]
    [InlineData("{'$message':'M','$header':{'templateId':7},'a':1,'b':1,'c':1}", "$.$header.templateId", "not 7")]
    [InlineData("{'$message':'M','$header':{'blockLength':2},'a':1,'b':1,'c':1}", "$.c", "the block at 2")]
    [InlineData("{'$message':'M','a':1,'b':1,'c':1,'g':[{'d':1,'e':1},{'d':1}]}", "$.g[1].e", "a value is needed")]
    [InlineData("{'$message':'M','a':1,'b':1,'c':1,'t':'é'}", "$.t", "encoding")]
    [InlineData("{'$message':'M','a':1,'b':1,'c':1,'t':{'$hex':'0'}}", "$.t.$hex", "hexadecimal")]
    [InlineData("{'$message':'M',}", "line 1", "not JSON")]
    public void ShouldNameThePathWhenJsonIsNotTheMessage(string json, string path, string reason)
    {
        SbeJsonException error = Assert.Throws<SbeJsonException>(() => SbeJson.Encode(_schema, json.Replace('\'', '"')));

        Assert.StartsWith(path, error.Path);
        Assert.Contains(reason, error.Reason);
    }
}
