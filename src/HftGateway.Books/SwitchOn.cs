namespace HftGateway.Books;

/// <summary>Yes.</summary>
internal readonly struct SwitchOn : ISwitch
{
    /// <inheritdoc/>
    public static bool IsOn => true;
}
