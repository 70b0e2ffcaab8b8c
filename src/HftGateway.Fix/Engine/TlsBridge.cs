using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace HftGateway.Fix;

/// <summary>
/// Lets an engine that knows only plain non-blocking sockets talk through TLS: a pair of connected local sockets, one
/// for the engine, one whose bytes are carried to and from the encrypted stream. Back-pressure passes through: what the
/// peer does not read fills the local socket.
/// <para><b>Cost.</b> Two copies and two system calls more per message each way; not for the lowest latency.</para>
/// </summary>
internal static class TlsBridge
{
    private const int BufferBytes = 64 * 1024;

    internal static async Task<Socket> ConnectAsync(
        Socket socket, FixTlsSettings settings, string host, CancellationToken cancelled)
    {
        var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
        try
        {
            await stream.AuthenticateAsClientAsync(TlsOptions.ForClient(settings, host), cancelled)
                .ConfigureAwait(false);
            return await StartAsync(stream, socket).ConfigureAwait(false);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    internal static async Task<Socket> StartAsync(SslStream stream, Socket encrypted)
    {
        (Socket ours, Socket engines) = await PairAsync().ConfigureAwait(false);
        _ = Carry(stream, encrypted, ours);
        return engines;
    }

    internal static string Explain(Exception error) => error switch
    {
        AuthenticationException { InnerException: { } inner } => $"{error.Message} ({inner.Message})",
        AggregateException { InnerException: { } inner } => Explain(inner),
        _ => error.Message,
    };

    private static async Task Carry(SslStream stream, Socket encrypted, Socket local)
    {
        var plain = new NetworkStream(local, ownsSocket: true);
        Task inward = CopyThenEnd(stream, plain, local);
        Task outward = CopyThenShut(plain, stream);
        await Task.WhenAny(inward, outward).ConfigureAwait(false);
        if (outward.IsCompleted && !inward.IsCompleted)
            await Task.WhenAny(inward, Task.Delay(2000)).ConfigureAwait(false);
        await plain.DisposeAsync().ConfigureAwait(false);
        await stream.DisposeAsync().ConfigureAwait(false);
        encrypted.Dispose();
    }

    private static async Task CopyThenEnd(SslStream from, NetworkStream to, Socket local)
    {
        try
        {
            await from.CopyToAsync(to, BufferBytes).ConfigureAwait(false);
            local.Shutdown(SocketShutdown.Send);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException)
        {
            // The connection is gone; the engine sees its local socket close.
        }
    }

    private static async Task CopyThenShut(NetworkStream from, SslStream to)
    {
        try
        {
            await from.CopyToAsync(to, BufferBytes).ConfigureAwait(false);
            await to.ShutdownAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // As above.
        }
    }

    private static async Task<(Socket Ours, Socket Engines)> PairAsync()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(1);
        var engines = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await engines.ConnectAsync(listener.LocalEndPoint!).ConfigureAwait(false);
            Socket ours = await listener.AcceptAsync().ConfigureAwait(false);
            // Another process may have knocked first: only our own end is let in.
            if (!Equals(ours.RemoteEndPoint, engines.LocalEndPoint))
            {
                ours.Dispose();
                throw new IOException("a stranger connected to the local end of an encrypted connection");
            }
            ours.NoDelay = true;
            return (ours, engines);
        }
        catch
        {
            engines.Dispose();
            throw;
        }
    }
}
