namespace HftGateway.MarketData.Mdp3.Capture;

/// <summary>One MDP 3.0 packet of a capture, in place: valid until its source is asked for the next.</summary>
public readonly ref struct Mdp3CapturedPacket
{
    /// <summary>The datagram's payload; damaged where the capture or the sender was.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }

    /// <summary>The feed that it came on.</summary>
    public Mdp3Feed Feed { get; init; }

    /// <summary>Of an incremental packet the line, from 0.</summary>
    public int Line { get; init; }

    /// <summary>Capture time, ns since the Unix epoch; <see cref="MessageBlock.NoTime"/> where there is none.</summary>
    public long UtcNs { get; init; }

    /// <summary>Byte offset of the payload in the capture.</summary>
    public long Offset { get; init; }
}
