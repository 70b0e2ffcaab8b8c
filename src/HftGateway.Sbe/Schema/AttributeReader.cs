using System.Globalization;
using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Reads the attributes that many elements share, with their rules.</summary>
internal sealed class AttributeReader(DiagnosticBag bag)
{
    /// <summary>Longest name of the standard.</summary>
    internal const int MaxNameLength = 64;

    /// <summary>Longest constant, in bytes.</summary>
    internal const int MaxConstantLength = 65_535;

    /// <summary>The schema's version: the upper bound of every <c>sinceVersion</c>.</summary>
    public int SchemaVersion { get; set; } = int.MaxValue;

    /// <summary>An attribute's value whatever its namespace prefix is not: only attributes without a namespace are SBE's.</summary>
    public static string? Text(XElement element, string attribute) => element.Attribute(attribute)?.Value;

    /// <summary>The name, checked; an unnamed element gets an empty one and a finding.</summary>
    public string Name(XElement element)
    {
        string? name = Text(element, "name");
        if (name is null)
        {
            bag.Error(SbeRule.MissingAttribute, element, "the attribute name is missing");
            return string.Empty;
        }

        if (!IsName(name))
        {
            string rule = "a name is a letter or underscore and up to 63 more letters, digits and underscores";
            bag.Error(SbeRule.BadName, element, $"\"{DiagnosticBag.Clip(name)}\" is not a name: {rule}");
        }

        return name;
    }

    /// <summary>An attribute that must be there; null and a finding where it is not.</summary>
    public string? RequiredText(XElement element, string attribute)
    {
        string? value = Text(element, attribute);
        if (string.IsNullOrEmpty(value))
        {
            bag.Error(SbeRule.MissingAttribute, element, $"the attribute {attribute} is missing");
            return null;
        }

        return value;
    }

    /// <summary>A whole number from 0 to 2^31 - 1; <paramref name="absent"/> where it is absent or (with a finding) wrong.</summary>
    public int Number(XElement element, string attribute, int absent)
        => OptionalNumber(element, attribute) ?? absent;

    /// <summary>A whole number from 0 to 2^31 - 1, or null.</summary>
    public int? OptionalNumber(XElement element, string attribute)
    {
        if (Text(element, attribute) is not { } text)
        {
            return null;
        }

        const NumberStyles style = NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite
            | NumberStyles.AllowLeadingSign;
        if (int.TryParse(text, style, CultureInfo.InvariantCulture, out int number) && number >= 0)
        {
            return number;
        }

        string shown = DiagnosticBag.Clip(text);
        bag.Error(SbeRule.BadNumber, element, $"{attribute}=\"{shown}\" is not a whole number from 0 to {int.MaxValue}");
        return null;
    }

    /// <summary>A number that must be there; 0 and a finding where it is not.</summary>
    public int RequiredNumber(XElement element, string attribute)
    {
        if (Text(element, attribute) is null)
        {
            bag.Error(SbeRule.MissingAttribute, element, $"the attribute {attribute} is missing");
            return 0;
        }

        return Number(element, attribute, 0);
    }

    /// <summary>The <c>sinceVersion</c>, at most the schema's version.</summary>
    public int SinceVersion(XElement element)
    {
        int since = Number(element, "sinceVersion", 0);
        if (since > SchemaVersion)
        {
            string reason = $"sinceVersion {since} is above the schema's version {SchemaVersion}";
            bag.Error(SbeRule.SinceVersionTooHigh, element, reason);
        }

        return since;
    }

    /// <summary>The <c>deprecated</c> version, or null.</summary>
    public int? Deprecated(XElement element) => OptionalNumber(element, "deprecated");

    /// <summary>The <c>presence</c>, or null where the element says nothing.</summary>
    public SbePresence? Presence(XElement element)
    {
        switch (Text(element, "presence"))
        {
            case null:
                return null;
            case "required":
                return SbePresence.Required;
            case "optional":
                return SbePresence.Optional;
            case "constant":
                return SbePresence.Constant;
            case { } other:
                string shown = DiagnosticBag.Clip(other);
                bag.Error(SbeRule.BadPresence, element, $"presence=\"{shown}\" is not required, optional or constant");
                return null;
        }
    }

    /// <summary>True for <c>[A-Za-z_][A-Za-z0-9_]{0,63}</c>.</summary>
    internal static bool IsName(string name)
    {
        if (name.Length is 0 or > MaxNameLength || name[0] is >= '0' and <= '9')
        {
            return false;
        }

        foreach (char letter in name)
        {
            if (letter is not ((>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_'))
            {
                return false;
            }
        }

        return true;
    }
}
