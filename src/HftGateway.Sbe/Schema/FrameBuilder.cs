using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>
/// Checks the composites that frame a message: its header, the dimensions of groups, and the lengths of data. A finding about one of
/// them is reported once, however many groups use it.
/// </summary>
internal sealed class FrameBuilder(DiagnosticBag bag, TypeTable table)
{
    private readonly Dictionary<SbeCompositeEncoding, SbeDimension?> _dimensions = [];
    private readonly Dictionary<SbeCompositeEncoding, bool> _dataTypes = [];

    /// <summary>The header of a schema; null and a finding where it is not usable.</summary>
    public SbeHeader? Header(XElement schema, string headerType)
    {
        string shown = DiagnosticBag.Clip(headerType);
        if (table.Declaration(headerType) is not { } declaration)
        {
            bag.Error(SbeRule.BadHeader, schema, $"the message header \"{shown}\" is not declared");
            return null;
        }

        if (declaration.Name.LocalName != "composite")
        {
            bag.Error(SbeRule.BadHeader, declaration, $"the message header is a composite, not a {declaration.Name.LocalName}");
            return null;
        }

        if (table.Resolve(headerType, schema, "headerType") is not SbeCompositeEncoding composite)
        {
            return null;
        }

        SbeMember? blockLength = Unsigned(composite, "blockLength", SbeRule.BadHeader, declaration);
        SbeMember? templateId = Unsigned(composite, "templateId", SbeRule.BadHeader, declaration);
        SbeMember? schemaId = Unsigned(composite, "schemaId", SbeRule.BadHeader, declaration, mayBeConstant: true);
        SbeMember? version = Unsigned(composite, "version", SbeRule.BadHeader, declaration, mayBeConstant: true);
        if (blockLength is null || templateId is null || schemaId is null || version is null || !IsFixed(composite, declaration))
        {
            return null;
        }

        return new SbeHeader
        {
            Composite = composite,
            BlockLength = blockLength,
            TemplateId = templateId,
            SchemaId = schemaId,
            Version = version,
            NumGroups = Counter(composite, "numGroups"),
            NumVarDataFields = Counter(composite, "numVarDataFields"),
        };
    }

    /// <summary>The dimensions of a group; null and a finding where they are not usable.</summary>
    public SbeDimension? Dimension(XElement group)
    {
        string name = AttributeReader.Text(group, "dimensionType") ?? "groupSizeEncoding";
        SbeEncoding? type = table.Resolve(name, group, "dimensionType");
        if (type is null)
        {
            return null;
        }

        if (type is not SbeCompositeEncoding composite)
        {
            bag.Error(SbeRule.BadDimension, group, $"dimensionType \"{DiagnosticBag.Clip(name)}\" is not a composite");
            return null;
        }

        if (!_dimensions.TryGetValue(composite, out SbeDimension? dimension))
        {
            dimension = BuildDimension(composite, table.Declaration(name)!);
            _dimensions.Add(composite, dimension);
        }

        return dimension;
    }

    /// <summary>The composite of a data element, with its two members; false and a finding where it is not usable.</summary>
    public bool DataType(XElement data, out SbeCompositeEncoding composite, out SbeMember length, out SbeTypeEncoding varData)
    {
        composite = null!;
        length = null!;
        varData = null!;
        string? name = AttributeReader.Text(data, "type");
        if (string.IsNullOrEmpty(name))
        {
            bag.Error(SbeRule.MissingAttribute, data, "the attribute type is missing");
            return false;
        }

        SbeEncoding? type = table.Resolve(name!, data, "type");
        if (type is null)
        {
            return false;
        }

        if (type is not SbeCompositeEncoding found)
        {
            bag.Error(SbeRule.BadDataType, data, $"data type \"{DiagnosticBag.Clip(name!)}\" is not a composite");
            return false;
        }

        if (!_dataTypes.TryGetValue(found, out bool good))
        {
            good = CheckDataType(found, table.Declaration(name!)!);
            _dataTypes.Add(found, good);
        }

        composite = found;
        length = found.Find("length")!;
        varData = (found.Find("varData")?.Encoding as SbeTypeEncoding)!;
        return good;
    }

    private SbeDimension? BuildDimension(SbeCompositeEncoding composite, XElement declaration)
    {
        SbeMember? blockLength = Unsigned(composite, "blockLength", SbeRule.BadDimension, declaration);
        SbeMember? numInGroup = Count(composite, declaration);
        if (blockLength is null || numInGroup is null || !IsFixed(composite, declaration))
        {
            return null;
        }

        SbeTypeEncoding count = (SbeTypeEncoding)numInGroup.Encoding;
        if ((count.HasExplicitMin || count.HasExplicitMax) && count.MinValue.CompareTo(count.MaxValue) > 0)
        {
            string reason = $"numInGroup: minValue {count.MinValue} is above maxValue {count.MaxValue}";
            bag.Error(SbeRule.EmptyRange, Child(declaration, "numInGroup"), reason);
            return null;
        }

        return new SbeDimension
        {
            Composite = composite,
            BlockLength = blockLength,
            NumInGroup = numInGroup,
            NumGroups = Counter(composite, "numGroups"),
            NumVarDataFields = Counter(composite, "numVarDataFields"),
        };
    }

    /// <summary>A signed count that the schema keeps from being negative is what the common tool accepts, with a warning.</summary>
    private SbeMember? Count(SbeCompositeEncoding composite, XElement declaration)
    {
        if (composite.Find("numInGroup") is { Encoding: SbeTypeEncoding type } member
            && type.Primitive.IsSigned() && type.Length == 1 && type.HasExplicitMin && type.MinValue.AsInt64 >= 0
            && type.Presence != SbePresence.Constant)
        {
            bag.Warning(SbeRule.BadDimension, Child(declaration, "numInGroup"), "numInGroup should be unsigned");
            return member;
        }

        return Unsigned(composite, "numInGroup", SbeRule.BadDimension, declaration);
    }

    private bool CheckDataType(SbeCompositeEncoding composite, XElement declaration)
    {
        SbeMember? length = Unsigned(composite, "length", SbeRule.BadDataType, declaration);
        SbeMember? varData = composite.Find("varData");
        if (varData is null)
        {
            bag.Error(SbeRule.BadDataType, declaration, "the composite has no member varData");
            return false;
        }

        if (varData.Encoding is not SbeTypeEncoding { Presence: not SbePresence.Constant, Length: <= 1 } type)
        {
            string reason = "varData is a type of length 0, not constant";
            bag.Error(SbeRule.BadDataType, Child(declaration, "varData"), reason);
            return false;
        }

        if (type.Primitive.Size() != 1)
        {
            string reason = $"varData is single bytes or characters, not {type.Primitive.SchemaName()}";
            bag.Error(SbeRule.BadDataType, Child(declaration, "varData"), reason);
            return false;
        }

        if (composite.Members[composite.Members.Count - 1] != varData)
        {
            bag.Error(SbeRule.BadDataType, Child(declaration, "varData"), "varData must be the last member");
            return false;
        }

        return length is not null;
    }

    private SbeMember? Unsigned(
        SbeCompositeEncoding composite, string name, SbeRule rule, XElement declaration, bool mayBeConstant = false)
    {
        if (composite.Find(name) is not { } member)
        {
            bag.Error(rule, declaration, $"the composite has no member {name}");
            return null;
        }

        if (member.Encoding is SbeTypeEncoding { Length: 1 } type && type.Primitive.IsUnsigned()
            && (mayBeConstant || type.Presence != SbePresence.Constant))
        {
            return member;
        }

        bag.Error(rule, Child(declaration, name), $"{name} must be a single unsigned integer on the wire");
        return null;
    }

    private static SbeMember? Counter(SbeCompositeEncoding composite, string name)
        => composite.Find(name) is { Encoding: SbeTypeEncoding { Length: 1, Presence: not SbePresence.Constant } type } member
            && type.Primitive.IsUnsigned() ? member : null;

    private bool IsFixed(SbeCompositeEncoding composite, XElement declaration)
    {
        if (composite.IsVariableLength)
        {
            bag.Error(SbeRule.BadDataType, declaration, "a composite of variable data cannot be a header or dimension");
        }

        return !composite.IsVariableLength;
    }

    private static XElement Child(XElement composite, string name)
        => composite.Elements().FirstOrDefault(child => AttributeReader.Text(child, "name") == name) ?? composite;
}
