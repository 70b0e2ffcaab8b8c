namespace HftGateway.MarketData.Itch;

/// <summary>
/// What every ITCH message struct declares, so that generic code can read and write all of them. Used only as a generic
/// constraint: nothing calls through the interface.
/// </summary>
public interface IItchMessage
{
    /// <summary>The message type byte.</summary>
    static abstract byte Code { get; }

    /// <summary>The length on the wire in bytes, which is also the struct's size.</summary>
    static abstract int Length { get; }
}
