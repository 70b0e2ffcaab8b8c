using HftGateway.MarketData.Mdp3.Messages;

namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>What the gateway reads of a definition, the same for every template that is one.</summary>
internal struct DefinitionView
{
    public ByteArray20 Symbol;
    public ByteArray6 SecurityGroup;
    public ByteArray6 Asset;
    public ByteArray6 SecurityType;
    public ByteArray3 Currency;
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
