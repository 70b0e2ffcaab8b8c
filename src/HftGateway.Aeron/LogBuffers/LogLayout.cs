using System.Runtime.CompilerServices;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.LogBuffers;

/// <summary>
/// Where the parts of a log file stand, and the arithmetic of terms and positions.
/// <para><b>Limits.</b> Terms of 64 KiB to 1 GiB, powers of two; positions below term length * 2^31.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_logbuffer_descriptor.h</c>.</para>
/// </summary>
public static class LogLayout
{
    /// <summary>Terms of a log.</summary>
    public const int Terms = 3;

    /// <summary>Shortest term, bytes.</summary>
    public const int MinTermLength = 64 * 1024;

    /// <summary>Longest term, bytes.</summary>
    public const int MaxTermLength = 1 << 30;

    /// <summary>Bytes of the metadata at the end of the file.</summary>
    public const int MetadataBytes = 4096;

    /// <summary>Longest message, bytes, in a log of any length.</summary>
    public const int MaxMessageBytes = 16 << 20;

    /// <summary>Tail counters, 3 * i64: term id in the high half, offset in the low.</summary>
    public const int TailsOffset = 0;

    /// <summary>Active term count, i32.</summary>
    public const int ActiveTermCountOffset = 24;

    /// <summary>End-of-stream position, i64; the largest number while the stream is open.</summary>
    public const int EndOfStreamOffset = 128;

    /// <summary>Is connected, i32.</summary>
    public const int IsConnectedOffset = 136;

    /// <summary>Active transports, i32.</summary>
    public const int ActiveTransportsOffset = 140;

    /// <summary>Registration id, i64.</summary>
    public const int CorrelationIdOffset = 256;

    /// <summary>First term's id, i32.</summary>
    public const int InitialTermIdOffset = 264;

    /// <summary>Length of the default header, i32.</summary>
    public const int DefaultHeaderLengthOffset = 268;

    /// <summary>MTU, i32.</summary>
    public const int MtuOffset = 272;

    /// <summary>Term length, i32.</summary>
    public const int TermLengthOffset = 276;

    /// <summary>Page size, i32.</summary>
    public const int PageSizeOffset = 280;

    /// <summary>Publication window, i32.</summary>
    public const int PublicationWindowOffset = 284;

    /// <summary>Receiver window, i32.</summary>
    public const int ReceiverWindowOffset = 288;

    /// <summary>Socket buffers: sndbuf, its default and maximum, rcvbuf, its default and maximum, 6 * i32.</summary>
    public const int SocketBuffersOffset = 292;

    /// <summary>Most retransmissions at a time, i32.</summary>
    public const int MaxResendOffset = 316;

    /// <summary>Default frame header, 128 bytes.</summary>
    public const int DefaultHeaderOffset = 320;

    /// <summary>Entity tag, i64.</summary>
    public const int EntityTagOffset = 448;

    /// <summary>Response correlation id, i64.</summary>
    public const int ResponseCorrelationIdOffset = 456;

    /// <summary>Linger, ns, i64.</summary>
    public const int LingerOffset = 464;

    /// <summary>Untethered window limit timeout, ns, i64.</summary>
    public const int UntetheredWindowLimitOffset = 472;

    /// <summary>Untethered resting timeout, ns, i64.</summary>
    public const int UntetheredRestingOffset = 480;

    /// <summary>
    /// Flags, a byte each: group, is response, rejoin, reliable, sparse, signal EOS, spies simulate connection, tether.
    /// </summary>
    public const int FlagsOffset = 488;

    /// <summary>Is the publication revoked, u8.</summary>
    public const int IsRevokedOffset = 496;

    /// <summary>0 concurrent publication, 1 exclusive, 2 image.</summary>
    public const int TypeOffset = 497;

    /// <summary>Untethered linger timeout, ns, i64.</summary>
    public const int UntetheredLingerOffset = 500;

    /// <summary>Length of a log file.</summary>
    /// <param name="termLength">Term length.</param>
    /// <param name="pageSize">Page size.</param>
    public static long FileLength(int termLength, int pageSize) =>
        Align.Up((long)Terms * termLength + MetadataBytes, pageSize);

    /// <summary>Whether a term may have this length.</summary>
    public static bool IsTermLength(int length) =>
        length is >= MinTermLength and <= MaxTermLength && Align.IsPowerOfTwo(length);

    /// <summary>Longest message in a log with this term length.</summary>
    public static int MaxMessage(int termLength) => Math.Min(termLength / 8, MaxMessageBytes);

    /// <summary>Which of the three terms has a count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Index(int termCount) => (int)((uint)termCount % Terms);

    /// <summary>Position of an offset in a term.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Position(int termId, int offset, int termBits, int initialTermId) =>
        ((long)unchecked(termId - initialTermId) << termBits) + offset;

    /// <summary>Term id of a tail counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int TermId(long rawTail) => (int)(rawTail >> 32);

    /// <summary>Offset of a tail counter, at most the term length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Offset(long rawTail, int termLength) => (int)Math.Min(rawTail & 0xFFFF_FFFFL, termLength);

    /// <summary>A tail counter.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long RawTail(int termId, int offset) => ((long)termId << 32) | (uint)offset;

    /// <summary>Position up to which was claimed in a log.</summary>
    internal static long ActivePosition(LogBuffer log)
    {
        int count = Volatile.Read(ref log.ActiveTermCount);
        long raw = Volatile.Read(ref log.Tail(Index(count)));
        return Position(TermId(raw), Offset(raw, log.TermLength), log.TermBits, log.InitialTermId);
    }

    /// <summary>Bytes that a message takes in a log.</summary>
    /// <param name="length">Length of the message.</param>
    /// <param name="maxPayload">Most payload of a frame.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int FramedLength(int length, int maxPayload)
    {
        if (length <= maxPayload)
            return Align.Up(length + FrameLayout.DataHeaderBytes, FrameLayout.Alignment);
        int full = length / maxPayload;
        int rest = length - full * maxPayload;
        int last = rest > 0 ? Align.Up(rest + FrameLayout.DataHeaderBytes, FrameLayout.Alignment) : 0;
        return full * (maxPayload + FrameLayout.DataHeaderBytes) + last;
    }
}
