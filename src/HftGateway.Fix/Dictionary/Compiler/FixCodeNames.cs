using System.Text;

namespace HftGateway.Fix.Dictionaries;

/// <summary>Names of C# for names of dictionaries.</summary>
internal static class FixCodeNames
{
    /// <summary>A type's or member's name: letters, digits and underscores, beginning with a letter.</summary>
    public static string Identifier(string name)
    {
        StringBuilder text = new();
        foreach (char c in name)
            text.Append((c is >= 'a' and <= 'z') || (c is >= 'A' and <= 'Z') || (c is >= '0' and <= '9') ? c : '_');
        if (text.Length == 0 || text[0] is (>= '0' and <= '9') or '_')
            text.Insert(0, 'N');
        // Capital first: no keyword of C# begins with one.
        text[0] = char.ToUpperInvariant(text[0]);
        return text.ToString();
    }

    /// <summary>A field's accessor: its name, unless readers and writers have a member of that name themselves.</summary>
    public static string Member(string name)
    {
        string member = Identifier(name);
        return member is "MsgType" or "Index" or "Get" or "Value" or "Layout" or "TryRead" or "Count" or "MoveNext" or "Begin"
            or "End" or "Field" or "Equals" or "GetHashCode" or "GetType" or "ToString" ? member + "Value" : member;
    }

    /// <summary>PARTIALLY_FILLED becomes PartiallyFilled; a name in mixed case stays as it is.</summary>
    public static string EnumMember(string name)
    {
        StringBuilder text = new();
        bool upper = true, mixed = name.Any(char.IsLower);
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) || c > 127)
            {
                upper = true;
                continue;
            }
            text.Append(upper ? char.ToUpperInvariant(c) : mixed ? c : char.ToLowerInvariant(c));
            upper = false;
        }
        string member = text.ToString();
        return member.Length == 0 || char.IsDigit(member[0]) ? "Value" + member : member;
    }

    /// <summary>NoPartyIDs becomes PartyIDs.</summary>
    public static string Group(string countField)
    {
        string name = Identifier(countField);
        return name.Length > 2 && name.StartsWith("No", StringComparison.Ordinal) && char.IsUpper(name[2])
            ? name.Substring(2)
            : name + "Entries";
    }

    /// <summary>The namespace of a version: Fix44, Fixt11, Fix50Sp2.</summary>
    public static string Version(FixVersionId version) =>
        $"{(version.IsTransport ? "Fixt" : "Fix")}{version.Major}{version.Minor}"
        + (version.ServicePack == 0 ? "" : $"Sp{version.ServicePack}");

    /// <summary>The digits of a tag and '=' as arguments of the writer: a number with the first one lowest, and their count.</summary>
    public static string TagArguments(int tag)
    {
        string text = tag.ToString(System.Globalization.CultureInfo.InvariantCulture) + "=";
        ulong packed = 0;
        for (int i = 0; i < text.Length; i++)
            packed |= (ulong)text[i] << (8 * i);
        return $"0x{packed:X}, {text.Length}";
    }
}
