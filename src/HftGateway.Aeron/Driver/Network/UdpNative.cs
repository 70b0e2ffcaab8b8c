using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Driver.Network;

/// <summary>System calls that never block and never throw; the socket class throws when there is nothing to read.</summary>
internal static unsafe partial class UdpNative
{
    public const int DontWait = 0x40;
    public const int NoSignal = 0x4000;
    public const int WouldBlock = 11;
    public const int ConnectionRefused = 111;

    public const int SocketLevel = 1;
    public const int TimestampNs = 35;
    public const int Timestamping = 37;
    public const int ReceiveHardware = 4;

    [LibraryImport("libc", EntryPoint = "setsockopt")]
    public static partial int SetOption(int descriptor, int level, int option, in int value, int length);

    [LibraryImport("libc", EntryPoint = "recvmmsg")]
    public static partial int ReceiveMany(int descriptor, MessageHeader* messages, int count, int flags, void* timeout);

    [LibraryImport("libc", EntryPoint = "sendmmsg", SetLastError = true)]
    public static partial int SendMany(int descriptor, MessageHeader* messages, int count, int flags);

    [LibraryImport("libc", EntryPoint = "sendto", SetLastError = true)]
    public static partial nint SendTo(
        int descriptor, byte* buffer, nint length, int flags, byte* address, int addressLength);
}
