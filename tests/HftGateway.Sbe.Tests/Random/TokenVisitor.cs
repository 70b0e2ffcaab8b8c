using System.Globalization;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.RandomSchemas;

/// <summary>Writes down what a decoder visits, one line each, for comparison with <see cref="RandomMessage.Tokens"/>.</summary>
public sealed class TokenVisitor : ISbeVisitor
{
    /// <summary>The lines.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>The line of a single value.</summary>
    public static string ValueToken(string name, SbeValue value, SbeState state)
        => state == SbeState.Absent ? $"{name} absent" : $"{name}={Bits(value)} {state}";

    /// <summary>The line of an array.</summary>
    public static string ArrayToken(string name, ReadOnlySpan<byte> bytes, SbeState state)
        => state == SbeState.Absent ? $"{name} absent" : $"{name}=[{Convert.ToHexString(bytes)}] {state}";

    /// <inheritdoc/>
    public void BeginMessage(SbeMessage message, SbeHeaderValues header, ReadOnlySpan<byte> headerBytes)
        => Tokens.Add($"message {message.Name} {header.BlockLength} {header.TemplateId} {header.SchemaId} {header.Version}");

    /// <inheritdoc/>
    public void EndMessage(SbeMessage message) => Tokens.Add("end");

    /// <inheritdoc/>
    public void Value(SbeElement member, SbeEncoding encoding, SbePresence presence, SbeValue value, SbeState state)
        => Tokens.Add(ValueToken(member.Name, value, state));

    /// <inheritdoc/>
    public void Array(
        SbeElement member, SbeTypeEncoding encoding, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
        => Tokens.Add(ArrayToken(member.Name, bytes, state));

    /// <inheritdoc/>
    public void Constant(SbeElement member, SbeEncoding encoding, SbeConstant constant, SbeState state)
        => Tokens.Add(state == SbeState.Absent ? $"{member.Name} absent" : $"{member.Name} is {constant}");

    /// <inheritdoc/>
    public void BeginComposite(
        SbeElement member, SbeCompositeEncoding composite, SbePresence presence, ReadOnlySpan<byte> bytes, SbeState state)
        => Tokens.Add($"{member.Name} {state} {{");

    /// <inheritdoc/>
    public void EndComposite(SbeElement member, SbeCompositeEncoding composite) => Tokens.Add("}");

    /// <inheritdoc/>
    public void BeginGroup(SbeGroup group, int count, int blockLength, SbeState state)
        => Tokens.Add(state == SbeState.Absent ? $"{group.Name} absent" : $"{group.Name} {count} of {blockLength}");

    /// <inheritdoc/>
    public void BeginEntry(SbeGroup group, int index) => Tokens.Add($"[{index}]");

    /// <inheritdoc/>
    public void EndEntry(SbeGroup group, int index) => Tokens.Add("-");

    /// <inheritdoc/>
    public void EndGroup(SbeGroup group) => Tokens.Add("end group");

    /// <inheritdoc/>
    public void Data(SbeData data, ReadOnlySpan<byte> bytes, SbeState state)
        => Tokens.Add(ArrayToken(data.Name, bytes, state));

    private static string Bits(SbeValue value) => value.Bits.ToString("X", CultureInfo.InvariantCulture);
}
