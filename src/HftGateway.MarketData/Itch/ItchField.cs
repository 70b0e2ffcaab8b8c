using System.Text;

namespace HftGateway.MarketData.Itch;

/// <summary>One field of an ITCH message.</summary>
internal sealed class ItchField(string name, int offset, ItchFieldKind kind, int column)
{
    /// <summary>Name in the specification, lower case joined by underscores.</summary>
    public string Name { get; } = name;

    /// <summary>What precedes the value in JSON: <c>,"name":</c>.</summary>
    public byte[] JsonPrefix { get; } = Encoding.ASCII.GetBytes($",\"{name}\":");

    /// <summary>Offset in the message.</summary>
    public int Offset { get; } = offset;

    /// <summary>Wire form.</summary>
    public ItchFieldKind Kind { get; } = kind;

    /// <summary>Index in <see cref="ItchFields.Columns"/>.</summary>
    public int Column { get; } = column;
}
