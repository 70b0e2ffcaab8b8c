using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using HftGateway.Exchange;
using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Mdp3;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Tests;

/// <summary>
/// A second of the simulated exchange's market, captured twice at once: as CME MDP 3.0 (two lines, three loops) and as ITCH.
/// </summary>
public sealed class Mdp3Capture : IDisposable
{
    private const int Feeds = 6;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Socket[] _sockets = [.. Enumerable.Range(0, Feeds).Select(static _ => Open())];

    public Mdp3Capture()
    {
        Mdp3 = Folder["mdp3.pcap"];
        Itch = Folder["itch.pcap"];
        using FileStream mdp3File = File.Create(Mdp3);
        using FileStream itchFile = File.Create(Itch);
        using var mdp3 = new PcapWriter(mdp3File);
        using var itch = new PcapWriter(itchFile);
        using var exchange = new ExchangeServer(new ExchangeOptions
        {
            Symbols = ["AAA", "BBB"],
            Flow = new FlowOptions { Seed = 3, MessagesPerSecond = 6_000, MomentumPerMinute = 240 },
            FeedAddress = At(0),
            Mdp3 = new Mdp3FeedOptions
            {
                Incremental = [At(1), At(2)],
                Definitions = At(3),
                Snapshots = At(4),
                OrderSnapshots = At(5),
                LoopIntervalMs = 2,
            },
            DurationSeconds = 1.5,
        });
        exchange.Start();
        var clock = Stopwatch.StartNew();
        var buffer = new byte[65_536];
        long lastNs = 0;
        bool ended = false;
        while (!ended)
        {
            Assert.True(clock.Elapsed < Patience, "the exchange's day did not end");
            // What was sent before the end is there after it.
            ended = exchange.Wait(TimeSpan.Zero);
            for (int i = 0; i < Feeds; i++)
            {
                while (_sockets[i].Available > 0)
                {
                    int length = _sockets[i].Receive(buffer);
                    // Files are read by their times, which must not stand still.
                    lastNs = Math.Max(lastNs + 1, (DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100);
                    Put(i == 0 ? itch : mdp3, i, buffer.AsSpan(0, length), lastNs);
                }
            }
        }

        Assert.Null(exchange.Failure);
        itch.Flush();
        mdp3.Flush();
    }

    public TemporaryFolder Folder { get; } = new();

    public string Mdp3 { get; }

    public string Itch { get; }

    public void Dispose()
    {
        foreach (Socket socket in _sockets)
            socket.Dispose();
        Folder.Dispose();
    }

    private void Put(PcapWriter writer, int feed, ReadOnlySpan<byte> payload, long utcNs) => writer.Write(
        new UdpFrame
        {
            SourceAddress = 0x7F000001,
            SourcePort = 40_000,
            DestinationAddress = 0x7F000001,
            DestinationPort = (ushort)At(feed).Port,
            Payload = payload,
        },
        utcNs);

    private IPEndPoint At(int feed) => (IPEndPoint)_sockets[feed].LocalEndPoint!;

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = 1 << 22,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }
}
