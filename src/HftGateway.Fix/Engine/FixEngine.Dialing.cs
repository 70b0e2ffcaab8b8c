using System.Net;
using System.Net.Sockets;

namespace HftGateway.Fix;

/// <content>Connecting, and connecting again.</content>
public sealed partial class FixEngine
{
    private const int ConnectTimeoutMs = 10_000;

    private void Dials(FixTime now)
    {
        foreach (FixSessionEntry entry in _initiators)
        {
            if (entry is { IsEnabled: true, IsLeaving: false, Connection: null } && now.TickNs >= entry.NextAttemptNs
                && !_stopping && !_dials.Exists(d => d.Entry == entry) && entry.Session.IsOpen(now))
                _dials.Add(new Dial(entry, entry.Connect[entry.Attempt % entry.Connect.Count]));
        }
        for (int i = _dials.Count - 1; i >= 0; i--)
        {
            Dial dial = _dials[i];
            if (!dial.IsDone)
                continue;
            _dials.RemoveAt(i);
            Finish(dial, now);
        }
    }

    private void Finish(Dial dial, FixTime now)
    {
        FixSessionEntry entry = dial.Entry;
        if (dial.Socket is not { } socket)
        {
            Note($"{entry.Session.Id}: cannot connect to {dial.EndPoint.Host}:{dial.EndPoint.Port}: {dial.Problem}");
            ScheduleDial(entry, now);
            return;
        }
        if (!entry.IsEnabled || entry.IsLeaving || _stopping)
        {
            socket.Dispose();
            return;
        }
        var connection = new FixConnection(
            this, socket, 0, $"{dial.EndPoint.Host}:{dial.EndPoint.Port}", entry.Session.Settings.MaxMessageBytes, now);
        _connections.Add(connection);
        connection.Attach(entry, now);
        connection.Flush(now);
    }

    private static void ScheduleDial(FixSessionEntry entry, FixTime now)
    {
        if (entry.Connect.Count == 0)
            return;
        // A session that was established begins again with the first place and the shortest wait.
        bool wasGood = entry.Session.WasEstablished;
        entry.Session.WasEstablished = false;
        entry.Attempt = wasGood ? 0 : entry.Attempt + 1;
        int failures = entry.Attempt / entry.Connect.Count;
        // Other places are tried at once, the whole list again after a wait that doubles.
        double wait = !wasGood && entry.Attempt % entry.Connect.Count != 0
            ? 0
            : Math.Min(entry.ReconnectSeconds * Math.Pow(2, Math.Max(0, Math.Min(failures, 20) - 1)),
                Math.Max(entry.ReconnectMaxSeconds, entry.ReconnectSeconds));
        entry.NextAttemptNs = now.TickNs + (long)(wait * 1e9);
    }

    // One attempt to connect; runs elsewhere, the engine looks in on it.
    private sealed class Dial
    {
        private readonly Task _task;

        internal Dial(FixSessionEntry entry, DnsEndPoint endPoint)
        {
            Entry = entry;
            EndPoint = endPoint;
            _task = Connect();
        }

        internal FixSessionEntry Entry { get; }

        internal DnsEndPoint EndPoint { get; }

        internal Socket? Socket { get; private set; }

        internal string Problem { get; private set; } = "";

        internal bool IsDone => _task.IsCompleted;

        private async Task Connect()
        {
            Socket? socket = null;
            try
            {
                if (Entry.Tls is { } tls)
                {
                    socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                    using var timeout = new CancellationTokenSource(ConnectTimeoutMs);
                    await socket.ConnectAsync(EndPoint.Host, EndPoint.Port, timeout.Token).ConfigureAwait(false);
                    Socket = await TlsBridge.ConnectAsync(socket, tls, EndPoint.Host, timeout.Token)
                        .ConfigureAwait(false);
                }
                else
                {
                    Socket = await Task.Run(() => Open(EndPoint)).ConfigureAwait(false);
                }
            }
            catch (Exception error)
            {
                socket?.Dispose();
                Problem = error is OperationCanceledException ? "no answer" : TlsBridge.Explain(error);
            }
        }

        // Not ConnectAsync: a socket that was once used asynchronously stays with the runtime's epoll thread, which then
        // wakes up for each message that the engine's own thread has long read.
        private static Socket Open(DnsEndPoint endPoint)
        {
            SocketError problem = SocketError.HostNotFound;
            foreach (IPAddress address in Dns.GetHostAddresses(endPoint.Host))
            {
                var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                try
                {
                    socket.NoDelay = true;
                    socket.Blocking = false;
                    problem = Connect(socket, new IPEndPoint(address, endPoint.Port));
                    if (problem == SocketError.Success)
                        return socket;
                }
                catch (SocketException error)
                {
                    problem = error.SocketErrorCode;
                }
                socket.Dispose();
            }
            throw new SocketException((int)problem);
        }

        private static SocketError Connect(Socket socket, IPEndPoint endPoint)
        {
            try
            {
                socket.Connect(endPoint);
                return SocketError.Success;
            }
            catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock
                or SocketError.InProgress)
            {
                return socket.Poll(ConnectTimeoutMs * 1000, SelectMode.SelectWrite)
                    ? (SocketError)(int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!
                    : SocketError.TimedOut;
            }
        }
    }
}
