using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HftGateway.Fix.Tests.Engine;

/// <summary>A plain blocking client that speaks FIX by hand.</summary>
internal sealed class RawPeer : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 20_000 };
    private readonly List<byte> _received = [];

    internal RawPeer(IPEndPoint endPoint) => _socket.Connect(endPoint);

    internal Socket Socket => _socket;

    internal void Send(ulong sequence, string type, string body = "", string sender = "THEM", string target = "US") =>
        SendRaw(Naive.Message(
            $"35={type}|34={sequence}|49={sender}|52={Naive.Time(FixClock.Now.UtcNs, 3)}|56={target}|{body}"));

    internal void SendRaw(byte[] bytes) => _socket.Send(bytes);

    /// <summary>The next message; null when the connection has ended.</summary>
    internal string? Read()
    {
        byte[] buffer = new byte[4096];
        while (true)
        {
            string text = Encoding.Latin1.GetString(_received.ToArray());
            int end = text.IndexOf("\u000110=", StringComparison.Ordinal);
            if (end >= 0 && end + 8 <= text.Length)
            {
                _received.RemoveRange(0, end + 8);
                return text[..(end + 8)].Replace('\u0001', '|');
            }
            int count;
            try
            {
                count = _socket.Receive(buffer);
            }
            catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
            {
                return null;
            }
            if (count == 0)
                return null;
            _received.AddRange(buffer.AsSpan(0, count));
        }
    }

    internal void Logon(string sender = "THEM", ulong sequence = 1)
    {
        Send(sequence, "A", "98=0|108=30|", sender);
        Assert.Equal("A", Naive.Field(Read()!, 35));
    }

    public void Dispose() => _socket.Dispose();
}
