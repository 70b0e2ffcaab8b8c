using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// A datagram of a system call that takes several (<c>struct mmsghdr</c> of 64-bit Linux).
/// <para><b>Reference.</b> recvmmsg(2), sendmmsg(2).</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal unsafe struct MessageHeader
{
    public const int SizeBytes = 64;

    /// <summary>Address of the peer, and its length.</summary>
    [FieldOffset(0)]
    public byte* Name;

    [FieldOffset(8)]
    public int NameLength;

    [FieldOffset(16)]
    public MessageVector* Vectors;

    [FieldOffset(24)]
    public nint VectorCount;

    [FieldOffset(32)]
    public byte* Control;

    [FieldOffset(40)]
    public nint ControlLength;

    [FieldOffset(48)]
    public int Flags;

    /// <summary>Bytes sent or received.</summary>
    [FieldOffset(56)]
    public int Length;
}
