namespace HftGateway.MarketData.Soup;

/// <summary>Versions of SoupBinTCP; they differ in the login request.</summary>
public enum SoupVersion
{
    /// <summary>SoupBinTCP 3.00: a login request of 46 bytes.</summary>
    V3,

    /// <summary>
    /// SoupBinTCP 4.0 and 4.1: the login request also states after how many ms of silence the server is to take the
    /// client for dead, in 5 further bytes.
    /// </summary>
    V41,
}
