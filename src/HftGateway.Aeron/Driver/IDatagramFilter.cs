namespace HftGateway.Aeron.Driver;

/// <summary>
/// Sees every datagram between sockets and driver, to lose, repeat, reorder or delay it in tests. Not called when there
/// is none.
/// </summary>
public interface IDatagramFilter
{
    /// <summary>A datagram came in.</summary>
    /// <param name="datagram">The datagram; may be changed.</param>
    /// <returns>How often to deliver it: 0 loses it, 1 is normal.</returns>
    int OnReceive(Span<byte> datagram);

    /// <summary>Holds a datagram that came in; different delays reorder.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <returns>ns; 0 delivers at once.</returns>
    long DelayNs(ReadOnlySpan<byte> datagram) => 0;

    /// <summary>A datagram is to go out.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <returns>How often to send it: 0 loses it, 1 is normal.</returns>
    int OnSend(ReadOnlySpan<byte> datagram);
}
