using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>Builds fields: type, presence, constant and place.</summary>
internal sealed class FieldBuilder(DiagnosticBag bag, AttributeReader attributes, TypeTable table)
{
    public SbeField? Build(XElement element, BlockContent content)
    {
        string name = attributes.Name(element);
        int id = attributes.RequiredNumber(element, "id");
        int? offset = attributes.OptionalNumber(element, "offset");
        int since = attributes.SinceVersion(element);
        int? deprecated = attributes.Deprecated(element);
        string? typeName = attributes.RequiredText(element, "type");
        SbeEncoding? type = typeName is null ? null : table.Resolve(typeName, element, "type");
        if (type is null || !IsUsable(element, type))
        {
            content.IsGood = false;
            return null;
        }

        CheckSemanticType(element, type);
        SbePresence presence = Presence(element, type);
        SbeConstant? constant = Constant(element, type, presence);
        long position = Place(element, offset, presence == SbePresence.Constant ? 0 : type.Size, content);
        return new SbeField
        {
            Name = name,
            Id = id,
            Description = AttributeReader.Text(element, "description") ?? type.Description,
            SemanticType = AttributeReader.Text(element, "semanticType") ?? type.SemanticType,
            SinceVersion = since,
            Deprecated = deprecated,
            Location = DiagnosticBag.Locate(element),
            Encoding = type,
            Presence = presence,
            Constant = constant,
            Offset = (int)Math.Min(position, int.MaxValue),
            TimeUnit = AttributeReader.Text(element, "timeUnit"),
            Epoch = AttributeReader.Text(element, "epoch"),
        };
    }

    /// <summary>A field (or data) and its type may not be of two semantic types.</summary>
    public void CheckSemanticType(XElement element, SbeEncoding type)
    {
        if (AttributeReader.Text(element, "semanticType") is { } own && type.SemanticType is { } its && own != its)
        {
            string reason = $"semanticType \"{DiagnosticBag.Clip(own)}\", but its type's is \"{DiagnosticBag.Clip(its)}\"";
            bag.Error(SbeRule.SemanticTypeDiffers, element, reason);
        }
    }

    private bool IsUsable(XElement element, SbeEncoding type)
    {
        switch (type)
        {
            case SbeCompositeEncoding { IsVariableLength: true }:
                bag.Error(SbeRule.BadDataType, element, "a composite of variable data is for data, not for fields");
                return false;
            case SbeTypeEncoding { IsVariableLength: true, Presence: not SbePresence.Constant }:
                bag.Error(SbeRule.BadLength, element, "a type of length 0 is for variable data, not for fields");
                return false;
            default:
                return true;
        }
    }

    /// <summary>The field's own presence wins over its type's, but for a constant type, which has no bytes to give.</summary>
    private SbePresence Presence(XElement element, SbeEncoding type)
    {
        SbePresence? own = attributes.Presence(element);
        if (type is SbeTypeEncoding { Presence: SbePresence.Constant })
        {
            if (own is SbePresence.Required or SbePresence.Optional)
            {
                bag.Warning(SbeRule.PresenceIgnored, element, "the type is constant, and so is the field");
            }

            return SbePresence.Constant;
        }

        return own ?? type.Presence;
    }

    private SbeConstant? Constant(XElement element, SbeEncoding type, SbePresence presence)
    {
        string? valueRef = AttributeReader.Text(element, "valueRef");
        if (presence != SbePresence.Constant)
        {
            if (valueRef is not null)
            {
                bag.Error(SbeRule.BadValueRef, element, "valueRef without presence=\"constant\"");
            }

            return null;
        }

        if (valueRef is null)
        {
            return OwnConstant(element, type);
        }

        SbeConstant? constant = table.ResolveValueRef(element, valueRef);
        string? mismatch = constant is null ? null : type switch
        {
            SbeEnumEncoding when constant.Enum == type => null,
            SbeEnumEncoding => $"the field's type is another enum, {type.Name}",
            SbeTypeEncoding { Length: 1 } simple when simple.Primitive == constant.Enum!.Primitive => null,
            SbeTypeEncoding simple => $"the enum is on {constant.Enum!.Primitive.SchemaName()}, the field's type is "
                + simple.Primitive.SchemaName() + (simple.Length == 1 ? string.Empty : "[]"),
            _ => $"the field's type {type.Name} is neither an enum nor a simple type",
        };
        if (mismatch is not null)
        {
            bag.Error(SbeRule.BadValueRef, element, $"valueRef=\"{DiagnosticBag.Clip(valueRef)}\": {mismatch}");
        }

        return constant;
    }

    private SbeConstant? OwnConstant(XElement element, SbeEncoding type)
    {
        if (type is SbeTypeEncoding { Constant: { } constant })
        {
            return constant;
        }

        // A constant type whose constant is wrong has been reported where it is declared.
        if (type is not SbeTypeEncoding { Presence: SbePresence.Constant })
        {
            SbeRule rule = type is SbeEnumEncoding ? SbeRule.BadValueRef : SbeRule.BadConstant;
            string reason = type is SbeEnumEncoding
                ? "a constant field of an enum needs a valueRef"
                : "a constant field needs a valueRef, or a type with a constant value";
            bag.Error(rule, element, reason);
        }

        return null;
    }

    private long Place(XElement element, int? offset, int size, BlockContent content)
    {
        if (offset == 0 && content.End > 0)
        {
            bag.Warning(SbeRule.ZeroTakenAsAbsent, element, "offset 0 after other fields taken as none");
            offset = null;
        }

        if (offset < content.End && size > 0 && content.IsGood)
        {
            string reason = $"offset {offset} overlaps the field before, which ends at {content.End}";
            bag.Error(SbeRule.OverlappingOffset, element, reason);
        }

        long position = offset ?? content.End;
        if (position + size > int.MaxValue)
        {
            bag.Error(SbeRule.TooLarge, element, "the block is larger than 2^31 - 1 bytes");
            content.IsGood = false;
            return position;
        }

        if (size > 0)
        {
            content.End = Math.Max(content.End, position + size);
        }

        return position;
    }
}
