using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Mdp3;

/// <summary>What a resting order's later entries must repeat.</summary>
/// <param name="Price">Price in 1/10000 dollar.</param>
/// <param name="Quantity">Shares left.</param>
/// <param name="Side">Side.</param>
internal readonly record struct RestingInfo(long Price, int Quantity, EventSide Side);
