namespace HftGateway.Fix.Dictionaries;

/// <summary>Codes of what can be wrong with a dictionary. Stable: scripts and editor settings name them.</summary>
internal static class FixDictionaryCodes
{
    /// <summary>Not well-formed XML, or a document type declaration.</summary>
    public const string Xml = "FIXD001";

    /// <summary>The root element is not a dictionary's, or its version is missing.</summary>
    public const string Root = "FIXD002";

    /// <summary>An attribute is missing or malformed.</summary>
    public const string Attribute = "FIXD003";

    /// <summary>A type that FIX does not have.</summary>
    public const string Type = "FIXD004";

    /// <summary>A name that the dictionary does not define.</summary>
    public const string Reference = "FIXD005";

    /// <summary>Defined twice.</summary>
    public const string Duplicate = "FIXD006";

    /// <summary>A group without members, or whose count is not a number.</summary>
    public const string Group = "FIXD007";

    /// <summary>A component that contains itself, or groups nested too deeply.</summary>
    public const string Nesting = "FIXD008";

    /// <summary>An element that dictionaries do not have.</summary>
    public const string Element = "FIXD009";

    /// <summary>A data field without a length field before it.</summary>
    public const string Data = "FIXD010";
}
