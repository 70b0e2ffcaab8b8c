using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Tests;

/// <summary>Asks the system for the options of a socket that this process has open, found by its port.</summary>
internal static partial class OpenSocket
{
    public const int SocketLevel = 1;
    public const int SendBuffer = 7;
    public const int ReceiveBuffer = 8;
    public const int IpLevel = 0;
    public const int IpMulticastTtl = 33;
    public const int Ipv6Level = 41;
    public const int Ipv6MulticastHops = 18;

    public static int Option(int port, int level, int option)
    {
        Span<byte> address = stackalloc byte[28];
        foreach (string link in Directory.GetFiles("/proc/self/fd"))
        {
            int length = address.Length;
            int descriptor = int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture);
            if (GetName(descriptor, ref MemoryMarshal.GetReference(address), ref length) != 0
                || BinaryPrimitives.ReadUInt16BigEndian(address[2..]) != port)
                continue;
            int size = sizeof(int);
            Assert.Equal(0, GetOption(descriptor, level, option, out int value, ref size));
            return value;
        }

        Assert.Fail($"no socket has port {port}");
        return 0;
    }

    [LibraryImport("libc", EntryPoint = "getsockname")]
    private static partial int GetName(int descriptor, ref byte address, ref int length);

    [LibraryImport("libc", EntryPoint = "getsockopt")]
    private static partial int GetOption(int descriptor, int level, int option, out int value, ref int length);
}
