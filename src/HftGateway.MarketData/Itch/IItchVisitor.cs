namespace HftGateway.MarketData.Itch;

/// <summary>
/// What <see cref="ItchDecoder"/> hands messages to. Implemented by a struct and used as a generic constraint, so that
/// the
/// calls are direct and inlined.
/// </summary>
public interface IItchVisitor
{
    /// <summary>A sound message: its type is known and its length is the type's.</summary>
    /// <param name="message">First byte; <c>ItchMessage.As</c> gives the typed view. Valid during the call.</param>
    /// <param name="length">Length in bytes, <c>ItchLength.Of(message)</c>.</param>
    /// <param name="index">0-based index in the input.</param>
    /// <param name="offset">Byte offset in the input.</param>
    void OnMessage(ref byte message, int length, long index, long offset);

    /// <summary>A message that was not understood. Already counted by the decoder.</summary>
    /// <param name="defect">What and where.</param>
    void OnDefect(in ItchDefect defect);
}
