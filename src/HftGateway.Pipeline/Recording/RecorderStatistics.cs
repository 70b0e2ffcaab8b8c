namespace HftGateway.Pipeline.Recording;

/// <summary>What a <see cref="FeedRecorder"/> wrote and what it could not.</summary>
public sealed class RecorderStatistics
{
    /// <summary>Datagrams handed to the recorder.</summary>
    public long Datagrams { get; internal set; }

    /// <summary>Datagrams in the capture.</summary>
    public long DatagramsWritten { get; internal set; }

    /// <summary>Datagrams that did not fit the queue, because the writing thread was too far behind.</summary>
    public long DatagramsQueueFull { get; internal set; }

    /// <summary>Datagrams that the disk did not take.</summary>
    public long DatagramsDisk { get; internal set; }

    /// <summary>Messages in the BinaryFILE.</summary>
    public long MessagesWritten { get; internal set; }

    /// <summary>Messages that the feed lost on all lines.</summary>
    public ulong MissingFeed { get; internal set; }

    /// <summary>Messages that did not fit the queue.</summary>
    public ulong MissingRecorder { get; internal set; }

    /// <summary>Messages that the disk did not take.</summary>
    public ulong MissingDisk { get; internal set; }

    /// <summary>Messages of length 0, which the format cannot hold.</summary>
    public ulong MissingEmpty { get; internal set; }

    /// <summary>Gaps marked.</summary>
    public long Gaps { get; internal set; }

    /// <summary>Most bytes in the queue at once, as far as seen.</summary>
    public long QueueHighBytes { get; internal set; }

    /// <summary>What the disk refused last, or null.</summary>
    public string? DiskFailure { get; internal set; }

    /// <summary>Everything that came is in the files: losses of the feed itself do not count.</summary>
    public bool IsComplete =>
        DatagramsQueueFull == 0 && DatagramsDisk == 0 && MissingRecorder == 0 && MissingDisk == 0
        && DiskFailure == null;
}
