namespace HftGateway.Features;

/// <summary>Groups of features, as the specification's sections group them.</summary>
public enum FeatureGroup
{
    /// <summary>Section 3.</summary>
    Book = 0,

    /// <summary>Section 4.</summary>
    Rates = 1,

    /// <summary>Section 5.</summary>
    OrderFlow = 2,

    /// <summary>Section 6.</summary>
    Trades = 3,

    /// <summary>Section 7.</summary>
    Toxicity = 4,

    /// <summary>Section 8.</summary>
    Sampling = 5,

    /// <summary>Section 9.</summary>
    Session = 6,

    /// <summary>Section 10.</summary>
    Bars = 7,
}
