using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Schema;

/// <summary>
/// Every rule that a schema can break, each with the line that is at fault: marked with <c>§</c> in the text, which is taken out
/// before the text is read.
/// </summary>
public sealed class SchemaRuleTests
{
    private const string Header = "<composite name='messageHeader'><type name='blockLength' primitiveType='uint16'/>"
        + "<type name='templateId' primitiveType='uint16'/><type name='schemaId' primitiveType='uint16'/>"
        + "<type name='version' primitiveType='uint16'/></composite>\n";

    private const string Dimension = "<composite name='groupSizeEncoding'><type name='blockLength' primitiveType='uint16'/>"
        + "<type name='numInGroup' primitiveType='uint8'/></composite>\n";

    private const string Data = "<composite name='text'><type name='length' primitiveType='uint16'/>"
        + "<type name='varData' primitiveType='char' length='0'/></composite>\n";

    private const string Enum = "<enum name='E' encodingType='uint8'>\n<validValue name='A'>1</validValue></enum>\n";

    [Theory]
    [InlineData("the type is not declared", "<field name='f' id='1' type='Nope'/>", SbeRule.UnknownType)]
    [InlineData("no type", "<field name='f' id='1'/>", SbeRule.MissingAttribute)]
    [InlineData("no name", "<field id='1' type='int8'/>", SbeRule.MissingAttribute)]
    [InlineData("no id", "<field name='f' type='int8'/>", SbeRule.MissingAttribute)]
    [InlineData("negative id", "<field name='f' id='-1' type='int8'/>", SbeRule.BadNumber)]
    [InlineData("no number", "<field name='f' id='x' type='int8'/>", SbeRule.BadNumber)]
    [InlineData("name with a space", "<field name='a b' id='1' type='int8'/>", SbeRule.BadName)]
    [InlineData("name with a digit first", "<field name='1a' id='1' type='int8'/>", SbeRule.BadName)]
    [InlineData("empty name", "<field name='' id='1' type='int8'/>", SbeRule.BadName)]
    [InlineData("bad presence", "<field name='f' id='1' type='int8' presence='maybe'/>", SbeRule.BadPresence)]
    [InlineData("bad offset", "<field name='f' id='1' type='int8' offset='-4'/>", SbeRule.BadNumber)]
    [InlineData("field of length 0", "<field name='f' id='1' type='None'/>", SbeRule.BadLength)]
    [InlineData("field of variable data", "<field name='f' id='1' type='text'/>", SbeRule.BadDataType)]
    [InlineData("constant without value", "<field name='f' id='1' type='int8' presence='constant'/>", SbeRule.BadConstant)]
    [InlineData("constant enum without valueRef", "<field name='f' id='1' type='E' presence='constant'/>", SbeRule.BadValueRef)]
    [InlineData("valueRef without dot", "<field name='f' id='1' type='E' presence='constant' valueRef='EA'/>", SbeRule.BadValueRef)]
    [InlineData("valueRef with nothing behind", "<field name='f' id='1' type='E' presence='constant' valueRef='E.'/>",
        SbeRule.BadValueRef)]
    [InlineData("valueRef to no enum", "<field name='f' id='1' type='E' presence='constant' valueRef='X.A'/>", SbeRule.BadValueRef)]
    [InlineData("valueRef to a type", "<field name='f' id='1' type='E' presence='constant' valueRef='None.A'/>",
        SbeRule.BadValueRef)]
    [InlineData("valueRef to no value", "<field name='f' id='1' type='E' presence='constant' valueRef='E.B'/>",
        SbeRule.BadValueRef)]
    [InlineData("valueRef of another enum", "<field name='f' id='1' type='E' presence='constant' valueRef='E2.A'/>",
        SbeRule.BadValueRef)]
    [InlineData("valueRef of another width", "<field name='f' id='1' type='int16' presence='constant' valueRef='E.A'/>",
        SbeRule.BadValueRef)]
    [InlineData("valueRef on what is not constant", "<field name='f' id='1' type='E' valueRef='E.A'/>", SbeRule.BadValueRef)]
    [InlineData("since above the schema", "<field name='f' id='1' type='int8' sinceVersion='3'/>", SbeRule.SinceVersionTooHigh)]
    [InlineData("another semantic type", "<field name='f' id='1' type='Priced' semanticType='Qty'/>", SbeRule.SemanticTypeDiffers)]
    [InlineData("group of no dimension type", "<group name='g' id='1' dimensionType='Nope'/>", SbeRule.UnknownType)]
    [InlineData("group with an enum for dimension", "<group name='g' id='1' dimensionType='E'/>", SbeRule.BadDimension)]
    [InlineData("group since above the schema", "<group name='g' id='1' sinceVersion='3'/>", SbeRule.SinceVersionTooHigh)]
    [InlineData("data of no type", "<data name='d' id='1' type='Nope'/>", SbeRule.UnknownType)]
    [InlineData("data without type", "<data name='d' id='1'/>", SbeRule.MissingAttribute)]
    [InlineData("data of a primitive", "<data name='d' id='1' type='uint8'/>", SbeRule.BadDataType)]
    [InlineData("optional data", "<data name='d' id='1' type='text' presence='optional'/>", SbeRule.OptionalData)]
    [InlineData("constant data", "<data name='d' id='1' type='text' presence='constant'/>", SbeRule.OptionalData)]
    [InlineData("data since above the schema", "<data name='d' id='1' type='text' sinceVersion='3'/>", SbeRule.SinceVersionTooHigh)]
    [InlineData("a type in a message", "<type name='t' primitiveType='int8'/>", SbeRule.MisplacedElement)]
    public void ShouldRejectTheMemberWhenItBreaksARule(string why, string member, SbeRule rule)
        => AssertError(why, Schema(Message("<message name='M' id='1'>", "§" + member, "</message>")), rule);

    [Theory]
    [InlineData("same field name", SbeRule.DuplicateFieldName, "<field name='f' id='1' type='int8'/>",
        "§<field name='f' id='2' type='int8'/>")]
    [InlineData("same field id", SbeRule.DuplicateFieldId, "<field name='f' id='1' type='int8'/>",
        "§<field name='g' id='1' type='int8'/>")]
    [InlineData("field and group of one name", SbeRule.DuplicateFieldName, "<field name='f' id='1' type='int8'/>",
        "§<group name='f' id='2'><field name='x' id='1' type='int8'/></group>")]
    [InlineData("field and data of one id", SbeRule.DuplicateFieldId, "<field name='f' id='1' type='int8'/>",
        "§<data name='d' id='1' type='text'/>")]
    [InlineData("field after group", SbeRule.MemberOrder, "<group name='g' id='1'><field name='x' id='1' type='int8'/></group>",
        "§<field name='f' id='2' type='int8'/>")]
    [InlineData("field after data", SbeRule.MemberOrder, "<data name='d' id='1' type='text'/>",
        "§<field name='f' id='2' type='int8'/>")]
    [InlineData("group after data", SbeRule.MemberOrder, "<data name='d' id='1' type='text'/>",
        "§<group name='g' id='2'><field name='x' id='1' type='int8'/></group>")]
    [InlineData("overlap", SbeRule.OverlappingOffset, "<field name='f' id='1' type='int32'/>",
        "§<field name='g' id='2' type='int8' offset='3'/>")]
    public void ShouldRejectTheSecondWhenTwoMembersClash(string why, SbeRule rule, string first, string second)
        => AssertError(why, Schema(Message("<message name='M' id='1'>", first, second, "</message>")), rule);

    [Theory]
    [InlineData("type without name", "§<type primitiveType='int8'/>", SbeRule.MissingAttribute)]
    [InlineData("type without primitive", "§<type name='t'/>", SbeRule.MissingAttribute)]
    [InlineData("type of no primitive", "§<type name='t' primitiveType='int24'/>", SbeRule.UnknownType)]
    [InlineData("declared twice", "<type name='t' primitiveType='int8'/>\n§<type name='t' primitiveType='int8'/>",
        SbeRule.DuplicateType)]
    [InlineData("type and enum of one name", "<type name='t' primitiveType='int8'/>\n§<enum name='t' encodingType='int8'/>",
        SbeRule.DuplicateType)]
    [InlineData("name too long", "§<type name='A23456789012345678901234567890123456789012345678901234567890123456' "
        + "primitiveType='int8'/>", SbeRule.BadName)]
    [InlineData("constant without value", "§<type name='t' primitiveType='int8' presence='constant'/>", SbeRule.BadConstant)]
    [InlineData("malformed constant", "§<type name='t' primitiveType='int8' presence='constant'>x</type>", SbeRule.BadConstant)]
    [InlineData("constant too large", "§<type name='t' primitiveType='int8' presence='constant'>128</type>",
        SbeRule.ValueDoesNotFit)]
    [InlineData("constant negative", "§<type name='t' primitiveType='uint8' presence='constant'>-1</type>",
        SbeRule.ValueDoesNotFit)]
    [InlineData("constant text too long", "§<type name='t' primitiveType='char' length='2' presence='constant'>abc</type>",
        SbeRule.BadConstant)]
    [InlineData("constant text not ASCII", "§<type name='t' primitiveType='char' presence='constant'>é</type>",
        SbeRule.BadConstant)]
    [InlineData("null value too large", "§<type name='t' primitiveType='uint8' presence='optional' nullValue='256'/>",
        SbeRule.ValueDoesNotFit)]
    [InlineData("null value malformed", "§<type name='t' primitiveType='uint8' presence='optional' nullValue='none'/>",
        SbeRule.BadNumber)]
    [InlineData("minimum too small", "§<type name='t' primitiveType='int8' minValue='-129'/>", SbeRule.ValueDoesNotFit)]
    [InlineData("maximum too large", "§<type name='t' primitiveType='uint64' maxValue='18446744073709551616'/>",
        SbeRule.ValueDoesNotFit)]
    [InlineData("char null of two letters", "§<type name='t' primitiveType='char' presence='optional' nullValue='ab'/>",
        SbeRule.BadNumber)]
    [InlineData("double too large", "§<type name='t' primitiveType='double' maxValue='1e999'/>", SbeRule.ValueDoesNotFit)]
    [InlineData("type since above the schema", "§<type name='t' primitiveType='int8' sinceVersion='3'/>",
        SbeRule.SinceVersionTooHigh)]
    [InlineData("valueRef of another type", "§<type name='t' primitiveType='int8' presence='constant' valueRef='E.A'/>",
        SbeRule.BadValueRef)]
    [InlineData("valueRef not constant", "§<type name='t' primitiveType='uint8' valueRef='E.A'/>", SbeRule.BadValueRef)]
    [InlineData("enum without encoding type", "§<enum name='X'/>", SbeRule.MissingAttribute)]
    [InlineData("enum on unknown type", "§<enum name='X' encodingType='Nope'/>", SbeRule.BadEncodingType)]
    [InlineData("enum on an array", "<type name='t' primitiveType='char' length='2'/>\n§<enum name='X' encodingType='t'/>",
        SbeRule.BadEncodingType)]
    [InlineData("enum on an enum", "§<enum name='X' encodingType='E'/>", SbeRule.BadEncodingType)]
    [InlineData("enum on double", "§<enum name='X' encodingType='double'/>", SbeRule.BadEncodingType)]
    [InlineData("set on signed", "§<set name='X' encodingType='int8'/>", SbeRule.BadEncodingType)]
    [InlineData("set on char", "§<set name='X' encodingType='char'/>", SbeRule.BadEncodingType)]
    [InlineData("valid value without value", "<enum name='X' encodingType='uint8'>\n§<validValue name='a'/></enum>",
        SbeRule.BadConstant)]
    [InlineData("valid value malformed", "<enum name='X' encodingType='uint8'>\n§<validValue name='a'>z</validValue></enum>",
        SbeRule.BadConstant)]
    [InlineData("valid value too large", "<enum name='X' encodingType='uint8'>\n§<validValue name='a'>256</validValue></enum>",
        SbeRule.ValueDoesNotFit)]
    [InlineData("valid value of two letters", "<enum name='X' encodingType='char'>\n§<validValue name='a'>AB</validValue></enum>",
        SbeRule.BadConstant)]
    [InlineData("valid value out of range", "<type name='t' primitiveType='uint8' maxValue='5'/>"
        + "<enum name='X' encodingType='t'>\n§<validValue name='a'>6</validValue></enum>", SbeRule.ValidValueOutOfRange)]
    [InlineData("valid value named twice", "<enum name='X' encodingType='uint8'><validValue name='a'>1</validValue>\n"
        + "§<validValue name='a'>2</validValue></enum>", SbeRule.DuplicateValueName)]
    [InlineData("valid value twice", "<enum name='X' encodingType='uint8'><validValue name='a'>1</validValue>\n"
        + "§<validValue name='b'>1</validValue></enum>", SbeRule.DuplicateValue)]
    [InlineData("valid value since above", "<enum name='X' encodingType='uint8'>\n"
        + "§<validValue name='a' sinceVersion='9'>1</validValue></enum>", SbeRule.SinceVersionTooHigh)]
    [InlineData("choice too high", "<set name='X' encodingType='uint8'>\n§<choice name='a'>8</choice></set>",
        SbeRule.ValueDoesNotFit)]
    [InlineData("choice malformed", "<set name='X' encodingType='uint8'>\n§<choice name='a'>one</choice></set>",
        SbeRule.BadConstant)]
    [InlineData("choice named twice", "<set name='X' encodingType='uint8'><choice name='a'>1</choice>\n"
        + "§<choice name='a'>2</choice></set>", SbeRule.DuplicateValueName)]
    [InlineData("choice twice", "<set name='X' encodingType='uint8'><choice name='a'>1</choice>\n"
        + "§<choice name='b'>1</choice></set>", SbeRule.DuplicateValue)]
    [InlineData("choice since above", "<set name='X' encodingType='uint8'>\n§<choice name='a' sinceVersion='9'>1</choice></set>",
        SbeRule.SinceVersionTooHigh)]
    [InlineData("ref to nothing", "<composite name='X'>\n§<ref name='a' type='Nope'/></composite>", SbeRule.UnknownType)]
    [InlineData("ref without type", "<composite name='X'>\n§<ref name='a'/></composite>", SbeRule.MissingAttribute)]
    [InlineData("ref to itself", "<composite name='X'>\n§<ref name='a' type='X'/></composite>", SbeRule.CyclicType)]
    [InlineData("ref in a ring", "<composite name='X'><ref name='a' type='Y'/></composite>\n<composite name='Y'>\n"
        + "§<ref name='b' type='X'/></composite>", SbeRule.CyclicType)]
    [InlineData("ref since above", "<composite name='X'>\n§<ref name='a' type='E' sinceVersion='3'/></composite>",
        SbeRule.SinceVersionTooHigh)]
    [InlineData("group in a composite", "<composite name='X'>\n§<group name='a' id='1'/></composite>", SbeRule.MisplacedElement)]
    [InlineData("data in a composite", "<composite name='X'>\n§<data name='a' id='1' type='text'/></composite>",
        SbeRule.MisplacedElement)]
    [InlineData("overlap in a composite", "<composite name='X'><type name='a' primitiveType='int32'/>\n"
        + "§<type name='b' primitiveType='int8' offset='2'/></composite>", SbeRule.OverlappingOffset)]
    [InlineData("offset 0 behind another", "<composite name='X'><type name='a' primitiveType='int32'/>\n"
        + "§<type name='b' primitiveType='int8' offset='0'/></composite>", SbeRule.OverlappingOffset)]
    [InlineData("member named twice", "<composite name='X'><type name='a' primitiveType='int32'/>\n"
        + "§<type name='a' primitiveType='int8'/></composite>", SbeRule.DuplicateFieldName)]
    [InlineData("length 0 in a composite", "<composite name='X'>\n§<type name='a' primitiveType='char' length='0'/></composite>",
        SbeRule.BadLength)]
    [InlineData("bad length", "§<type name='t' primitiveType='char' length='many'/>", SbeRule.BadNumber)]
    public void ShouldRejectTheTypeWhenItBreaksARule(string why, string types, SbeRule rule)
        => AssertError(why, Schema("<types>\n" + types + "\n</types>"), rule);

    [Theory]
    [InlineData("no blockLength", "§<composite name='D'><type name='numInGroup' primitiveType='uint8'/></composite>",
        SbeRule.BadDimension)]
    [InlineData("no numInGroup", "§<composite name='D'><type name='blockLength' primitiveType='uint8'/></composite>",
        SbeRule.BadDimension)]
    [InlineData("signed blockLength", "<composite name='D'>\n§<type name='blockLength' primitiveType='int16'/>\n"
        + "<type name='numInGroup' primitiveType='uint8'/></composite>", SbeRule.BadDimension)]
    [InlineData("signed numInGroup", "<composite name='D'><type name='blockLength' primitiveType='uint16'/>\n"
        + "§<type name='numInGroup' primitiveType='int8'/></composite>", SbeRule.BadDimension)]
    [InlineData("array for numInGroup", "<composite name='D'><type name='blockLength' primitiveType='uint16'/>\n"
        + "§<type name='numInGroup' primitiveType='uint8' length='2'/></composite>", SbeRule.BadDimension)]
    [InlineData("minimum above maximum", "<composite name='D'><type name='blockLength' primitiveType='uint16'/>\n"
        + "§<type name='numInGroup' primitiveType='uint8' minValue='5' maxValue='4'/></composite>", SbeRule.EmptyRange)]
    public void ShouldRejectTheDimensionsWhenTheyCannotCount(string why, string type, SbeRule rule)
        => AssertError(why, Schema(
            "<types>\n" + type + "\n</types>"
            + Message("<message name='M' id='1'><group name='g' id='1' dimensionType='D'>",
                "<field name='f' id='1' type='int8'/>", "</group></message>")), rule);

    [Theory]
    [InlineData("no length", "§<composite name='D'><type name='varData' primitiveType='uint8' length='0'/></composite>")]
    [InlineData("no varData", "§<composite name='D'><type name='length' primitiveType='uint8'/></composite>")]
    [InlineData("signed length", "<composite name='D'>\n§<type name='length' primitiveType='int16'/>\n"
        + "<type name='varData' primitiveType='uint8' length='0'/></composite>")]
    [InlineData("varData first", "<composite name='D'><type name='varData' primitiveType='uint8' length='0'/>\n"
        + "§<type name='length' primitiveType='uint16'/></composite>")]
    [InlineData("varData of wide numbers", "<composite name='D'><type name='length' primitiveType='uint16'/>\n"
        + "§<type name='varData' primitiveType='uint16' length='0'/></composite>")]
    public void ShouldRejectTheDataTypeWhenItHasNoUsableLength(string why, string type)
        => AssertError(why, Schema(
            "<types>\n" + type + "\n</types>"
            + Message("<message name='M' id='1'>", "<data name='d' id='1' type='D'/>", "</message>")), SbeRule.BadDataType);

    [Theory]
    [InlineData("blockLength too small", "§<message name='M' id='1' blockLength='3'><field name='f' id='1' type='int32'/></message>",
        SbeRule.BadBlockLength)]
    [InlineData("blockLength too large for the header", "§<message name='M' id='1' blockLength='65536'/>", SbeRule.BadBlockLength)]
    [InlineData("fields too large for the header",
        "§<message name='M' id='1'><field name='f' id='1' type='Big'/></message>", SbeRule.BadBlockLength)]
    [InlineData("group's blockLength too small", "<message name='M' id='1'>\n§<group name='g' id='1' blockLength='1'>\n"
        + "<field name='f' id='1' type='int32'/></group></message>", SbeRule.BadBlockLength)]
    [InlineData("same message name", "<message name='M' id='1'/>\n§<message name='M' id='2'/>", SbeRule.DuplicateMessageName)]
    [InlineData("same message id", "<message name='M' id='1'/>\n§<message name='N' id='1'/>", SbeRule.DuplicateMessageId)]
    [InlineData("message without id", "§<message name='M'/>", SbeRule.MissingAttribute)]
    [InlineData("message without name", "§<message id='1'/>", SbeRule.MissingAttribute)]
    [InlineData("message id too large for the header", "§<message name='M' id='65536'/>", SbeRule.IdDoesNotFit)]
    [InlineData("message since above the schema", "§<message name='M' id='1' sinceVersion='3'/>", SbeRule.SinceVersionTooHigh)]
    [InlineData("bad deprecated", "§<message name='M' id='1' deprecated='soon'/>", SbeRule.BadNumber)]
    public void ShouldRejectTheMessageWhenItBreaksARule(string why, string messages, SbeRule rule)
        => AssertError(why, Schema("<types><type name='Big' primitiveType='char' length='65536'/></types>\n" + messages), rule);

    [Theory]
    [InlineData("no header", "§<messageSchema id='1'></messageSchema>", SbeRule.BadHeader)]
    [InlineData("other header", "§<messageSchema id='1' headerType='H'><types>\n" + Header + "</types></messageSchema>",
        SbeRule.BadHeader)]
    [InlineData("header is an enum", "<messageSchema id='1'><types>\n§<enum name='messageHeader' encodingType='uint8'/>"
        + "</types></messageSchema>", SbeRule.BadHeader)]
    [InlineData("header without version", "<messageSchema id='1'><types>\n§<composite name='messageHeader'>"
        + "<type name='blockLength' primitiveType='uint16'/><type name='templateId' primitiveType='uint16'/>"
        + "<type name='schemaId' primitiveType='uint16'/></composite></types></messageSchema>", SbeRule.BadHeader)]
    [InlineData("header with a signed member", "<messageSchema id='1'><types>\n<composite name='messageHeader'>"
        + "<type name='blockLength' primitiveType='uint16'/><type name='templateId' primitiveType='uint16'/>"
        + "<type name='schemaId' primitiveType='uint16'/>\n§<type name='version' primitiveType='int16'/></composite></types>"
        + "</messageSchema>", SbeRule.BadHeader)]
    [InlineData("bad byte order", "§<messageSchema id='1' byteOrder='middle'><types>\n" + Header + "</types></messageSchema>",
        SbeRule.BadByteOrder)]
    [InlineData("no id", "§<messageSchema><types>\n" + Header + "</types></messageSchema>", SbeRule.MissingAttribute)]
    [InlineData("bad version", "§<messageSchema id='1' version='1.2'><types>\n" + Header + "</types></messageSchema>",
        SbeRule.BadNumber)]
    [InlineData("id too large", "§<messageSchema id='65536'><types>\n" + Header + "</types></messageSchema>", SbeRule.IdDoesNotFit)]
    [InlineData("not a schema", "§<html><body/></html>", SbeRule.NotASchema)]
    [InlineData("include without resolver", "<messageSchema id='1'><types>\n" + Header
        + "</types>\n§<xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='a.xml'/></messageSchema>", SbeRule.BadInclude)]
    public void ShouldRejectTheSchemaWhenItBreaksARule(string why, string xml, SbeRule rule) => AssertError(why, xml, rule);

    [Theory]
    [InlineData("a group without members", "<message name='M' id='1'>\n§<group name='g' id='1'/></message>", SbeRule.EmptyGroup)]
    [InlineData("an older field after a newer", "<message name='M' id='1'><field name='f' id='1' type='int8' sinceVersion='2'/>\n"
        + "§<field name='g' id='2' type='int8' sinceVersion='1'/></message>", SbeRule.OlderAfterNewer)]
    [InlineData("an older group after a newer", "<message name='M' id='1'>"
        + "<group name='g' id='1' sinceVersion='1'><field name='f' id='1' type='int8'/></group>\n"
        + "§<group name='h' id='2'><field name='f' id='1' type='int8'/></group></message>", SbeRule.OlderAfterNewer)]
    [InlineData("a valid value that is the null", "<types><enum name='X' encodingType='uint8'>\n"
        + "§<validValue name='none'>255</validValue></enum></types>", SbeRule.ValidValueIsNull)]
    [InlineData("a null value on a required type", "<types>\n§<type name='t' primitiveType='int8' nullValue='0'/></types>",
        SbeRule.NullValueNotOptional)]
    [InlineData("offset 0 on a later field", "<message name='M' id='1'><field name='f' id='1' type='int8'/>\n"
        + "§<field name='g' id='2' type='int8' offset='0'/></message>", SbeRule.ZeroTakenAsAbsent)]
    [InlineData("block length 0", "§<message name='M' id='1' blockLength='0'><field name='f' id='1' type='int8'/></message>",
        SbeRule.ZeroTakenAsAbsent)]
    [InlineData("an unknown element", "<message name='M' id='1'>\n§<note/></message>", SbeRule.UnknownElement)]
    [InlineData("an unknown encoding", "<types>\n§<type name='t' primitiveType='char' length='4' characterEncoding='EBCDIC'/></types>",
        SbeRule.UnknownCharacterEncoding)]
    [InlineData("required on a constant type", "<types><type name='t' primitiveType='int8' presence='constant'>1</type></types>"
        + "<message name='M' id='1'>\n§<field name='f' id='1' type='t' presence='required'/></message>", SbeRule.PresenceIgnored)]
    [InlineData("minimum above maximum", "<types>\n§<type name='t' primitiveType='int8' minValue='2' maxValue='1'/></types>",
        SbeRule.EmptyRange)]
    [InlineData("a signed count that cannot be negative", "<types><composite name='D'>"
        + "<type name='blockLength' primitiveType='uint16'/>\n§<type name='numInGroup' primitiveType='int16' minValue='0'/></composite>"
        + "</types><message name='M' id='1'><group name='g' id='1' dimensionType='D'><field name='f' id='1' type='int8'/></group>"
        + "</message>", SbeRule.BadDimension)]
    public void ShouldOnlyWarnWhenTheSchemaIsUsable(string why, string content, SbeRule rule)
    {
        (string xml, int line) = Unmark(Schema(content));

        SbeSchemaResult result = SbeSchemaReader.Read(xml, "test.xml");

        Assert.True(!result.HasErrors, why + ": " + string.Join("\n", result.Diagnostics));
        SbeDiagnostic finding = Assert.Single(result.Diagnostics);
        Assert.Equal((rule, SbeSeverity.Warning, line), (finding.Rule, finding.Severity, finding.Location.Line));
    }

    [Theory]
    [InlineData("uint32 and uint64 inline for enums", "<types><enum name='X' encodingType='uint32'><validValue name='a'>1</validValue>"
        + "</enum><enum name='Y' encodingType='uint64'><validValue name='a'>18446744073709551614</validValue></enum></types>")]
    [InlineData("signed enums", "<types><enum name='X' encodingType='int8'><validValue name='a'>-1</validValue></enum></types>")]
    [InlineData("uint32 counts and lengths without maxValue", "<types><composite name='D'>"
        + "<type name='blockLength' primitiveType='uint16'/><type name='numInGroup' primitiveType='uint32'/></composite>"
        + "<composite name='V'><type name='length' primitiveType='uint32'/><type name='varData' primitiveType='uint8' length='0'/>"
        + "</composite></types><message name='M' id='1'><group name='g' id='1' dimensionType='D'>"
        + "<field name='f' id='1' type='int8'/></group><data name='d' id='2' type='V'/></message>")]
    [InlineData("uint64 counts", "<types><composite name='D'><type name='blockLength' primitiveType='uint16'/>"
        + "<type name='numInGroup' primitiveType='uint64'/></composite></types><message name='M' id='1'>"
        + "<group name='g' id='1' dimensionType='D'><field name='f' id='1' type='int8'/></group></message>")]
    [InlineData("spaces around a constant", "<types><type name='t' primitiveType='int8' presence='constant'>\n  7 </type></types>")]
    [InlineData("a type used before it is declared", "<message name='M' id='1'><field name='f' id='1' type='Later'/></message>"
        + "<types><type name='Later' primitiveType='int8'/></types>")]
    [InlineData("an enum before its encoding type", "<types><enum name='X' encodingType='Later'/>"
        + "<type name='Later' primitiveType='int8'/></types>")]
    [InlineData("char enums of any byte", "<types><enum name='X' encodingType='char'><validValue name='a'>&#127;</validValue>"
        + "<validValue name='b'> </validValue></enum></types>")]
    [InlineData("one semantic type, another spelling only on one side", "<message name='M' id='1'>"
        + "<field name='f' id='1' type='int8' semanticType='Qty'/></message>")]
    public void ShouldSayNothingWhenTheSchemaIsAsGoodAsPublishedOnes(string why, string content)
    {
        SbeSchemaResult result = SbeSchemaReader.Read(Schema(content), "test.xml");

        Assert.True(result.Diagnostics.Count == 0, why + ": " + string.Join("\n", result.Diagnostics));
        Assert.NotNull(result.Schema);
    }

    [Fact]
    public void ShouldReportEveryErrorWhenThereAreSeveral()
    {
        string xml = Schema(Message(
            "<message name='M' id='1'>", "<field name='f' id='1' type='Nope'/>", "<field name='g' id='1' type='int8'/>",
            "<field name='g' id='x' type='int8' presence='so'/>", "</message>"));

        SbeSchemaResult result = SbeSchemaReader.Read(xml, "test.xml");

        SbeRule[] rules = [.. result.Diagnostics.Select(finding => finding.Rule)];
        Assert.Equal([SbeRule.UnknownType, SbeRule.BadNumber, SbeRule.BadPresence, SbeRule.DuplicateFieldName], rules);
    }

    [Fact]
    public void ShouldNameTheElementAndThePlaceWhenItReportsAnError()
    {
        string xml = Schema(Message("<message name='M' id='1'><group name='g' id='1'>",
            "  <field name='f' id='1' type='Nope'/>", "</group></message>"));

        SbeDiagnostic finding = Assert.Single(SbeSchemaReader.Read(xml, "a/test.xml").Diagnostics);

        Assert.Equal(
            "a/test.xml:9:4: error SBE016: field \"f\" of group \"g\" of message \"M\": type \"Nope\" is not declared",
            finding.ToString());
    }

    private static string Schema(string content)
        => "<messageSchema package='p' id='1' version='2'><types>\n" + Header + Dimension + Data + Enum
            + "<enum name='E2' encodingType='uint8'><validValue name='A'>1</validValue></enum>"
            + "<type name='None' primitiveType='char' length='0'/><type name='Priced' primitiveType='int8' semanticType='Price'/>"
            + "</types>\n" + content + "\n</messageSchema>";

    private static string Message(params string[] lines) => string.Join("\n", lines);

    private static (string Xml, int Line) Unmark(string xml)
    {
        int mark = xml.IndexOf('§');
        return (xml.Remove(mark, 1), xml.AsSpan(0, mark).Count('\n') + 1);
    }

    private static void AssertError(string why, string marked, SbeRule rule)
    {
        (string xml, int line) = Unmark(marked);

        SbeSchemaResult result = SbeSchemaReader.Read(xml, "test.xml");

        SbeDiagnostic[] errors = [.. result.Diagnostics.Where(finding => finding.Severity == SbeSeverity.Error)];
        string all = why + ":\n" + string.Join("\n", result.Diagnostics);
        Assert.True(errors.Length == 1, all);
        Assert.True(rule == errors[0].Rule && line == errors[0].Location.Line, all + $"\nexpected {rule} in line {line}");
        Assert.NotEqual(string.Empty, errors[0].Reason);
        Assert.NotEqual(string.Empty, errors[0].Element);
        Assert.Null(result.Schema);
    }
}
