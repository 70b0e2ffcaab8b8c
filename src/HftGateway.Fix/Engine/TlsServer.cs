using System.Net.Security;
using System.Net.Sockets;

namespace HftGateway.Fix;

/// <summary>The TLS side of a listener: handshakes run elsewhere, the engine gets a plain socket.</summary>
internal sealed class TlsServer
{
    private const int HandshakeTimeoutMs = 10_000;

    private readonly SslServerAuthenticationOptions _options;

    internal TlsServer(FixTlsSettings settings) => _options = TlsOptions.ForServer(settings);

    internal async void Accept(Socket socket, Action<Socket> ready, Action<string> failed)
    {
        try
        {
            using var timeout = new CancellationTokenSource(HandshakeTimeoutMs);
            socket.Blocking = true; // the listener's, which does not block, made it the same; a stream wants it so
            var stream = new SslStream(new NetworkStream(socket, ownsSocket: true));
            try
            {
                await stream.AuthenticateAsServerAsync(_options, timeout.Token).ConfigureAwait(false);
                ready(await TlsBridge.StartAsync(stream, socket).ConfigureAwait(false));
            }
            catch
            {
                await stream.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (Exception error)
        {
            socket.Dispose();
            failed(error is OperationCanceledException ? "no TLS handshake in time; closed"
                : $"TLS handshake failed: {TlsBridge.Explain(error)}; closed");
        }
    }
}
