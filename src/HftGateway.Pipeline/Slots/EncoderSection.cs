using System.Runtime.InteropServices;

namespace HftGateway.Pipeline.Slots;

/// <summary>
/// What the encoder stage did on one event: its section of the slot, written by its thread only and valid only when the
/// strategy section's count is not 0.
/// <para><b>Invariants.</b> 64 bytes = one cache line.</para>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
public struct EncoderSection
{
    /// <summary>Size in bytes: one cache line.</summary>
    public const int SizeBytes = 64;

    /// <summary>Messages written to the order session.</summary>
    [FieldOffset(0)] public int MessagesSent;

    /// <summary>Bytes written to the order session.</summary>
    [FieldOffset(4)] public int BytesSent;

    /// <summary>MsgSeqNum of the first of them.</summary>
    [FieldOffset(8)] public long FirstSequence;

    /// <summary>Time-stamp counter when the messages were encoded.</summary>
    [FieldOffset(48)] public long EncodedTicks;

    /// <summary>Time-stamp counter when the send call had returned.</summary>
    [FieldOffset(56)] public long SentTicks;
}
