using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HftGateway.Exchange.Tests.Server;

/// <summary>
/// A FIX client of a few lines, written from the specification with strings: nothing in common with the code under
/// test.
/// Messages are shown with | for SOH.
/// </summary>
internal sealed class FixClient : IDisposable
{
    private const int TimeoutMs = 30_000;
    private readonly TcpClient _tcp;
    private readonly List<byte> _bytes = [];

    public FixClient(IPEndPoint exchange, string compId = "GATEWAY")
    {
        CompId = compId;
        _tcp = new TcpClient { NoDelay = true, ReceiveTimeout = TimeoutMs };
        _tcp.Connect(exchange);
    }

    public string CompId { get; }

    public string BeginString { get; set; } = "FIX.4.4";

    public string TargetCompId { get; set; } = "EXCHANGE";

    public int NextOut { get; set; } = 1;

    public Socket Socket => _tcp.Client;

    public static string Now => DateTime.UtcNow.ToString("yyyyMMdd-HH:mm:ss.fff", CultureInfo.InvariantCulture);

    /// <summary>Sends a message: the type and the body's fields, separated by |.</summary>
    public void Send(string type, string fields, int? sequence = null, string headerExtra = "")
    {
        int number = sequence ?? NextOut++;
        string body = $"35={type}|49={CompId}|56={TargetCompId}|34={number}|52={Now}|{headerExtra}{fields}"
            .Replace('|', '\u0001');
        if (!body.EndsWith('\u0001'))
            body += '\u0001';
        string text = $"8={BeginString}\u00019={body.Length}\u0001{body}";
        int sum = Encoding.ASCII.GetBytes(text).Sum(b => b) & 255;
        SendRaw($"{text}10={sum:000}\u0001");
    }

    public void SendRaw(string text) => _tcp.Client.Send(Encoding.ASCII.GetBytes(text));

    public void Logon(string extra = "", int heartbeat = 30) => Send("A", $"98=0|108={heartbeat}|{extra}");

    public void LogonAndExpectReply(string extra = "")
    {
        Logon(extra);
        Assert.Equal("A", Receive()["35"]);
    }

    public void NewOrder(
        string id, char side, int quantity, decimal price, string symbol = "TEST", string extra = "59=0") =>
        Send("D", string.Create(CultureInfo.InvariantCulture,
            $"11={id}|55={symbol}|54={side}|60={Now}|38={quantity}|40=2|44={price}|{extra}"));

    /// <summary>The next message, checked for framing, length and checksum; null when the exchange has
    /// closed.</summary>
    public Dictionary<string, string>? TryReceive()
    {
        while (true)
        {
            if (TryTake() is { } message)
                return message;
            var buffer = new byte[4096];
            int read;
            try
            {
                read = _tcp.Client.Receive(buffer);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
            {
                return null;
            }

            if (read == 0)
                return null;
            _bytes.AddRange(buffer.AsSpan(0, read));
        }
    }

    public Dictionary<string, string> Receive() =>
        TryReceive() ?? throw new InvalidOperationException("closed by the exchange");

    /// <summary>The next message of a type; heartbeats and test requests in between are skipped.</summary>
    public Dictionary<string, string> Receive(string type)
    {
        while (true)
        {
            Dictionary<string, string> message = Receive();
            if (message["35"] == type)
                return message;
            Assert.Contains(message["35"], new[] { "0", "1" });
        }
    }

    /// <summary>The next execution report as <c>150 39 11 lastQty@lastPx leaves cum</c>.</summary>
    public string Report()
    {
        Dictionary<string, string> m = Receive("8");
        string last = m.TryGetValue("32", out string? quantity) ? $" {quantity}@{m["31"]}" : "";
        return $"{m["150"]} {m["39"]} {m["11"]}{last} {m["151"]} {m["14"]}";
    }

    public void Dispose() => _tcp.Dispose();

    private Dictionary<string, string>? TryTake()
    {
        string text = Encoding.ASCII.GetString([.. _bytes]);
        int trailer = text.IndexOf("\u000110=", StringComparison.Ordinal);
        if (trailer < 0 || text.Length < trailer + 8)
            return null;
        int end = trailer + 8;
        string message = text[..end];
        _bytes.RemoveRange(0, end);
        int bodyAt = message.IndexOf("\u000135=", StringComparison.Ordinal) + 1;
        int length = int.Parse(message[(message.IndexOf("\u00019=", StringComparison.Ordinal) + 3)..(bodyAt - 1)],
            CultureInfo.InvariantCulture);
        Assert.StartsWith($"8={BeginString}\u00019=", message);
        Assert.Equal(trailer + 1 - bodyAt, length);
        int sum = message[..(trailer + 1)].Sum(c => c) & 255;
        Assert.Equal($"10={sum:000}\u0001", message[(trailer + 1)..]);
        var fields = new Dictionary<string, string>();
        foreach (string field in message.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
            fields.Add(field[..field.IndexOf('=')], field[(field.IndexOf('=') + 1)..]);
        return fields;
    }
}
