namespace HftGateway.Aeron.Driver.Network;

/// <summary>A datagram of a log that is to be sent.</summary>
/// <param name="address">First byte.</param>
/// <param name="length">Bytes to send.</param>
/// <param name="advance">Bytes of the log that it stands for: padding is not sent.</param>
internal readonly unsafe struct Datagram(byte* address, int length, int advance)
{
    public readonly byte* Address = address;
    public readonly int Length = length;
    public readonly int Advance = advance;
}
