namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>What the gateway reads of a definition, the same for every template that is one.</summary>
internal ref struct DefinitionView
{
    public ReadOnlySpan<byte> Symbol;
    public ReadOnlySpan<byte> SecurityGroup;
    public ReadOnlySpan<byte> Asset;
    public ReadOnlySpan<byte> SecurityType;
    public ReadOnlySpan<byte> Currency;
    public ulong LastUpdateTime;
    public long MinPriceIncrement;
    public long DisplayFactor;
    public int SecurityId;
    public int Depth;
    public int ImpliedDepth;
    public uint TotalReports;
    public byte TradingStatus;
    public byte Action;
}
