namespace HftGateway.Aeron.Client;

/// <summary>A message that stands in several places.</summary>
internal interface IMessageParts
{
    /// <summary>How many places.</summary>
    int Count { get; }

    /// <summary>What stands in one of them.</summary>
    ReadOnlySpan<byte> this[int index] { get; }
}
