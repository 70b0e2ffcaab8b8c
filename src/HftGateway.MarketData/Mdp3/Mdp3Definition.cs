namespace HftGateway.MarketData.Mdp3;

/// <summary>What the gateway takes from an instrument's definition.</summary>
/// <param name="Symbol">Symbol [55], the exchange's name.</param>
/// <param name="SecurityId">SecurityID [48], the number used in all other messages.</param>
/// <param name="SecurityGroup">SecurityGroup [1151].</param>
/// <param name="Asset">Asset [6937], the product.</param>
/// <param name="SecurityType">SecurityType [167], e.g. FUT, OOF.</param>
/// <param name="Currency">Currency [15].</param>
/// <param name="MinPriceIncrement">Tick in 10^-9, 0 if none is stated.</param>
/// <param name="DisplayFactor">Factor from the feed's price to the displayed one, in 10^-9.</param>
/// <param name="Depth">Levels of the real book (feed type GBX), 0 if none is stated.</param>
/// <param name="ImpliedDepth">Levels of the implied book (feed type GBI), 0 if none is stated.</param>
/// <param name="TradingStatus">MDSecurityTradingStatus [1682], 255 if none is stated.</param>
/// <param name="Action">SecurityUpdateAction [980]: A, M or D.</param>
/// <param name="TotalReports">TotNumReports [911]: definitions of the loop, 0 if none is stated.</param>
public sealed record Mdp3Definition(
    string Symbol,
    int SecurityId,
    string SecurityGroup,
    string Asset,
    string SecurityType,
    string Currency,
    long MinPriceIncrement,
    long DisplayFactor,
    int Depth,
    int ImpliedDepth,
    byte TradingStatus,
    char Action,
    uint TotalReports)
{
    /// <summary>Longest symbol.</summary>
    public const int SymbolLength = 20;
}
