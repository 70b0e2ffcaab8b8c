namespace HftGateway.Benchmarks.Sbe;

/// <summary>What an encoding benchmark writes as one entry of a book refresh.</summary>
internal struct BookEntry
{
    public long Price;
    public int Size;
    public int SecurityId;
    public uint RptSeq;
    public int Orders;
    public int TradeableSize;
    public byte Level;
    public byte Action;
    public byte Type;
}
