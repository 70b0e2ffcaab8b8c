namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>An entry of a statistics message, the same for every template that has one.</summary>
internal struct StatisticEntry
{
    public long Price;
    public ulong Size;
    public uint RptSeq;
    public int Detail;
    public byte Type;
    public byte Action;
}
