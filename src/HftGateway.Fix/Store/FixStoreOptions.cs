namespace HftGateway.Fix;

/// <summary>Sizes of a <see cref="FixStore"/>.</summary>
public sealed class FixStoreOptions
{
    /// <summary>Bytes by which a store grows; a multiple of 64 KiB, at most 1 GiB.</summary>
    public int SegmentBytes { get; init; } = 4 << 20;

    /// <summary>
    /// Segments that a store in memory keeps; the oldest messages go when another is needed, and can then only be
    /// gap-filled. A store on disk keeps everything until it is reset.
    /// </summary>
    public int MemorySegments { get; init; } = 4;

    /// <summary>Checks the sizes.</summary>
    /// <exception cref="ArgumentException">A size is out of its range.</exception>
    public void Validate()
    {
        if (SegmentBytes < 1 << 16 || SegmentBytes > 1 << 30 || SegmentBytes % (1 << 16) != 0)
            throw new ArgumentException(
                $"{SegmentBytes}: a multiple of 65536 up to 1073741824 is allowed", nameof(SegmentBytes));
        if (MemorySegments is < 2 or > 1024)
            throw new ArgumentException($"{MemorySegments}: 2 to 1024 are allowed", nameof(MemorySegments));
    }
}
