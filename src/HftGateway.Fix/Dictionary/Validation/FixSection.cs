namespace HftGateway.Fix.Dictionaries;

/// <summary>The three parts of a message.</summary>
public enum FixSection : byte
{
    /// <summary>Standard header.</summary>
    Header = 0,

    /// <summary>Body.</summary>
    Body,

    /// <summary>Standard trailer.</summary>
    Trailer,
}
