namespace HftGateway.Fix;

/// <summary>What <see cref="FixFrameReader.TryRead"/> found.</summary>
public enum FrameResult : byte
{
    /// <summary>No complete message: read more bytes.</summary>
    NeedMore = 0,

    /// <summary>A message was framed; call again, there may be more.</summary>
    Frame = 1,

    /// <summary>A garbled message was skipped and counted; call again, there may be more.</summary>
    Garbled = 2,
}

/// <summary>What the bytes at a possible message start turned out to be.</summary>
internal enum FrameProbe : byte
{
    NeedMore,
    Complete,

    /// <summary>Not a message: nothing is known about where the next one starts.</summary>
    Malformed,

    /// <summary>Framed right, checksum wrong: the whole message can be skipped.</summary>
    BadChecksum,
}
