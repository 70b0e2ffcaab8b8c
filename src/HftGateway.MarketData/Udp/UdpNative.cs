using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// The socket calls of the receive and send paths, straight to the C library: the framework's own allocate or check
/// more than a polling loop wants, and it has no batches, no control messages and no drop counters. Linux only; the
/// layouts are those of 64-bit systems.
/// </summary>
internal static unsafe partial class UdpNative
{
    public const int MessageDontWait = 0x40;
    public const int MessageTruncate = 0x20;
    public const int MessageControlTruncated = 0x08;
    public const int MessageNoSignal = 0x4000;
    public const int ErrorInterrupted = 4;
    public const int ErrorAgain = 11;
    public const int ErrorNotImplemented = 38;
    public const int ErrorNoBuffers = 105;
    public const int ErrorRefused = 111;
    public const int LevelSocket = 1;
    public const int LevelIp = 0;
    public const int OptionReceiveBuffer = 8;
    public const int OptionSendBuffer = 7;
    public const int OptionReceiveBufferForce = 33;
    public const int OptionSendBufferForce = 32;
    public const int OptionTimestampNs = 35;
    public const int OptionTimestamping = 37;
    public const int OptionOverflow = 40;
    public const int OptionBusyPoll = 46;
    public const int OptionMemoryInfo = 55;
    public const int OptionAddSourceMembership = 39;
    public const int OptionMulticastAll = 49;
    public const int TimestampReceiveHardware = 1 << 2;
    public const int TimestampReceiveSoftware = 1 << 3;
    public const int TimestampReportSoftware = 1 << 4;
    public const int TimestampReportHardware = 1 << 6;
    public const int MemoryInfoWords = 9;
    public const int MemoryInfoDrops = 8;
    public const short PollIn = 1;
    public const short PollOut = 4;

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "recvmsg", SetLastError = true)]
    public static partial nint ReceiveMessage(int socket, MessageHeader* message, int flags);

    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    public static partial int ReceiveMessages(
        int socket, BatchEntry* messages, uint count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMessages(int socket, BatchEntry* messages, uint count, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [LibraryImport("libc", EntryPoint = "getsockopt", SetLastError = true)]
    public static partial int GetOption(int socket, int level, int option, void* value, uint* length);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Socket;
        public short Events;
        public short Returned;
    }

    /// <summary>struct iovec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct Piece
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct msghdr, 56 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct MessageHeader
    {
        public byte* Name;
        public uint NameLength;
        public Piece* Pieces;
        public nuint PieceCount;
        public byte* Control;
        public nuint ControlLength;
        public int Flags;
    }

    /// <summary>struct mmsghdr, 64 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct BatchEntry
    {
        public MessageHeader Message;
        public uint Length;
    }

    /// <summary>struct cmsghdr; its data follow.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct ControlHeader
    {
        public nuint Length;
        public int Level;
        public int Type;
    }

    /// <summary>struct timespec.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
