namespace HftGateway.MarketData.Input;

/// <summary>A message of one of several merged inputs, or a gap in one.</summary>
public readonly ref struct MergedMessage
{
    /// <summary>Which input, by its place in the list.</summary>
    public int Source { get; init; }

    /// <summary>The message's bytes; empty when this is a gap.</summary>
    public ReadOnlySpan<byte> Message { get; init; }

    /// <summary>Its time in ns since midnight; that of the one before where it has none or steps back.</summary>
    public long TimeNs { get; init; }

    /// <summary>Its sequence number in its input.</summary>
    public long Sequence { get; init; }

    /// <summary>0-based index among all merged messages.</summary>
    public long Index { get; init; }

    /// <summary>How many messages are missing from <see cref="Sequence"/> on, when this is a gap.</summary>
    public long GapCount { get; init; }
}
