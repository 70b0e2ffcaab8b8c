namespace HftGateway.Pipeline.Recording;

/// <summary>Where a <see cref="FeedRecorder"/> writes.</summary>
public sealed record RecorderOptions
{
    /// <summary>What the wire brought, as a capture; null leaves it out. Closed with the recorder.</summary>
    public Stream? Wire { get; init; }

    /// <summary>What arbitration produced, as BinaryFILE; null leaves it out. Closed with the recorder.</summary>
    public Stream? Messages { get; init; }

    /// <summary>The file beside <see cref="Messages"/> with numbers and gaps; wanted with it.</summary>
    public Stream? Marks { get; init; }

    /// <summary>
    /// Bytes between the feed's thread and the writing thread, a power of two from 2^18 to 2^30: how long a pause of the
    /// disk is bridged.
    /// </summary>
    public int QueueBytes { get; init; } = 1 << 26;

    /// <summary>Longest time that something recorded may stay in memory, ms.</summary>
    public int FlushMs { get; init; } = 200;
}
