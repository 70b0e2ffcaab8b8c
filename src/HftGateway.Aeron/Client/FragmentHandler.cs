namespace HftGateway.Aeron.Client;

/// <summary>A handler of fragments as a delegate, where convenience counts more than nanoseconds.</summary>
/// <param name="payload">The payload in place; valid during the call.</param>
/// <param name="header">The frame's header.</param>
public delegate void FragmentHandler(ReadOnlySpan<byte> payload, in FragmentHeader header);
