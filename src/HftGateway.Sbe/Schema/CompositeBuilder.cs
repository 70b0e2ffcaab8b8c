using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Builds <c>composite</c> elements: places the members and checks that they do not overlap.</summary>
internal sealed class CompositeBuilder(DiagnosticBag bag, AttributeReader attributes, TypeTable table)
{
    private readonly Dictionary<SbeCompositeEncoding, int> _memberCounts = [];

    public SbeCompositeEncoding? Build(XElement element, bool inline)
    {
        string name = attributes.Name(element);
        int since = attributes.SinceVersion(element);
        int? deprecated = attributes.Deprecated(element);
        SbePresence presence = attributes.Presence(element) ?? SbePresence.Required;
        if (presence == SbePresence.Constant)
        {
            bag.Warning(SbeRule.PresenceIgnored, element, "a composite cannot be constant as a whole; its members can");
            presence = SbePresence.Required;
        }

        Layout layout = new();
        foreach (XElement child in element.Elements())
        {
            AddMember(element, child, layout);
        }

        if (!layout.IsGood)
        {
            return null;
        }

        SbeCompositeEncoding composite = new()
        {
            Name = name,
            Description = AttributeReader.Text(element, "description"),
            SemanticType = AttributeReader.Text(element, "semanticType"),
            SinceVersion = since,
            Deprecated = deprecated,
            Location = DiagnosticBag.Locate(element),
            IsInline = inline,
            Presence = presence,
            Members = layout.Members,
            Size = (int)layout.End,
            IsDecimal = IsDecimal(layout.Members),
            IsVariableLength = layout.IsVariableLength,
        };
        _memberCounts.Add(composite, layout.MemberCount);
        return composite;
    }

    private void AddMember(XElement composite, XElement child, Layout layout)
    {
        string kind = child.Name.LocalName;
        if (kind is "group" or "data" or "field" or "message")
        {
            bag.Error(SbeRule.MisplacedElement, child, $"a {kind} does not belong in a composite");
            layout.IsGood = false;
            return;
        }

        if (kind is not ("type" or "enum" or "set" or "composite" or "ref"))
        {
            bag.Warning(SbeRule.UnknownElement, child, "not a member of a composite: ignored");
            return;
        }

        int? offset = attributes.OptionalNumber(child, "offset");
        bool isRef = kind == "ref";
        string name = isRef ? attributes.Name(child) : AttributeReader.Text(child, "name") ?? string.Empty;
        SbeEncoding? encoding = isRef ? Target(child) : table.BuildElement(child, inline: true);
        if (encoding is null)
        {
            layout.IsGood = false;
            return;
        }

        if (name.Length > 0 && !layout.Names.Add(name))
        {
            bag.Error(SbeRule.DuplicateFieldName, child, "the composite has another member of this name");
        }

        if (!Place(child, encoding, offset, layout))
        {
            layout.IsGood = false;
            return;
        }

        SbeMember member = new()
        {
            Name = name,
            Description = AttributeReader.Text(child, "description") ?? encoding.Description,
            SemanticType = AttributeReader.Text(child, "semanticType") ?? encoding.SemanticType,
            SinceVersion = isRef ? attributes.SinceVersion(child) : encoding.SinceVersion,
            Deprecated = isRef ? attributes.Deprecated(child) : encoding.Deprecated,
            Location = DiagnosticBag.Locate(child),
            Encoding = encoding,
            Offset = (int)layout.Offset,
            IsRef = isRef,
        };
        if (layout.Members.Count > 0 && layout.Members.Max(before => before.SinceVersion) > member.SinceVersion)
        {
            bag.Warning(SbeRule.OlderAfterNewer, child, "a member of an older version after one of a newer");
        }

        CheckVariableLength(child, member, layout);
        layout.Members.Add(member);
        layout.MemberCount += 1 + (encoding is SbeCompositeEncoding inner ? _memberCounts[inner] : 0);
        if (layout.MemberCount > TypeTable.MaxMembers)
        {
            bag.Error(SbeRule.TooLarge, composite, $"more than {TypeTable.MaxMembers} members, counted through every ref");
            layout.IsGood = false;
        }
    }

    private SbeEncoding? Target(XElement reference)
        => attributes.RequiredText(reference, "type") is { } target ? table.Resolve(target, reference, "type") : null;

    private bool Place(XElement child, SbeEncoding encoding, int? offset, Layout layout)
    {
        if (layout.IsVariableLength)
        {
            bag.Error(SbeRule.BadDataType, child, "nothing can follow variable data in a composite");
            return false;
        }

        if (offset < layout.End)
        {
            bag.Error(SbeRule.OverlappingOffset, child, $"offset {offset} overlaps the member before, which ends at {layout.End}");
            return false;
        }

        layout.Offset = offset ?? layout.End;

        // A constant takes no bytes and does not move those after it, wherever its own offset would put it.
        layout.End = encoding.Size == 0 && IsConstant(encoding) ? layout.End : layout.Offset + encoding.Size;
        if (layout.End > int.MaxValue)
        {
            bag.Error(SbeRule.TooLarge, child, "the composite is larger than 2^31 - 1 bytes");
            return false;
        }

        return true;
    }

    private void CheckVariableLength(XElement child, SbeMember member, Layout layout)
    {
        if (member.Encoding is SbeCompositeEncoding { IsVariableLength: true })
        {
            bag.Error(SbeRule.BadDataType, child, "a composite of variable data cannot be part of another");
            layout.IsGood = false;
        }
        else if (member.Encoding is SbeTypeEncoding { IsVariableLength: true, Presence: not SbePresence.Constant })
        {
            if (member.Name != "varData")
            {
                bag.Error(SbeRule.BadLength, child, "length 0 is for the member varData of a data composite only");
                layout.IsGood = false;
            }

            layout.IsVariableLength = true;
        }
    }

    private static bool IsConstant(SbeEncoding encoding) => encoding.Presence == SbePresence.Constant;

    private static bool IsDecimal(List<SbeMember> members)
        => members.Count == 2
            && members.Find(member => member.Name == "mantissa") is { Presence: not SbePresence.Constant } mantissa
            && members.Find(member => member.Name == "exponent") is { } exponent
            && IsInteger(mantissa.Encoding)
            && IsInteger(exponent.Encoding)
            && ((SbeTypeEncoding)exponent.Encoding).Primitive.Size() <= 4;

    private static bool IsInteger(SbeEncoding encoding)
        => encoding is SbeTypeEncoding { Length: 1 } type && (type.Primitive.IsSigned() || type.Primitive.IsUnsigned());

    /// <summary>A composite while its members are placed.</summary>
    private sealed class Layout
    {
        public List<SbeMember> Members { get; } = [];

        public HashSet<string> Names { get; } = [];

        public long Offset { get; set; }

        public long End { get; set; }

        public int MemberCount { get; set; }

        public bool IsVariableLength { get; set; }

        public bool IsGood { get; set; } = true;
    }
}
