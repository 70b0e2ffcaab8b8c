namespace HftGateway.Aeron.Protocol;

/// <summary>Types of frames.</summary>
public static class FrameType
{
    /// <summary>Nothing up to the end of the frame's length.</summary>
    public const ushort Pad = 0x00;

    /// <summary>Data.</summary>
    public const ushort Data = 0x01;

    /// <summary>Something is missing.</summary>
    public const ushort Nak = 0x02;

    /// <summary>How far a receiver is, and how much it takes.</summary>
    public const ushort StatusMessage = 0x03;

    /// <summary>A receiver's error.</summary>
    public const ushort Error = 0x04;

    /// <summary>A stream's parameters.</summary>
    public const ushort Setup = 0x05;

    /// <summary>Round-trip time.</summary>
    public const ushort Rtt = 0x06;

    /// <summary>Name resolution between drivers.</summary>
    public const ushort Resolution = 0x07;

    /// <summary>Setup of a response channel.</summary>
    public const ushort ResponseSetup = 0x0B;
}
