namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>An entry of a book message, the same for every template that has one.</summary>
internal struct BookEntry
{
    public long Price;
    public long Size;
    public uint RptSeq;
    public int Orders;
    public byte Level;
    public byte Action;
    public byte Type;
}
