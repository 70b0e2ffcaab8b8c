namespace HftGateway.Features.Reference;

/// <summary>
/// One message of a feed as the reference sees it: parsed by itself, with nothing of the library in it.
/// </summary>
internal sealed record ReferenceMessage
{
    /// <summary>A detected gap after which books are built anew; no message of any feed.</summary>
    public const char Gap = '!';

    /// <summary>0-based index in the input.</summary>
    public long Index { get; init; }

    /// <summary>ITCH message type, or <see cref="Gap"/>.</summary>
    public char Type { get; init; }

    /// <summary>The message's own time.</summary>
    public long TimeNs { get; init; }

    public int Locate { get; init; }

    public string Stock { get; init; } = "";

    public ulong Reference { get; init; }

    public ulong NewReference { get; init; }

    public char Side { get; init; }

    public long Shares { get; init; }

    /// <summary>0 where the type has none.</summary>
    public long Price { get; init; }

    public bool Printable { get; init; }

    /// <summary>H: trading state. h: market code.</summary>
    public char State { get; init; }

    /// <summary>h: action.</summary>
    public char Action { get; init; }

    /// <summary>An E that states price and side (LOBSTER).</summary>
    public bool IsStated { get; init; }
}
