using System.Globalization;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>
/// The lines that a driver of generated code writes down: the same as <see cref="NormalisingVisitor"/> does for the
/// interpreter.
/// </summary>
public static class DriverTokens
{
    /// <summary>A signed value.</summary>
    public static void Value(List<string> tokens, string name, long value) => Line(tokens, name, (ulong)value);

    /// <summary>An unsigned value.</summary>
    public static void Value(List<string> tokens, string name, ulong value) => Line(tokens, name, value);

    /// <summary>A float, by its bits.</summary>
    public static void Value(List<string> tokens, string name, float value)
        => Line(tokens, name, BitConverter.SingleToUInt32Bits(value));

    /// <summary>A double, by its bits.</summary>
    public static void Value(List<string> tokens, string name, double value)
        => Line(tokens, name, BitConverter.DoubleToUInt64Bits(value));

    /// <summary>Whether a member that may be missing is there.</summary>
    public static void Has(List<string> tokens, string name, bool value) => tokens.Add($"has {name} {value}");

    /// <summary>Bytes.</summary>
    public static void Bytes(List<string> tokens, string name, ReadOnlySpan<byte> bytes)
        => tokens.Add($"{name}=[{Convert.ToHexString(bytes)}]");

    private static void Line(List<string> tokens, string name, ulong bits)
        => tokens.Add($"{name}={bits.ToString("X", CultureInfo.InvariantCulture)}");
}
