namespace HftGateway.Aeron.Driver.Network;

/// <summary>Whom a sender follows.</summary>
internal enum FlowControlKind
{
    /// <summary>The fastest receiver.</summary>
    Max,

    /// <summary>The slowest receiver.</summary>
    Min,

    /// <summary>The slowest receiver of a group.</summary>
    Tagged,
}
