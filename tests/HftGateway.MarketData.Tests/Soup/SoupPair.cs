using System.Diagnostics;
using HftGateway.MarketData.Soup;

namespace HftGateway.MarketData.Tests.Soup;

/// <summary>A client's and a server's state machine, joined by memory in pieces of any size.</summary>
internal sealed class SoupPair
{
    public SoupPair(SoupClientOptions? client = null, SoupServerOptions? server = null, ulong next = 1)
    {
        Client = new SoupClientSession(client ?? new SoupClientOptions { UserName = "user", Password = "secret" }, next);
        Server = new SoupServerSession(server ?? new SoupServerOptions());
    }

    public SoupClientSession Client { get; }

    public SoupServerSession Server { get; }

    public long NowNs { get; set; } = 1_000;

    public void Connect()
    {
        Server.OnConnected(NowNs);
        Client.OnConnected(NowNs);
    }

    /// <summary>Carries everything that waits on one side to the other, at most so many bytes at a time.</summary>
    public void ToServer(int piece = int.MaxValue)
    {
        while (!Client.Outbound.IsEmpty)
        {
            Span<byte> room = Server.ReceiveBuffer();
            int bytes = Math.Min(Math.Min(room.Length, piece), Client.Outbound.Length);
            Client.Outbound[..bytes].CopyTo(room);
            Client.OnSent(bytes, NowNs);
            Server.OnReceived(bytes, NowNs);
        }
    }

    /// <summary>Carries at most so many bytes to the client.</summary>
    public int ToClient(int most = int.MaxValue)
    {
        Span<byte> room = Client.ReceiveBuffer();
        int bytes = Math.Min(Math.Min(room.Length, most), Server.Outbound.Length);
        Server.Outbound[..bytes].CopyTo(room);
        Server.OnSent(bytes, NowNs);
        Client.OnReceived(bytes, NowNs);
        return bytes;
    }

    public void Login(string session = "DAY1", ulong next = 1)
    {
        Connect();
        ToServer();
        Assert.Equal(SoupEvent.LoginRequest, Server.TryRead(out _));
        Server.Accept(session, next);
        _ = ToClient();
        Assert.Equal(SoupEvent.LoginAccepted, Client.TryRead(out _));
    }

    /// <summary>Waits for a condition over real sockets; every wait has an end.</summary>
    public static void Until(Func<long, bool> step)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < 10)
        {
            if (step((long)Stopwatch.GetElapsedTime(0).TotalNanoseconds))
                return;
            Thread.Yield();
        }

        Assert.Fail("not reached within 10 s");
    }
}
