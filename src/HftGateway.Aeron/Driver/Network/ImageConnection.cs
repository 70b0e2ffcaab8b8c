namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// A way on which an image's stream comes: a subscription with several destinations may have it on each.
/// <para><b>Threading.</b> The receiver's.</para>
/// </summary>
internal sealed class ImageConnection(ReceiveEndpoint endpoint, NativeAddress peer, long nowNs)
{
    /// <summary>A way that was silent for longer is none, ns.</summary>
    public const long TimeoutNs = 5_000_000_000;

    private long _lastFrameNs = nowNs;

    public ReceiveEndpoint Endpoint { get; } = endpoint;

    /// <summary>Where frames came from last.</summary>
    public NativeAddress Peer { get; private set; } = peer;

    /// <summary>The end of the stream was announced on it.</summary>
    public bool IsEndOfStream { get; set; }

    public bool IsAlive(long nowNs) => nowNs - _lastFrameNs < TimeoutNs;

    public void OnFrame(in NativeAddress from, long nowNs)
    {
        Peer = from;
        _lastFrameNs = nowNs;
    }
}
