using System.Runtime.InteropServices;
using HftGateway.Exchange.Orders;

namespace HftGateway.Exchange;

/// <summary>
/// Sleeps until a time, or until a socket has something: on Linux in <c>ppoll</c>, to the µs; elsewhere in short
/// sleeps.
/// <para><b>Threading.</b> The exchange's thread.</para>
/// </summary>
internal sealed unsafe partial class SocketWait
{
    private const short PollIn = 1;
    private const short PollOut = 4;
    private const int SetTimerSlack = 29;

    private readonly PollEntry[] _entries = new PollEntry[FixAcceptor.MaxConnections + 1];

    /// <summary>To be called once on the thread: asks for wake-ups to the µs instead of within 50 µs.</summary>
    public static void Prepare()
    {
        if (OperatingSystem.IsLinux())
            _ = ProcessControl(SetTimerSlack, 1000, 0, 0, 0);
    }

    /// <summary>Sleeps.</summary>
    /// <param name="acceptor">Listener and connections to watch.</param>
    /// <param name="reading">Whether arriving bytes end the sleep.</param>
    /// <param name="ns">Longest sleep in ns.</param>
    public void Sleep(FixAcceptor acceptor, bool reading, long ns)
    {
        if (!OperatingSystem.IsLinux())
        {
            Thread.Sleep(ns >= 2_000_000 ? 1 : 0);
            return;
        }

        int count = 0;
        _entries[count++] = new PollEntry { Descriptor = (int)acceptor.ListenerHandle, Events = PollIn };
        List<FixConnection> connections = acceptor.Connections;
        for (int i = 0; i < connections.Count; i++)
        {
            FixConnection connection = connections[i];
            short events = (short)((reading ? PollIn : 0) | (connection.HasOutbound ? PollOut : 0));
            if (!connection.IsClosed && events != 0)
                _entries[count++] = new PollEntry { Descriptor = (int)connection.Handle, Events = events };
        }

        var time = new TimeSpec { Seconds = (nint)(ns / 1_000_000_000), Nanoseconds = (nint)(ns % 1_000_000_000) };
        fixed (PollEntry* entries = _entries)
            _ = Poll(entries, (nuint)count, &time, null);
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Happened;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static partial int Poll(PollEntry* entries, nuint count, TimeSpec* timeout, void* signals);

    [LibraryImport("libc", EntryPoint = "prctl")]
    private static partial int ProcessControl(int option, nuint a, nuint b, nuint c, nuint d);
}
