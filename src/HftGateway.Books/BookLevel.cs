namespace HftGateway.Books;

/// <summary>One price level as a query returns it.</summary>
/// <param name="Price">Price in price units; 0 where there is no level.</param>
/// <param name="Shares">Shares of all its orders.</param>
/// <param name="Orders">How many orders.</param>
public readonly record struct BookLevel(long Price, long Shares, int Orders);
