namespace HftGateway.Features.Reference;

/// <summary>A change of the displayed book: σ = +1 bid or -1 ask, price, shares added (or removed, below 0).</summary>
internal readonly record struct ReferenceFlow(int Sigma, long Price, long Shares);
