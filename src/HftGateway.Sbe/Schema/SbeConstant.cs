namespace HftGateway.Sbe.Schema;

/// <summary>A constant: a number, a text or a valid value of an enum. It takes no bytes on the wire.</summary>
public sealed class SbeConstant
{
    internal SbeConstant(SbeValue value, IReadOnlyList<SbeValue> values, string? text)
    {
        Value = value;
        Values = values;
        Text = text;
    }

    /// <summary>The value of a scalar, and the first element of an array.</summary>
    public SbeValue Value { get; }

    /// <summary>All elements in order; one for a scalar. Text shorter than its array is padded with zeros.</summary>
    public IReadOnlyList<SbeValue> Values { get; }

    /// <summary>The characters of a text constant, without padding; null for numbers.</summary>
    public string? Text { get; }

    /// <summary>The enum that a <c>valueRef</c> names, or null.</summary>
    public SbeEnumEncoding? Enum { get; init; }

    /// <summary>The valid value that a <c>valueRef</c> names, or null.</summary>
    public SbeValidValue? ValidValue { get; init; }

    /// <inheritdoc/>
    public override string ToString() => ValidValue?.Name ?? Text ?? Value.ToString();
}
