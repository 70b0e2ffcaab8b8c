using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HftGateway.Exchange.Flow;

namespace HftGateway.Exchange.Tests.Server;

/// <summary>A running exchange on loopback, with a bound UDP socket that its feed goes to.</summary>
internal sealed class ServerBench : IDisposable
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    public readonly Socket Feed;
    public readonly ExchangeServer Server;

    /// <summary>By default nearly silent flow in TEST (the client's own book) unless a rate is given.</summary>
    public ServerBench(Func<ExchangeOptions, ExchangeOptions>? change = null)
    {
        Feed = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        Feed.ReceiveBufferSize = 8 << 20;
        Feed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Feed.ReceiveTimeout = (int)Timeout.TotalMilliseconds;
        var options = new ExchangeOptions
        {
            Symbols = ["OTHER", "TEST"],
            FeedAddress = (IPEndPoint)Feed.LocalEndPoint!,
            // One action a second, nearly all of them in OTHER: TEST belongs to the test.
            Flow = new FlowOptions { MessagesPerSecond = 1, ActivityExponent = 3, MomentumPerMinute = 0 },
            EndOfSessionRepeats = 2,
            EndOfSessionIntervalMs = 1,
        };
        Server = new ExchangeServer(change == null ? options : change(options));
        Server.Start();
    }

    public FixClient Connect(string compId = "GATEWAY") => new(Server.FixEndPoint, compId);

    public static void Until(Func<bool> condition, string what)
    {
        var clock = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(clock.Elapsed < Timeout, $"not within {Timeout}: {what}");
            Thread.Yield();
        }
    }

    public void CloseAndWait()
    {
        Server.Close();
        Assert.True(Server.Wait(Timeout));
        Assert.Null(Server.Failure);
        Assert.Equal(ExchangePhase.Ended, Server.Phase);
    }

    public void Dispose()
    {
        Server.Dispose();
        Feed.Dispose();
    }
}
