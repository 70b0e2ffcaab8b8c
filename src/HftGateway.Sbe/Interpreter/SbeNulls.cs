using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>When composites are null.</summary>
internal static class SbeNulls
{
    /// <summary>A composite is null when its first member on the wire is, and either of the two may be.</summary>
    public static bool IsNull(SbeCompositeEncoding composite, bool isOptional, ReadOnlySpan<byte> bytes, SbeByteOrder order)
    {
        foreach (SbeMember member in composite.Members)
        {
            if (member.Size == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> own = bytes.Slice(member.Offset, member.Size);
            bool may = isOptional || member.Presence == SbePresence.Optional;
            return member.Encoding switch
            {
                SbeTypeEncoding { IsText: true, IsArray: true } => may && own[0] == 0,
                SbeTypeEncoding type => may && SbeBytes.Read(own, type.Primitive, order).IsNull(type.NullValue),
                SbeEnumEncoding type => may && SbeBytes.Read(own, type.Primitive, order).IsNull(type.NullValue),
                SbeCompositeEncoding inner => IsNull(inner, may, own, order),
                _ => false,
            };
        }

        return false;
    }
}
