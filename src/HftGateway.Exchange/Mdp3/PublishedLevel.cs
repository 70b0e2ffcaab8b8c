namespace HftGateway.Exchange.Mdp3;

/// <summary>One level of a side.</summary>
/// <param name="Price">Price in 1/10000 dollar.</param>
/// <param name="Quantity">Shares.</param>
/// <param name="Orders">Orders.</param>
internal readonly record struct PublishedLevel(long Price, int Quantity, int Orders);
