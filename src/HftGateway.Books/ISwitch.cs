namespace HftGateway.Books;

/// <summary>
/// A decision made when code is compiled: a method generic over it exists once for each answer, without a test.
/// </summary>
internal interface ISwitch
{
    /// <summary>The answer.</summary>
    static abstract bool IsOn { get; }
}
