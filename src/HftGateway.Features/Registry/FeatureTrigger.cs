namespace HftGateway.Features;

/// <summary>What can change a feature.</summary>
public enum FeatureTrigger
{
    /// <summary>Every row.</summary>
    Row = 0,

    /// <summary>Trade rows; the value is held between.</summary>
    Trade = 1,

    /// <summary>A boundary of the sampling grid; held between.</summary>
    Sample = 2,

    /// <summary>The close of a bar; held between.</summary>
    Bar = 3,
}
