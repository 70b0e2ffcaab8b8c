namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>An entry of a snapshot, the same for every template that has one.</summary>
internal struct SnapshotEntry
{
    public long Price;
    public ulong Size;
    public int Orders;
    public int Detail;
    public byte Level;
    public byte Type;
}
