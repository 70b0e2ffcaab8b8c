namespace HftGateway.Aeron.Client;

/// <summary>Lets a delegate be a struct handler.</summary>
/// <param name="handler">The delegate.</param>
public readonly struct DelegateHandler(FragmentHandler handler) : IFragmentHandler
{
    /// <inheritdoc/>
    public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header) => handler(payload, in header);
}
