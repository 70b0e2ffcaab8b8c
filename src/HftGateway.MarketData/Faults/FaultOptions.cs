namespace HftGateway.MarketData.Faults;

/// <summary>
/// What goes wrong on a line. Probabilities are per packet, 0 to 1; with all of them 0 and no delay a line is perfect.
/// </summary>
public sealed record FaultOptions
{
    /// <summary>Seed: the same packets with the same seed meet the same faults.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>A packet is lost.</summary>
    public double Loss { get; init; }

    /// <summary>A burst of losses begins.</summary>
    public double Burst { get; init; }

    /// <summary>Longest burst in packets; lengths are uniform from 2.</summary>
    public int BurstPackets { get; init; } = 10;

    /// <summary>A packet comes twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>A packet is overtaken by the ones behind it.</summary>
    public double Reorder { get; init; }

    /// <summary>Most packets that overtake it; uniform from 1.</summary>
    public int ReorderPackets { get; init; } = 3;

    /// <summary>Longest time that an overtaken packet waits for them, ns.</summary>
    public long ReorderHoldNs { get; init; } = 10_000_000;

    /// <summary>Least time on the way, ns.</summary>
    public long DelayNs { get; init; }

    /// <summary>Added to it, uniform from 0, ns; packets keep their order.</summary>
    public long JitterNs { get; init; }

    /// <summary>A packet is cut short, at any place, and reaches the receiver so.</summary>
    public double Truncate { get; init; }

    /// <summary>
    /// Bits of a packet change and its checksum says so: the receiver's network stack discards it.
    /// </summary>
    public double Flip { get; init; }

    /// <summary>Bits of a packet change and no checksum notices: it reaches the receiver so.</summary>
    public double UndetectedFlip { get; init; }

    /// <summary>Most bits that change in a packet; uniform from 1.</summary>
    public int FlipBits { get; init; } = 3;

    /// <summary>Packets on the way at a time, 1 to 1,048,576; further ones are lost.</summary>
    public int CapacityPackets { get; init; } = 4_096;

    /// <summary>Largest packet in bytes, 1 to 65,507; longer ones are lost.</summary>
    public int MaxPacketBytes { get; init; } = 2_048;

    /// <summary>Whether anything can go wrong or take time.</summary>
    public bool IsPerfect => Loss == 0 && Burst == 0 && Duplicate == 0 && Reorder == 0 && DelayNs == 0
        && JitterNs == 0 && Truncate == 0 && Flip == 0 && UndetectedFlip == 0;

    /// <summary>Checks every setting.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range.</exception>
    public void Validate()
    {
        CheckProbability(Loss, nameof(Loss));
        CheckProbability(Burst, nameof(Burst));
        CheckProbability(Duplicate, nameof(Duplicate));
        CheckProbability(Reorder, nameof(Reorder));
        CheckProbability(Truncate, nameof(Truncate));
        CheckProbability(Flip, nameof(Flip));
        CheckProbability(UndetectedFlip, nameof(UndetectedFlip));
        Check(BurstPackets, 2, 1_000_000, nameof(BurstPackets));
        Check(ReorderPackets, 1, 1_000_000, nameof(ReorderPackets));
        Check(ReorderHoldNs, 0, long.MaxValue / 4, nameof(ReorderHoldNs));
        Check(DelayNs, 0, long.MaxValue / 4, nameof(DelayNs));
        Check(JitterNs, 0, int.MaxValue - 1, nameof(JitterNs));
        Check(FlipBits, 1, 1_000, nameof(FlipBits));
        Check(CapacityPackets, 1, 1 << 20, nameof(CapacityPackets));
        Check(MaxPacketBytes, 1, 65_507, nameof(MaxPacketBytes));
    }

    private static void CheckProbability(double value, string name)
    {
        if (!(value is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(name, value, "must be 0 to 1");
    }

    private static void Check(long value, long low, long high, string name)
    {
        if (value < low || value > high)
            throw new ArgumentOutOfRangeException(name, value, $"must be {low} to {high}");
    }
}
