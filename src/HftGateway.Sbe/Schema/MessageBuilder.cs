using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>
/// Builds messages and groups: places the fields, checks order, names, numbers and block lengths.
/// <para><b>Limits:</b> groups nest 32 deep.</para>
/// </summary>
internal sealed class MessageBuilder(
    DiagnosticBag bag, AttributeReader attributes, TypeTable table, FrameBuilder frames, SbeHeader? header)
{
    internal const int MaxGroupDepth = 32;

    private readonly FieldBuilder _fields = new(bag, attributes, table);

    public SbeMessage? BuildMessage(XElement element)
    {
        string name = attributes.Name(element);
        int id = attributes.RequiredNumber(element, "id");
        if (header is not null && (ulong)id > Highest(header.TemplateId))
        {
            string reason = $"id {id} does not fit the header's templateId, at most {Highest(header.TemplateId)}";
            bag.Error(SbeRule.IdDoesNotFit, element, reason);
        }

        BlockContent content = Members(element, 0);
        int blockLength = BlockLength(element, content, header?.BlockLength);
        return new SbeMessage
        {
            Name = name,
            Id = id,
            Description = AttributeReader.Text(element, "description"),
            SemanticType = AttributeReader.Text(element, "semanticType"),
            SinceVersion = attributes.SinceVersion(element),
            Deprecated = attributes.Deprecated(element),
            Location = DiagnosticBag.Locate(element),
            BlockLength = blockLength,
            Fields = content.Fields,
            Groups = content.Groups,
            Data = content.Data,
        };
    }

    /// <summary>The largest number that a member's bits hold, or its explicit maximum.</summary>
    internal static ulong Highest(SbeMember member)
    {
        SbeTypeEncoding type = (SbeTypeEncoding)member.Encoding;
        return type.HasExplicitMax ? type.MaxValue.Bits : SbePrimitives.Highest(type.Primitive);
    }

    private SbeGroup? BuildGroup(XElement element, int depth)
    {
        string name = attributes.Name(element);
        int id = attributes.RequiredNumber(element, "id");
        SbeDimension? dimension = frames.Dimension(element);
        BlockContent content = Members(element, depth);
        if (content.Fields.Count + content.Groups.Count + content.Data.Count == 0 && content.IsGood)
        {
            bag.Warning(SbeRule.EmptyGroup, element, "a group without members");
        }

        int blockLength = BlockLength(element, content, dimension?.BlockLength);
        return dimension is null ? null : new SbeGroup
        {
            Name = name,
            Id = id,
            Description = AttributeReader.Text(element, "description"),
            SemanticType = AttributeReader.Text(element, "semanticType"),
            SinceVersion = attributes.SinceVersion(element),
            Deprecated = attributes.Deprecated(element),
            Location = DiagnosticBag.Locate(element),
            BlockLength = blockLength,
            Fields = content.Fields,
            Groups = content.Groups,
            Data = content.Data,
            Dimension = dimension,
        };
    }

    private BlockContent Members(XElement element, int depth)
    {
        BlockContent content = new();
        foreach (XElement child in element.Elements())
        {
            switch (child.Name.LocalName)
            {
                case "field":
                    AddField(child, content);
                    break;
                case "group" when depth >= MaxGroupDepth:
                    bag.Error(SbeRule.TooLarge, child, $"groups nest more than {MaxGroupDepth} deep");
                    content.IsGood = false;
                    break;
                case "group":
                    AddGroup(child, content, depth);
                    break;
                case "data":
                    AddData(child, content);
                    break;
                case "type" or "enum" or "set" or "composite" or "ref" or "message":
                    bag.Error(SbeRule.MisplacedElement, child, $"does not belong in a {element.Name.LocalName}");
                    break;
                default:
                    bag.Warning(SbeRule.UnknownElement, child, $"not a member of a {element.Name.LocalName}: ignored");
                    break;
            }
        }

        return content;
    }

    private void AddField(XElement child, BlockContent content)
    {
        if (content.HasGroup || content.HasData)
        {
            bag.Error(SbeRule.MemberOrder, child, $"a field after {(content.HasData ? "data" : "a group")}");
        }

        if (_fields.Build(child, content) is { } field)
        {
            CheckDistinct(child, field.Id, content);
            if (field.Presence != SbePresence.Constant)
            {
                content.NewestField = CheckAge(child, field, content.NewestField);
            }

            content.Fields.Add(field);
        }
    }

    private void AddGroup(XElement child, BlockContent content, int depth)
    {
        if (content.HasData)
        {
            bag.Error(SbeRule.MemberOrder, child, "a group after data");
        }

        content.HasGroup = true;
        if (BuildGroup(child, depth + 1) is { } group)
        {
            CheckDistinct(child, group.Id, content);
            content.NewestGroup = CheckAge(child, group, content.NewestGroup);
            content.Groups.Add(group);
        }
    }

    private void AddData(XElement child, BlockContent content)
    {
        content.HasData = true;
        string name = attributes.Name(child);
        int id = attributes.RequiredNumber(child, "id");
        if (attributes.Presence(child) is SbePresence.Optional or SbePresence.Constant)
        {
            bag.Error(SbeRule.OptionalData, child, "data is always there: it can be empty, not optional or constant");
        }

        CheckDistinct(child, id, content);
        bool good = frames.DataType(
            child, out SbeCompositeEncoding composite, out SbeMember length, out SbeTypeEncoding varData);
        if (!good)
        {
            return;
        }

        if (composite.Presence == SbePresence.Optional)
        {
            bag.Error(SbeRule.OptionalData, child, "the type of data cannot be optional");
        }

        _fields.CheckSemanticType(child, composite);
        SbeData data = new()
        {
            Name = name,
            Id = id,
            Description = AttributeReader.Text(child, "description"),
            SemanticType = AttributeReader.Text(child, "semanticType") ?? composite.SemanticType,
            SinceVersion = attributes.SinceVersion(child),
            Deprecated = attributes.Deprecated(child),
            Location = DiagnosticBag.Locate(child),
            Composite = composite,
            Length = length,
            VarData = varData,
        };
        content.NewestData = CheckAge(child, data, content.NewestData);
        content.Data.Add(data);
    }

    private void CheckDistinct(XElement child, int id, BlockContent content)
    {
        if (AttributeReader.Text(child, "name") is { } name && !content.Names.Add(name))
        {
            bag.Error(SbeRule.DuplicateFieldName, child, "the block has another member of this name");
        }

        if (AttributeReader.Text(child, "id") is not null && !content.Ids.Add(id))
        {
            bag.Error(SbeRule.DuplicateFieldId, child, $"the block has another member with id {id}");
        }
    }

    private int CheckAge(XElement child, SbeElement member, int newest)
    {
        if (member.SinceVersion < newest)
        {
            string reason = $"version {member.SinceVersion} after one of version {newest}";
            bag.Warning(SbeRule.OlderAfterNewer, child, reason);
        }

        return Math.Max(member.SinceVersion, newest);
    }

    private int BlockLength(XElement element, BlockContent content, SbeMember? carrier)
    {
        int? declared = attributes.OptionalNumber(element, "blockLength");
        if (declared == 0 && content.End > 0)
        {
            bag.Warning(SbeRule.ZeroTakenAsAbsent, element, "blockLength 0 taken as none");
            declared = null;
        }

        if (declared < content.End && content.IsGood)
        {
            string reason = $"blockLength {declared} is smaller than the fields, which end at {content.End}";
            bag.Error(SbeRule.BadBlockLength, element, reason);
        }

        long length = Math.Max(declared ?? 0, content.End);
        if (carrier is not null && (ulong)length > Highest(carrier))
        {
            string reason = $"the block's {length} bytes do not fit the member blockLength, at most {Highest(carrier)}";
            bag.Error(SbeRule.BadBlockLength, element, reason);
        }

        return (int)length;
    }
}
