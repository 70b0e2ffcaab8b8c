namespace HftGateway.MarketData.Arbitration;

/// <summary>Settings of a <see cref="PacketArbiter{TNumbering}"/>. Times are in ns of the caller's clock.</summary>
public sealed record ArbiterOptions
{
    /// <summary>Most lines that carry the same feed.</summary>
    public const int MaxLines = 8;

    /// <summary>Lines that carry the same feed, 1 to <see cref="MaxLines"/>.</summary>
    public int Lines { get; init; } = 2;

    /// <summary>The only session to begin with, or null for the first packet's.</summary>
    public SessionKey? Session { get; init; }

    /// <summary>
    /// First number wanted of a session: with 1 a late start is a gap; 0 takes what the first packet has.
    /// </summary>
    public ulong FirstSequence { get; init; }

    /// <summary>How long missing content may come from another line, or late, before the feed is stale.</summary>
    public long ReorderWaitNs { get; init; } = 200_000;

    /// <summary>
    /// How long content may be missing before it is given up, re-requests included; at least
    /// <see cref="ReorderWaitNs"/>. A recovery layer may give up earlier.
    /// </summary>
    public long GiveUpNs { get; init; } = 500_000_000;

    /// <summary>Silence after which a line is down; 0 = a line is never down.</summary>
    public long LineTimeoutNs { get; init; } = 3_000_000_000;

    /// <summary>Packets kept while something before them is missing, 1 to 65,536. Further ones are dropped.</summary>
    public int BufferPackets { get; init; } = 4_096;

    /// <summary>Largest packet, 64 to 65,507 bytes; a longer one is malformed.</summary>
    public int MaxPacketBytes { get; init; } = 2_048;

    /// <summary>
    /// Numbers remembered, a power of two from 64 to 2^24: within so many a second copy is recognised as one, timed
    /// and compared.
    /// </summary>
    public int HistoryLength { get; init; } = 1 << 16;

    /// <summary>
    /// A packet further ahead of what is expected is not believed until others confirm it. When copies are compared,
    /// half of <see cref="HistoryLength"/> is the most.
    /// </summary>
    public ulong MaxJump { get; init; } = 1 << 24;

    /// <summary>
    /// Packets that must agree, without any progress between them, before the numbering is believed to go on somewhere
    /// else, or another session to have begun; at least 1.
    /// </summary>
    public int ConfirmPackets { get; init; } = 4;

    /// <summary>How long a line must go on at lower numbers, without progress, before that is believed.</summary>
    public long ConfirmNs { get; init; } = 1_000_000_000;

    /// <summary>Whether a feed may change to another session; if not, its packets are only counted.</summary>
    public bool AcceptNewSession { get; init; } = true;

    /// <summary>
    /// Compare every later copy of a message with what is remembered of the first. Finds what UDP's checksum let pass,
    /// at the cost of hashing each message.
    /// </summary>
    public bool VerifyCopies { get; init; }

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range.</exception>
    public void Validate()
    {
        Check(Lines, 1, MaxLines, nameof(Lines));
        Check(ReorderWaitNs, 0, long.MaxValue / 4, nameof(ReorderWaitNs));
        Check(GiveUpNs, ReorderWaitNs, long.MaxValue / 4, nameof(GiveUpNs));
        Check(LineTimeoutNs, 0, long.MaxValue / 4, nameof(LineTimeoutNs));
        Check(BufferPackets, 1, 65_536, nameof(BufferPackets));
        Check(MaxPacketBytes, 64, 65_507, nameof(MaxPacketBytes));
        Check(HistoryLength, 64, 1 << 24, nameof(HistoryLength));
        if (!System.Numerics.BitOperations.IsPow2(HistoryLength))
            throw new ArgumentOutOfRangeException(nameof(HistoryLength), HistoryLength, "must be a power of two");
        if (MaxJump == 0)
            throw new ArgumentOutOfRangeException(nameof(MaxJump), MaxJump, "must be at least 1");
        Check(ConfirmPackets, 1, int.MaxValue, nameof(ConfirmPackets));
        Check(ConfirmNs, 0, long.MaxValue / 4, nameof(ConfirmNs));
    }

    private static void Check(long value, long low, long high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"must be {low} to {high}");
    }
}
