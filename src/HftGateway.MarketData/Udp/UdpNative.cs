using System.Runtime.InteropServices;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// The socket calls of the receive and send paths, straight to the C library: the framework's own allocate or check
/// more
/// than a polling loop wants. Linux only.
/// </summary>
internal static unsafe partial class UdpNative
{
    public const int MessageDontWait = 0x40;
    public const int MessageTruncate = 0x20;
    public const int MessageNoSignal = 0x4000;
    public const int ErrorInterrupted = 4;
    public const int ErrorAgain = 11;
    public const int ErrorNoBuffers = 105;
    public const int ErrorRefused = 111;
    public const int LevelSocket = 1;
    public const int LevelIp = 0;
    public const int OptionReceiveBuffer = 8;
    public const int OptionSendBuffer = 7;
    public const int OptionReceiveBufferForce = 33;
    public const int OptionSendBufferForce = 32;
    public const int OptionBusyPoll = 46;
    public const int OptionMulticastAll = 49;
    public const short PollIn = 1;
    public const short PollOut = 4;

    [LibraryImport("libc", EntryPoint = "recv", SetLastError = true)]
    public static partial nint Receive(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "send", SetLastError = true)]
    public static partial nint Send(int socket, byte* buffer, nuint length, int flags);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(PollEntry* entries, nuint count, int timeoutMs);

    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Socket;
        public short Events;
        public short Returned;
    }
}
