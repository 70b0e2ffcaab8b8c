namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// One output of a <see cref="PacketArbiter{TNumbering}"/>.
/// <para><b>Threading.</b> A view: valid until the arbiter is called again.</para>
/// </summary>
public ref struct ArbitratedPacket
{
    /// <summary>What this is; it says which fields have a meaning.</summary>
    public ArbitratedKind Kind;

    /// <summary>For <see cref="ArbitratedKind.Stale"/>: the reason that came.</summary>
    public StaleReason Reason;

    /// <summary>Line that brought it; <see cref="PacketArbiter{TNumbering}.RecoveryLine"/> for an answer to a
    /// re-request.</summary>
    public byte Line;

    /// <summary>Messages at the packet's beginning that were delivered before, to be left out.</summary>
    public int Skip;

    /// <summary>
    /// First number of the content behind <see cref="Skip"/>, or of the range that a notice is about.
    /// </summary>
    public ulong First;

    /// <summary>How many numbers.</summary>
    public ulong Count;

    /// <summary>When it was received, in the caller's ns; of a notice when it arose.</summary>
    public long ReceivedNs;

    /// <summary>The whole packet, headers included.</summary>
    public ReadOnlySpan<byte> Packet;

    /// <summary>Offset in the packet of its first numbered message, before skipping.</summary>
    public int Start;
}
