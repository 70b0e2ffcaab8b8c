using System.Text;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// How names of a schema become C# identifiers: the first letter in upper case, everything else as it is. No keyword
/// begins with an upper-case letter, so none is left but the few that begin with underscores.
/// </summary>
internal static class CSharpNames
{
    /// <summary>Names that generated code itself uses in expressions: no type, group or member may hide them.</summary>
    public static readonly string[] Everywhere =
    [
        "Unsafe", "MemoryMarshal", "BitConverter", "SbeLittle", "SbeBig", "SbeFrames", "SbeStrings", "SbeThrow",
            "SbeDecimal",
        "SbeStatus", "SbeResult", "SbeShortBlocks", "SbeFrameHeader", "MethodImplOptions", "LayoutKind", "__arglist",
            "__makeref", "__reftype",
        "__refvalue",
    ];

    /// <summary>Names that generated code uses for types: a member may have them, a type may not.</summary>
    public static readonly string[] Types =
    [
        .. Everywhere, "Span", "ReadOnlySpan", "StringBuilder", "MethodImpl", "MethodImplAttribute", "SbeSchema",
            "Enumerator",
    ];

    /// <summary>Members that every type inherits or that every codec has.</summary>
    private static readonly string[] Inherited =
    [
        .. Everywhere, "Equals", "GetHashCode", "GetType", "ToString", "ReferenceEquals", "MemberwiseClone", "Finalize",
        "AppendTo",
    ];

    /// <summary>Members of the codecs of composites.</summary>
    public static readonly string[] CompositeMembers =
    [
        .. Inherited, "Absent", "IsNull", "NullImage", "SetNulls", "Size", "TryWrap",
    ];

    /// <summary>Members of the codecs of a group's entries.</summary>
    public static readonly string[] EntryMembers =
    [
        .. Inherited, "AsStruct", "At", "BlockLength", "BlockStart", "CanAsStruct", "CheckOrder", "Complete",
        "Measure", "NullImage",
    ];

    /// <summary>Members of the codecs of messages.</summary>
    public static readonly string[] MessageMembers =
    [
        .. EntryMembers, "ActingBlockLength", "ActingVersion", "EncodedLength", "Fail", "HeaderLength", "Image",
            "SchemaId",
        "SchemaVersion", "TemplateId", "TryWrap", "TryWrapBlock", "Wrap", "WrapBlock",
    ];

    /// <summary>The schema's name with its first letter in upper case.</summary>
    public static string Pascal(string name)
        => name.Length > 0 && name[0] is >= 'a' and <= 'z' ? char.ToUpperInvariant(name[0]) + name.Substring(1) : name;

    /// <summary>A namespace from a package name: parts that are identifiers, first letters in upper case.</summary>
    public static string Namespace(string? package)
    {
        List<string> parts = [];
        foreach (string part in (package ?? "").Split(['.', ':', '/'], StringSplitOptions.RemoveEmptyEntries))
        {
            StringBuilder identifier = new();
            foreach (char c in part)
                identifier.Append(c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') ? c : '_');
            if (identifier[0] is >= '0' and <= '9')
                identifier.Insert(0, '_');
            parts.Add(Pascal(identifier.ToString()));
        }
        return parts.Count == 0 ? "SbeMessages" : string.Join(".", parts);
    }
}
