namespace HftGateway.MarketData.Itch;

/// <summary>Wire form of an ITCH field.</summary>
internal enum ItchFieldKind : byte
{
    Letter,
    Text2,
    Text4,
    Text8,
    UInt16,
    UInt32,
    UInt48,
    UInt64,
}
