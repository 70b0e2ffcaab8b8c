namespace HftGateway.Books;

/// <summary>No.</summary>
internal readonly struct SwitchOff : ISwitch
{
    /// <inheritdoc/>
    public static bool IsOn => false;
}
