namespace HftGateway.MarketData;

/// <summary>
/// Why an input ended before its end: what, where in the stream, and what to do.
/// <para><b>Cost.</b> Not on the hot path: made once, when the input ends.</para>
/// </summary>
/// <param name="Code">Stable code.</param>
/// <param name="Message">What is wrong, for a person.</param>
/// <param name="ByteOffset">Offset of the first byte that could not be used, in the decompressed stream.</param>
/// <param name="MessageIndex">Number of messages delivered before it.</param>
/// <param name="Remedy">What to do.</param>
public sealed record FeedProblem(FeedErrorCode Code, string Message, long ByteOffset, long MessageIndex, string Remedy)
{
    /// <summary>One line with everything.</summary>
    public override string ToString() =>
        $"{Code}: {Message} (byte offset {ByteOffset}, after {MessageIndex} messages). {Remedy}";
}
