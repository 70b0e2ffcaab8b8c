namespace HftGateway.Aeron.Client;

/// <summary>Takes fragments. Used as a generic constraint on structs, so that a poll makes direct calls.</summary>
public interface IFragmentHandler
{
    /// <summary>Takes one fragment.</summary>
    /// <param name="payload">The payload in place; valid during the call.</param>
    /// <param name="header">The frame's header.</param>
    void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header);
}
