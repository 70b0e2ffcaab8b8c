namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>An entry of a trade message, the same for every template that has one.</summary>
internal struct TradeEntry
{
    public long Price;
    public long Size;
    public uint RptSeq;
    public int Orders;
    public uint TradeId;
    public byte AggressorSide;
    public byte Action;
}
