using System.Net;
using System.Text;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Tcp;
using HftGateway.MarketData.Tests.Itch;
using HftGateway.MarketData.Tests.Soup;

namespace HftGateway.MarketData.Tests.Glimpse;

/// <summary>Snapshots over real sockets, whole and in every way that one can go wrong.</summary>
public sealed class GlimpseClientTests
{
    [Theory]
    [InlineData(0, false, 5_001UL)]
    [InlineData(5_001, false, 5_001UL)]
    [InlineData(5_001, true, 5_002UL)]
    public void ShouldDeliverEverythingAndNameSpliceWhenSnapshotIsWhole(ulong needed, bool isLast, ulong splice)
    {
        byte[][] messages = Messages(20_000);
        Result result = Fetch(Script(messages, End(5_001)), needed, o => o with { SequenceIsLastContained = isLast });
        Assert.Equal((GlimpseStatus.Complete, splice), (result.Status, result.Splice));
        Assert.Equal(messages.Length, result.Messages.Count);
        for (int i = 0; i < messages.Length; i++)
            Assert.True(messages[i].AsSpan().SequenceEqual(result.Messages[i]), $"message {i}");
    }

    [Fact]
    public void ShouldBeCompleteWhenSnapshotIsEmpty()
    {
        Result result = Fetch(Script([], End(1)), 1);
        Assert.Equal((GlimpseStatus.Complete, 1UL, 0), (result.Status, result.Splice, result.Messages.Count));
    }

    [Theory]
    [InlineData("closed", GlimpseFailure.CutShort)]
    [InlineData("half", GlimpseFailure.CutShort)]
    [InlineData("ended", GlimpseFailure.CutShort)]
    [InlineData("rejected", GlimpseFailure.Refused)]
    [InlineData("unknown type", GlimpseFailure.Garbage)]
    [InlineData("wrong length", GlimpseFailure.Garbage)]
    [InlineData("no number", GlimpseFailure.Garbage)]
    [InlineData("huge number", GlimpseFailure.Garbage)]
    [InlineData("http", GlimpseFailure.Garbage)]
    [InlineData("zero length", GlimpseFailure.Garbage)]
    [InlineData("old", GlimpseFailure.TooOld)]
    [InlineData("too many", GlimpseFailure.TooLarge)]
    [InlineData("silent", GlimpseFailure.Silent)]
    [InlineData("never accepts", GlimpseFailure.Refused)]
    [InlineData("endless", GlimpseFailure.TooSlow)]
    public void ShouldFailClearlyWhenSnapshotIsBad(string how, GlimpseFailure failure)
    {
        byte[][] some = Messages(50);
        (byte[] Script, bool Close) script = how switch
        {
            "closed" => (Script(some), true),
            "half" => (Script(some, End(9))[..^3], true),
            "ended" => (Script(some, ending: "Z"), true),
            "rejected" => ([0, 2, (byte)'J', (byte)'A'], true),
            "unknown type" => (Script(some, "*what?"u8.ToArray()), false),
            "wrong length" => (Script(some, "A short"u8.ToArray()), false),
            "no number" => (Script(some, Encoding.ASCII.GetBytes("G" + new string('x', 20))), false),
            "huge number" => (Script(some, Encoding.ASCII.GetBytes("G" + new string('9', 20))), false),
            "http" => ("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), true),
            "zero length" => ([.. Script(some), 0, 0], false),
            "old" => (Script(some, End(99)), false),
            "too many" => (Script(Messages(1_001), End(100)), false),
            "silent" => (Script(some), false),
            "never accepts" => ([], false),
            _ => (Script(some), false),
        };
        bool isEndless = how == "endless";
        Result result = Fetch(script.Script, 100, o => o with { MaxMessages = 1_000 }, script.Close, isEndless);
        if (how == "http")
        {
            // "HT" is a length of 18,516 bytes that never come.
            Assert.Contains(result.Failure, new[] { GlimpseFailure.CutShort, GlimpseFailure.Garbage });
        }
        else
        {
            Assert.Equal((GlimpseStatus.Failed, failure), (result.Status, result.Failure));
        }

        Assert.StartsWith("snapshot from 127.0.0.1:", result.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldFailWhenNobodyListens()
    {
        IPEndPoint dead;
        using (var closed = new TcpAcceptor(new IPEndPoint(IPAddress.Loopback, 0)))
            dead = closed.EndPoint;
        using var client = new GlimpseClient(new GlimpseClientOptions { Servers = [dead] });
        client.Start(1, 0);
        SoupPair.Until(nowNs => client.Poll(0, out _) == GlimpseStatus.Failed);
        Assert.Equal((GlimpseFailure.CannotConnect, 1L), (client.Failure, client.Failed));
    }

    [Fact]
    public void ShouldUseNextServerWhenFirstSnapshotFailed()
    {
        byte[][] messages = Messages(10);
        using var bad = new RawServer(Script(messages), close: true);
        using var good = new RawServer(Script(messages, End(11)), close: false);
        using var client = new GlimpseClient(new GlimpseClientOptions { Servers = [bad.EndPoint, good.EndPoint] });
        client.Start(1, 0);
        int starts = 1;
        long delivered = 0;
        SoupPair.Until(nowNs =>
        {
            bad.Poll();
            good.Poll();
            GlimpseStatus status = client.Poll(nowNs: 0, out MessageBlock block);
            delivered += block.Count;
            if (status == GlimpseStatus.Failed)
            {
                starts++;
                delivered = 0;
                client.Start(1, 0);
            }

            return status == GlimpseStatus.Complete;
        });
        Assert.Equal((2, 10L, 11UL, 1L, 1L), (
            starts, delivered, client.SpliceSequence, client.Failed, client.Completed));
    }

    private static byte[][] Messages(int count)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, count).Select(_ => ItchSamples.Random(random))];
    }

    private static byte[] End(ulong sequence)
    {
        byte[] message = new byte[21];
        message[0] = (byte)'G';
        _ = SoupText.TryWriteNumber(message.AsSpan(1), sequence);
        return message;
    }

    // What a server sends, from the acceptance of the login on.
    private static byte[] Script(byte[][] messages, byte[]? last = null, string ending = "")
    {
        var stream = new MemoryStream();
        Write(stream, 'A', Encoding.ASCII.GetBytes("      DAY1                   1"));
        foreach (byte[] message in messages)
            Write(stream, 'S', message);
        if (last != null)
            Write(stream, 'S', last);
        foreach (char type in ending)
            Write(stream, type, []);
        return stream.ToArray();
    }

    private static void Write(MemoryStream stream, char type, byte[] payload)
    {
        int length = payload.Length + 1;
        stream.Write([(byte)(length >> 8), (byte)length, (byte)type]);
        stream.Write(payload);
    }

    private static Result Fetch(
        byte[] script, ulong needed, Func<GlimpseClientOptions, GlimpseClientOptions>? change = null,
        bool close = false, bool heartbeats = false)
    {
        using var server = new RawServer(script, close) { Heartbeats = heartbeats };
        var options = new GlimpseClientOptions { Servers = [server.EndPoint], TotalTimeoutNs = 20_000_000_000 };
        using var client = new GlimpseClient(change?.Invoke(options) ?? options);
        client.Start(needed, 0);
        List<byte[]> messages = [];
        GlimpseStatus status = default;
        // The clock stands still while bytes come, and runs once everything was sent.
        long nowNs = 0;
        int idle = 0;
        SoupPair.Until(_ =>
        {
            bool isSent = server.Poll();
            status = client.Poll(nowNs, out MessageBlock block);
            foreach (ReadOnlySpan<byte> message in block)
                messages.Add(message.ToArray());
            idle = isSent && block.Count == 0 ? idle + 1 : 0;
            if (idle > 200)
                nowNs += 50_000_000;
            return status is GlimpseStatus.Complete or GlimpseStatus.Failed;
        });
        return new Result(status, client.SpliceSequence, client.Failure, client.FailureText, messages);
    }

    private sealed record Result(
        GlimpseStatus Status, ulong Splice, GlimpseFailure Failure, string? Text, List<byte[]> Messages);

    /// <summary>Sends given bytes to its first client, in whatever pieces the socket takes.</summary>
    private sealed class RawServer(byte[] script, bool close) : IDisposable
    {
        private readonly TcpAcceptor _acceptor = new(new IPEndPoint(IPAddress.Loopback, 0));
        private readonly byte[] _received = new byte[1_000];
        private TcpConnection? _connection;
        private int _sent;
        private int _got;

        public IPEndPoint EndPoint => _acceptor.EndPoint;

        public bool Heartbeats { get; init; }

        public bool Poll()
        {
            if (_connection == null && !_acceptor.TryAccept(out _connection))
                return false;
            _got += Math.Max(0, _connection.Receive(_received));
            if (_got < 49)
                return false;
            _sent += Math.Max(0, _connection.Send(script.AsSpan(_sent)));
            if (_sent < script.Length)
                return false;
            if (close)
                _connection.Dispose();
            else if (Heartbeats)
                _ = _connection.Send([0, 1, (byte)'H']);
            return true;
        }

        public void Dispose()
        {
            _connection?.Dispose();
            _acceptor.Dispose();
        }
    }
}
