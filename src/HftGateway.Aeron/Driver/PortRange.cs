namespace HftGateway.Aeron.Driver;

/// <summary>Ports that are taken where a channel leaves the choice to the driver.</summary>
/// <param name="Low">First port.</param>
/// <param name="High">Last port.</param>
public readonly record struct PortRange(int Low, int High);
