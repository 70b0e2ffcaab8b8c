namespace HftGateway.Aeron.Protocol;

/// <summary>
/// Frames as they stand in logs and on the wire, offsets in bytes, little-endian.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_udp_protocol.h</c>.</para>
/// </summary>
public static class FrameLayout
{
    /// <summary>Frames in a log start at multiples of this.</summary>
    public const int Alignment = 32;

    /// <summary>Bytes of a data frame's header.</summary>
    public const int DataHeaderBytes = 32;

    /// <summary>Bytes that every frame begins with.</summary>
    public const int CommonHeaderBytes = 8;

    /// <summary>Length of header and payload, i32; negative while being written, 0 nothing.</summary>
    public const int LengthOffset = 0;

    /// <summary>Protocol version, i8.</summary>
    public const int VersionOffset = 4;

    /// <summary>Flags, u8.</summary>
    public const int FlagsOffset = 5;

    /// <summary>Type, u16, see <see cref="FrameType"/>.</summary>
    public const int TypeOffset = 6;

    /// <summary>Offset of the frame in its term, i32.</summary>
    public const int TermOffsetOffset = 8;

    /// <summary>Session id, i32 (also of NAK, SM and ERR: at 8 there).</summary>
    public const int SessionIdOffset = 12;

    /// <summary>Stream id, i32.</summary>
    public const int StreamIdOffset = 16;

    /// <summary>Term id, i32.</summary>
    public const int TermIdOffset = 20;

    /// <summary>Value that belongs to the application, i64.</summary>
    public const int ReservedValueOffset = 24;

    /// <summary>First frame of a message.</summary>
    public const byte BeginFlag = 0x80;

    /// <summary>Last frame of a message.</summary>
    public const byte EndFlag = 0x40;

    /// <summary>The whole message in one frame.</summary>
    public const byte UnfragmentedFlags = BeginFlag | EndFlag;

    /// <summary>End of stream.</summary>
    public const byte EndOfStreamFlag = 0x20;

    /// <summary>The publication was revoked.</summary>
    public const byte RevokedFlag = 0x10;
}
