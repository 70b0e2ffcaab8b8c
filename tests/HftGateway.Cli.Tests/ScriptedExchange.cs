using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HftGateway.Cli.Tests;

/// <summary>
/// An order session's other side that sends what a test wants, under the next number, and answers what a session must.
/// Its numbers outlive connections. One connection at a time, on the test's thread.
/// </summary>
internal sealed class ScriptedExchange : IDisposable
{
    private const int PatienceMs = 60_000;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<byte> _received = [];
    private readonly byte[] _buffer = new byte[4096];
    private readonly Dictionary<int, (string Type, string Body)> _sent = [];
    private Socket? _socket;
    private int _next = 1;

    public ScriptedExchange()
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
    }

    public int Port { get; }

    /// <summary>Takes the next connection and answers its Logon.</summary>
    public void AcceptLogon()
    {
        _socket?.Dispose();
        _received.Clear();
        Assert.True(_listener.Server.Poll(PatienceMs * 1_000, SelectMode.SelectRead), "nobody connects");
        _socket = _listener.AcceptSocket();
        _socket.ReceiveTimeout = PatienceMs;
        WaitFor("A");
    }

    /// <summary>Sends a message; its body with <c>|</c> for SOH.</summary>
    public void Send(string type, string body)
    {
        _sent[_next] = (type, body);
        Send(type, _next++, "", body);
    }

    /// <summary>Returns when the gateway has handled everything sent so far, its notes written.</summary>
    public void Settle()
    {
        string id = $"T{_next}";
        Send("1", $"112={id}|");
        while (!WaitFor("0").Contains($"\u0001112={id}\u0001", StringComparison.Ordinal))
        {
            // A heartbeat, or the answer to an earlier question.
        }
    }

    /// <summary>Waits for a message of a type, and answers those before it and it.</summary>
    public string WaitFor(string type)
    {
        while (true)
        {
            string message = Read();
            string its = Field(message, "35");
            if (its == "A")
            {
                bool resets = message.Contains("\u0001141=Y\u0001", StringComparison.Ordinal);
                _next = resets ? 1 : _next;
                Send("A", $"98=0|108={Field(message, "108")}|" + (resets ? "141=Y|" : ""));
            }
            else if (its == "1")
            {
                Send("0", $"112={Field(message, "112")}|");
            }
            else if (its == "2")
            {
                Resend(int.Parse(Field(message, "7"), CultureInfo.InvariantCulture));
            }
            else if (its == "5")
            {
                Send("5", "");
            }

            if (its == type)
                return message;
        }
    }

    public void Dispose()
    {
        _socket?.Dispose();
        _listener.Dispose();
    }

    private void Resend(int first)
    {
        string time = DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
        for (int number = first; number < _next; number++)
        {
            (string type, string body) = _sent[number];
            if (type == "8")
                Send(type, number, $"43=Y|122={time}|", body);
            else
                Send("4", number, $"43=Y|122={time}|", $"123=Y|36={number + 1}|");
        }
    }

    private void Send(string type, int number, string header, string body)
    {
        string time = DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);
        string text = $"35={type}|34={number}|49=EXCHANGE|52={time}|56=HFTGW|{header}{body}".Replace('|', '\u0001');
        string start = $"8=FIX.4.4\u00019={text.Length}\u0001{text}";
        int sum = Encoding.ASCII.GetBytes(start).Sum(static b => b) & 255;
        _socket!.Send(Encoding.ASCII.GetBytes($"{start}10={sum:000}\u0001"));
    }

    private string Read()
    {
        while (true)
        {
            string text = Encoding.Latin1.GetString(_received.ToArray());
            int end = text.IndexOf("\u000110=", StringComparison.Ordinal) + 8;
            if (end > 8 && text.Length >= end)
            {
                _received.RemoveRange(0, end);
                return text[..end];
            }

            int count = _socket!.Receive(_buffer);
            Assert.True(count > 0, "the gateway closed the connection");
            _received.AddRange(_buffer.AsSpan(0, count));
        }
    }

    private static string Field(string message, string tag) =>
        message.Split('\u0001').First(f => f.StartsWith(tag + "=", StringComparison.Ordinal))[(tag.Length + 1)..];
}
