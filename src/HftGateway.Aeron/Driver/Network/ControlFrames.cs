using System.Buffers.Binary;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>
/// Control frames: reading with bounds checked, and writing.
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_udp_protocol.h</c>.</para>
/// </summary>
internal static class ControlFrames
{
    public const int NakBytes = 28;
    public const int StatusBytes = 36;
    public const int StatusWithTagBytes = 44;
    public const int SetupBytes = 40;
    public const int RttBytes = 40;
    public const int ErrorBytes = 40;
    public const int MaxErrorText = 1023;
    public const byte HasGroupTagFlag = 0x08;
    public const byte SendSetupFlag = 0x80;
    public const byte ReplyFlag = 0x80;
    public const byte EndOfStreamFlag = 0x40;
    public const byte GroupFlag = 0x40;
    public const byte SendResponseFlag = 0x80;
    public const int ResponseSetupBytes = 20;

    public static bool TryReadNak(ReadOnlySpan<byte> f, out Nak nak)
    {
        nak = default;
        if (f.Length < NakBytes)
            return false;
        nak = new Nak(Int32(f, 8), Int32(f, 12), Int32(f, 16), Int32(f, 20), Int32(f, 24));
        return true;
    }

    public static bool TryReadStatus(ReadOnlySpan<byte> f, out StatusMessage status)
    {
        status = default;
        if (f.Length < StatusBytes)
            return false;
        bool hasTag = f.Length >= StatusWithTagBytes && Int32(f, 0) >= StatusWithTagBytes;
        status = new StatusMessage(
            f[FrameLayout.FlagsOffset], Int32(f, 8), Int32(f, 12), Int32(f, 16), Int32(f, 20), Int32(f, 24),
            BinaryPrimitives.ReadInt64LittleEndian(f[28..]), hasTag,
            hasTag ? BinaryPrimitives.ReadInt64LittleEndian(f[36..]) : 0);
        return true;
    }

    public static bool TryReadSetup(ReadOnlySpan<byte> f, out Setup setup)
    {
        setup = default;
        if (f.Length < SetupBytes)
            return false;
        setup = new Setup(
            f[FrameLayout.FlagsOffset], Int32(f, 8), Int32(f, 12), Int32(f, 16), Int32(f, 20), Int32(f, 24), Int32(f, 28),
            Int32(f, 32), Int32(f, 36));
        return true;
    }

    public static bool TryReadRtt(ReadOnlySpan<byte> f, out RoundTrip rtt)
    {
        rtt = default;
        if (f.Length < RttBytes)
            return false;
        rtt = new RoundTrip(
            f[FrameLayout.FlagsOffset], Int32(f, 8), Int32(f, 12), BinaryPrimitives.ReadInt64LittleEndian(f[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(f[24..]), BinaryPrimitives.ReadInt64LittleEndian(f[32..]));
        return true;
    }

    public static bool TryReadResponseSetup(ReadOnlySpan<byte> f, out ResponseSetup setup)
    {
        setup = default;
        if (f.Length < ResponseSetupBytes)
            return false;
        setup = new ResponseSetup(Int32(f, 8), Int32(f, 12), Int32(f, 16));
        return true;
    }

    /// <summary>An ERR frame; its text is left where it is.</summary>
    public static bool TryReadError(ReadOnlySpan<byte> f, out ErrorFrame error)
    {
        error = default;
        if (f.Length < ErrorBytes)
            return false;
        int text = Int32(f, 36);
        if ((uint)text > MaxErrorText || text > f.Length - ErrorBytes || text > Int32(f, 0) - ErrorBytes)
            return false;
        error = new ErrorFrame(
            Int32(f, 8), Int32(f, 12), BinaryPrimitives.ReadInt64LittleEndian(f[16..]),
            (f[FrameLayout.FlagsOffset] & HasGroupTagFlag) != 0 ? BinaryPrimitives.ReadInt64LittleEndian(f[24..]) : -1,
            Int32(f, 32), f.Slice(ErrorBytes, text));
        return true;
    }

    public static int WriteError(Span<byte> f, in ErrorFrame error, bool hasGroupTag)
    {
        int length = ErrorBytes + error.Text.Length;
        Begin(f, length, FrameType.Error, hasGroupTag ? HasGroupTagFlag : (byte)0);
        Put(f, 8, error.SessionId);
        Put(f, 12, error.StreamId);
        BinaryPrimitives.WriteInt64LittleEndian(f[16..], error.ReceiverId);
        BinaryPrimitives.WriteInt64LittleEndian(f[24..], error.GroupTag);
        Put(f, 32, error.Code);
        Put(f, 36, error.Text.Length);
        error.Text.CopyTo(f[ErrorBytes..]);
        return length;
    }

    public static int WriteNak(Span<byte> f, in Nak nak)
    {
        Begin(f, NakBytes, FrameType.Nak, 0);
        Put(f, 8, nak.SessionId);
        Put(f, 12, nak.StreamId);
        Put(f, 16, nak.TermId);
        Put(f, 20, nak.TermOffset);
        Put(f, 24, nak.Length);
        return NakBytes;
    }

    public static int WriteStatus(Span<byte> f, in StatusMessage status)
    {
        int length = status.HasGroupTag ? StatusWithTagBytes : StatusBytes;
        Begin(f, length, FrameType.StatusMessage, status.Flags);
        Put(f, 8, status.SessionId);
        Put(f, 12, status.StreamId);
        Put(f, 16, status.TermId);
        Put(f, 20, status.TermOffset);
        Put(f, 24, status.Window);
        BinaryPrimitives.WriteInt64LittleEndian(f[28..], status.ReceiverId);
        if (status.HasGroupTag)
            BinaryPrimitives.WriteInt64LittleEndian(f[36..], status.GroupTag);
        return length;
    }

    public static int WriteRtt(Span<byte> f, in RoundTrip rtt)
    {
        Begin(f, RttBytes, FrameType.Rtt, rtt.Flags);
        Put(f, 8, rtt.SessionId);
        Put(f, 12, rtt.StreamId);
        BinaryPrimitives.WriteInt64LittleEndian(f[16..], rtt.EchoTimestampNs);
        BinaryPrimitives.WriteInt64LittleEndian(f[24..], rtt.ReceptionDeltaNs);
        BinaryPrimitives.WriteInt64LittleEndian(f[32..], rtt.ReceiverId);
        return RttBytes;
    }

    public static int WriteResponseSetup(Span<byte> f, in ResponseSetup setup)
    {
        Begin(f, ResponseSetupBytes, FrameType.ResponseSetup, 0);
        Put(f, 8, setup.SessionId);
        Put(f, 12, setup.StreamId);
        Put(f, 16, setup.ResponseSessionId);
        return ResponseSetupBytes;
    }

    public static int WriteSetup(Span<byte> f, in Setup setup)
    {
        Begin(f, SetupBytes, FrameType.Setup, setup.Flags);
        Put(f, 8, setup.TermOffset);
        Put(f, 12, setup.SessionId);
        Put(f, 16, setup.StreamId);
        Put(f, 20, setup.InitialTermId);
        Put(f, 24, setup.ActiveTermId);
        Put(f, 28, setup.TermLength);
        Put(f, 32, setup.Mtu);
        Put(f, 36, setup.Ttl);
        return SetupBytes;
    }

    private static void Begin(Span<byte> f, int length, ushort type, byte flags)
    {
        f[..length].Clear();
        Put(f, 0, length);
        f[FrameLayout.FlagsOffset] = flags;
        BinaryPrimitives.WriteUInt16LittleEndian(f[FrameLayout.TypeOffset..], type);
    }

    private static int Int32(ReadOnlySpan<byte> f, int offset) => BinaryPrimitives.ReadInt32LittleEndian(f[offset..]);

    private static void Put(Span<byte> f, int offset, int value) =>
        BinaryPrimitives.WriteInt32LittleEndian(f[offset..], value);
}
