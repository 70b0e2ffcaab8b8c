namespace HftGateway.Features.Reference;

/// <summary>A price level: price, shares, number of orders.</summary>
internal readonly record struct ReferenceLevel(long Price, long Shares, int Orders);
