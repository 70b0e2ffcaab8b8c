namespace HftGateway.Pipeline.Gateway;

/// <summary>UDP ports on which a channel of MDP 3.0 is received, as the system chose them.</summary>
/// <param name="Incremental">Incremental lines, A first.</param>
/// <param name="Definitions">Loop of definitions, 0 where there is none.</param>
/// <param name="Snapshots">Loop of snapshots by price, 0 where there is none.</param>
/// <param name="OrderSnapshots">Loop of snapshots by order, 0 where there is none.</param>
public sealed record Mdp3Ports(IReadOnlyList<int> Incremental, int Definitions, int Snapshots, int OrderSnapshots);
