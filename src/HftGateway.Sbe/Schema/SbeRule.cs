namespace HftGateway.Sbe.Schema;

/// <summary>
/// The rules that a schema can break. The numbers are part of the codes that users see and suppress: they never change.
/// </summary>
public enum SbeRule
{
    /// <summary>The file is not well-formed XML, or has a document type declaration.</summary>
    MalformedXml = 1,

    /// <summary>The root element is not <c>messageSchema</c>.</summary>
    NotASchema = 2,

    /// <summary>An included file is missing, includes itself, or is not of the kind that belongs there.</summary>
    BadInclude = 3,

    /// <summary>The schema is beyond a limit of this reader: depth, size or number of findings.</summary>
    TooLarge = 4,

    /// <summary>An attribute that the element needs is missing.</summary>
    MissingAttribute = 5,

    /// <summary>A name is not <c>[A-Za-z_][A-Za-z0-9_]{0,63}</c>.</summary>
    BadName = 6,

    /// <summary>A number is malformed or out of range.</summary>
    BadNumber = 7,

    /// <summary><c>presence</c> is not required, optional or constant.</summary>
    BadPresence = 8,

    /// <summary><c>byteOrder</c> is neither littleEndian nor bigEndian.</summary>
    BadByteOrder = 9,

    /// <summary>Two types have one name.</summary>
    DuplicateType = 10,

    /// <summary>Two messages have one name.</summary>
    DuplicateMessageName = 11,

    /// <summary>Two messages have one id.</summary>
    DuplicateMessageId = 12,

    /// <summary>Two fields, groups or data of one block (or members of one composite) have one name.</summary>
    DuplicateFieldName = 13,

    /// <summary>Two fields, groups or data of one block have one id.</summary>
    DuplicateFieldId = 14,

    /// <summary>A field after a group or data, or a group after data.</summary>
    MemberOrder = 15,

    /// <summary>A type, primitive type, dimension type or <c>ref</c> target is not declared.</summary>
    UnknownType = 16,

    /// <summary>A composite contains itself.</summary>
    CyclicType = 17,

    /// <summary>An element that does not belong where it is, such as a group in a composite.</summary>
    MisplacedElement = 18,

    /// <summary>The header composite is missing, or without its four unsigned members.</summary>
    BadHeader = 19,

    /// <summary>A group's dimension type is not a composite of unsigned <c>blockLength</c> and <c>numInGroup</c>.</summary>
    BadDimension = 20,

    /// <summary>A data's type is not a composite of an unsigned <c>length</c> and <c>varData</c>.</summary>
    BadDataType = 21,

    /// <summary>An offset lies before the end of the element in front.</summary>
    OverlappingOffset = 22,

    /// <summary>A block length is smaller than its fields, or too large for the member that carries it.</summary>
    BadBlockLength = 23,

    /// <summary>A constant is missing, malformed, or longer than its type.</summary>
    BadConstant = 24,

    /// <summary>A value does not fit the primitive type.</summary>
    ValueDoesNotFit = 25,

    /// <summary>An enum's or set's encoding type is unknown, an array, or of a kind that cannot carry it.</summary>
    BadEncodingType = 26,

    /// <summary>A valid value lies outside the range of its encoding type.</summary>
    ValidValueOutOfRange = 27,

    /// <summary>Two valid values or choices of one enum or set have one name.</summary>
    DuplicateValueName = 28,

    /// <summary>Two valid values or choices of one enum or set have one value.</summary>
    DuplicateValue = 29,

    /// <summary>A <c>valueRef</c> is malformed, unknown, of another type, or on something that is not constant.</summary>
    BadValueRef = 30,

    /// <summary>A <c>sinceVersion</c> above the schema's version.</summary>
    SinceVersionTooHigh = 31,

    /// <summary>A field and its type have different semantic types.</summary>
    SemanticTypeDiffers = 32,

    /// <summary>Data declared optional or constant.</summary>
    OptionalData = 33,

    /// <summary>A length is 0 outside of variable data, or an array where a scalar belongs.</summary>
    BadLength = 34,

    /// <summary>A <c>minValue</c> above the <c>maxValue</c>.</summary>
    EmptyRange = 35,

    /// <summary>A template or schema id that the header's member cannot carry.</summary>
    IdDoesNotFit = 36,

    /// <summary>Warning: a group without members.</summary>
    EmptyGroup = 60,

    /// <summary>Warning: a valid value equal to the null value; it simply names the null.</summary>
    ValidValueIsNull = 61,

    /// <summary>Warning: a <c>nullValue</c> on a type that is not optional.</summary>
    NullValueNotOptional = 62,

    /// <summary>Warning: an element of an older version after one of a newer.</summary>
    OlderAfterNewer = 63,

    /// <summary>Warning: <c>offset="0"</c> or <c>blockLength="0"</c> taken as absent, as the common tool does.</summary>
    ZeroTakenAsAbsent = 64,

    /// <summary>Warning: an element or attribute that is not of the standard, ignored.</summary>
    UnknownElement = 65,

    /// <summary>Warning: a character encoding that this library does not convert.</summary>
    UnknownCharacterEncoding = 66,

    /// <summary>Warning: a presence that cannot apply, such as required on a constant type.</summary>
    PresenceIgnored = 67,
}
