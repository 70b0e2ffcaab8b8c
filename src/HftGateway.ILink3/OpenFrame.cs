using System.Buffers.Binary;

namespace HftGateway.ILink3;

/// <summary>
/// The simple open framing header of iLink 3: four bytes before each message of the TCP stream, both members
/// little-endian (the framing standard's own order is big-endian).
/// <para><b>Threading.</b> Pure functions.</para>
/// <para><b>Reference.</b> CME iLink 3, message structure; FIX Simple Open Framing Header 1.0.</para>
/// </summary>
public static class OpenFrame
{
    /// <summary>Bytes of the header: length of the whole frame, encoding type.</summary>
    public const int HeaderBytes = 4;

    /// <summary>Bytes of the SBE header behind it.</summary>
    public const int SbeHeaderBytes = 8;

    /// <summary>Encoding type of SBE 1.0, little-endian messages.</summary>
    public const ushort SbeLittleEndian = 0xCAFE;

    /// <summary>Longest frame: the length has 16 bits.</summary>
    public const int MaxBytes = ushort.MaxValue;

    /// <summary>Writes the header of a frame whose message stands behind it.</summary>
    /// <param name="frame">The frame; its message begins at <see cref="HeaderBytes"/>.</param>
    /// <param name="messageBytes">Bytes of the message, SBE header included.</param>
    /// <returns>Bytes of the frame.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The message is shorter than its header, or longer than a frame can
    /// be, or than the buffer.</exception>
    public static int Write(Span<byte> frame, int messageBytes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(messageBytes, SbeHeaderBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(messageBytes, Math.Min(MaxBytes, frame.Length) - HeaderBytes);
        int length = messageBytes + HeaderBytes;
        BinaryPrimitives.WriteUInt16LittleEndian(frame, (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(frame[sizeof(ushort)..], SbeLittleEndian);
        return length;
    }

    /// <summary>Looks at the beginning of what was received.</summary>
    /// <param name="received">Bytes of the stream, from the beginning of a frame.</param>
    /// <param name="message">The message, SBE header included, when the frame is whole.</param>
    /// <param name="frameBytes">Bytes of the frame, when it is whole: the next begins there.</param>
    /// <returns>
    /// What was found. After <see cref="OpenFrameStatus.BadLength"/> or <see cref="OpenFrameStatus.BadEncoding"/> the
    /// stream has no next frame: the connection is to be ended.
    /// </returns>
    public static OpenFrameStatus Read(
        ReadOnlySpan<byte> received, out ReadOnlySpan<byte> message, out int frameBytes)
    {
        message = default;
        frameBytes = 0;
        if (received.Length < HeaderBytes)
            return OpenFrameStatus.Incomplete;
        int length = BinaryPrimitives.ReadUInt16LittleEndian(received);
        if (BinaryPrimitives.ReadUInt16LittleEndian(received[sizeof(ushort)..]) != SbeLittleEndian)
            return OpenFrameStatus.BadEncoding;
        if (length < HeaderBytes + SbeHeaderBytes)
            return OpenFrameStatus.BadLength;
        if (length > received.Length)
            return OpenFrameStatus.Incomplete;
        message = received[HeaderBytes..length];
        frameBytes = length;
        return OpenFrameStatus.Whole;
    }
}
