namespace HftGateway.Pipeline.Topology;

/// <summary>The stages in the order in which an event passes them. The number is the stage's rank.</summary>
public enum StageKind
{
    /// <summary>Order books.</summary>
    Book = 0,

    /// <summary>Features.</summary>
    Features = 1,

    /// <summary>Strategy.</summary>
    Strategy = 2,

    /// <summary>Pre-trade risk.</summary>
    Risk = 3,

    /// <summary>FIX order encoder, the outbound side of the order session.</summary>
    Encoder = 4,
}
