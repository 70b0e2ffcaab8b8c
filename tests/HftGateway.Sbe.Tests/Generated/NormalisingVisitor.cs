using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>
/// Writes down what generated code must return for a message: values as bits, null values for members that are absent,
/// and whether members that may be missing are there.
/// </summary>
internal sealed class NormalisingVisitor(SbeByteOrder order) : ISbeVisitor
{
    /// <summary>The lines.</summary>
    public List<string> Tokens { get; } = [];

    /// <inheritdoc/>
    public void BeginMessage(SbeMessage message, SbeHeaderValues header, ReadOnlySpan<byte> headerBytes)
        => Tokens.Add($"message {message.Name}");

    /// <inheritdoc/>
    public void EndMessage(SbeMessage message) => Tokens.Add("end");

    /// <inheritdoc/>
    public void Value(SbeElement member, SbeEncoding encoding, SbePresence presence, SbeValue value, SbeState state)
    {
        DriverTokens.Value(Tokens, member.Name, state == SbeState.Absent ? Absent(encoding) : value.Bits);
        Has(member, presence, state, encoding is not SbeSetEncoding);
    }

    /// <inheritdoc/>
    public void Array(
        SbeElement member, SbeTypeEncoding encoding, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
    {
        if (state == SbeState.Absent)
            AbsentArray(member, encoding, isInComposite: false);
        else if (IsSpan(encoding))
            DriverTokens.Bytes(Tokens, member.Name, bytes);
        else
            Elements(member, encoding, bytes);
        Has(member, presence, state, encoding.IsText);
    }

    /// <inheritdoc/>
    public void Constant(SbeElement member, SbeEncoding encoding, SbeConstant constant, SbeState state)
    {
        SbeTypeEncoding? type = encoding as SbeTypeEncoding;
        if (type is { IsArray: true })
        {
            foreach (SbeValue value in state == SbeState.Absent ? [] : Trimmed(constant))
                DriverTokens.Value(Tokens, member.Name, value.Bits);
        }
        else
        {
            SbeValue none = constant.Enum?.NullValue ?? type?.NullValue ?? ((SbeEnumEncoding)encoding).NullValue;
            DriverTokens.Value(Tokens, member.Name, (state == SbeState.Absent ? none : constant.Value).Bits);
        }
    }

    /// <inheritdoc/>
    public void BeginComposite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes,
            SbeState state)
    {
        Has(member, presence, state, true);
        Tokens.Add($"{member.Name} {{");
        if (state == SbeState.Absent)
            AbsentComposite(composite);
    }

    /// <inheritdoc/>
    public void EndComposite(SbeElement member, SbeCompositeEncoding composite) => Tokens.Add("}");

    /// <inheritdoc/>
    public void BeginGroup(SbeGroup group, int count, int blockLength, SbeState state)
        => Tokens.Add($"{group.Name} {count}");

    /// <inheritdoc/>
    public void BeginEntry(SbeGroup group, int index) => Tokens.Add($"[{index}]");

    /// <inheritdoc/>
    public void EndEntry(SbeGroup group, int index)
    {
    }

    /// <inheritdoc/>
    public void EndGroup(SbeGroup group) => Tokens.Add("end group");

    /// <inheritdoc/>
    public void Data(SbeData data, ReadOnlySpan<byte> bytes, SbeState state)
        => DriverTokens.Bytes(Tokens, data.Name, bytes);

    /// <summary>The elements of a constant array; text without its padding.</summary>
    public static IEnumerable<SbeValue> Trimmed(SbeConstant constant)
        => constant.Text is null ? constant.Values : constant.Values.TakeWhile(v => v.Bits != 0);

    private static ulong Absent(SbeEncoding encoding) => encoding switch
    {
        SbeTypeEncoding type => type.NullValue.Bits,
        SbeEnumEncoding type => type.NullValue.Bits,
        _ => 0,
    };

    private void Has(SbeElement member, SbePresence presence, SbeState state, bool hasNull)
    {
        if (presence == SbePresence.Optional || member.SinceVersion > 0)
        {
            bool optional = presence == SbePresence.Optional && hasNull;
            DriverTokens.Has(Tokens, member.Name, optional ? state == SbeState.Present : state != SbeState.Absent);
        }
    }

    private static bool IsSpan(SbeTypeEncoding type) => type.IsText || type.Primitive == SbePrimitiveType.UInt8;

    private void Elements(SbeElement member, SbeTypeEncoding type, ReadOnlySpan<byte> bytes)
    {
        int size = type.Primitive.Size();
        for (int at = 0; at < bytes.Length; at += size)
        {
            ulong bits = 0;
            for (int i = 0; i < size; i++)
                bits = (bits << 8) | bytes[at + (order == SbeByteOrder.BigEndian ? i : size - 1 - i)];
            DriverTokens.Value(Tokens, member.Name, SbeValue.FromRawBits(type.Primitive, bits).Bits);
        }
    }

    private void AbsentArray(SbeElement member, SbeTypeEncoding type, bool isInComposite)
    {
        if (IsSpan(type))
        {
            byte[] image = new byte[isInComposite ? type.Length : 0];
            System.Array.Fill(image, (byte)type.NullValue.Bits);
            DriverTokens.Bytes(Tokens, member.Name, image);
            return;
        }
        for (int i = 0; i < type.Length; i++)
            DriverTokens.Value(Tokens, member.Name, type.NullValue.Bits);
    }

    private void AbsentComposite(SbeCompositeEncoding composite)
    {
        foreach (SbeMember member in composite.Members)
        {
            switch (member.Encoding)
            {
                case SbeTypeEncoding { Presence: SbePresence.Constant } type:
                    Constant(member, type, member.Constant!,
                        member.SinceVersion > 0 ? SbeState.Absent : SbeState.Present);
                    break;
                case SbeCompositeEncoding inner:
                    BeginComposite(member, inner, SbePresence.Required, default, SbeState.Absent);
                    Tokens.Add("}");
                    break;
                case SbeTypeEncoding { IsArray: true } type:
                    AbsentArray(member, type, isInComposite: true);
                    AbsentHas(member, type.IsText);
                    break;
                default:
                    DriverTokens.Value(Tokens, member.Name, Absent(member.Encoding));
                    AbsentHas(member, member.Encoding is not SbeSetEncoding);
                    break;
            }
        }
    }

    private void AbsentHas(SbeMember member, bool hasNull)
    {
        if (member.Presence == SbePresence.Optional || member.SinceVersion > 0)
            DriverTokens.Has(Tokens, member.Name, member.SinceVersion == 0 && !hasNull);
    }
}
