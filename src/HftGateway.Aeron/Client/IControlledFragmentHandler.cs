namespace HftGateway.Aeron.Client;

/// <summary>Takes fragments and says how to go on.</summary>
public interface IControlledFragmentHandler
{
    /// <summary>Takes one fragment.</summary>
    /// <param name="payload">The payload in place; valid during the call.</param>
    /// <param name="header">The frame's header.</param>
    ControlledAction OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header);
}
