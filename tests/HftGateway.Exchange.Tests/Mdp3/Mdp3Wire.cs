using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.Exchange.Flow;
using HftGateway.Exchange.Matching;
using HftGateway.Exchange.Mdp3;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.Exchange.Tests.Mdp3;

/// <summary>
/// A matching engine whose market data goes through the publisher, real sockets, the subscriber's arbitration and
/// decoding into books, and the comparison of those with the engine's own.
/// </summary>
internal sealed class Mdp3Wire : IDisposable
{
    public const int SymbolCount = 3;
    private const int MaxOrders = 4096;
    private const int BufferBytes = 1 << 22;

    private readonly Socket[] _sockets;
    private readonly Mdp3Publisher _publisher;
    private readonly Mdp3Channel _channel;
    private readonly ExchangeClock _clock = new(null);
    private readonly byte[] _buffer = new byte[65_536];
    private readonly BookSink _sink;
    private readonly List<ulong> _live = [];
    private uint _published;
    private uint _delivered;
    private long _nowNs = 1_000_000_000_000_000_000;

    public Mdp3Wire(bool orders, int depth = 10, int payloadBytes = 1400, params string[] carried)
    {
        _sockets = [.. Enumerable.Range(0, 5).Select(static _ => Open())];
        string[] symbols = ["AAA", "BBB", "CCC"];
        IPEndPoint At(int i) => (IPEndPoint)_sockets[i].LocalEndPoint!;
        var options = new ExchangeOptions
        {
            Symbols = symbols,
            FeedPayloadBytes = payloadBytes,
            Mdp3 = new Mdp3FeedOptions
            {
                Incremental = [At(0), At(1)],
                Definitions = At(2),
                Snapshots = At(3),
                OrderSnapshots = orders ? At(4) : null,
                Symbols = carried,
                Depth = depth,
            },
        };
        options.Validate();
        Books = new OrderBooks(SymbolCount, MaxOrders, 128);
        _publisher = new Mdp3Publisher(options, Books, _clock, new ExchangeStatistics(), MaxOrders);
        Engine = new MatchingEngine<Mdp3Only, NoOwners>(Books, new Mdp3Only(_publisher), default);
        _channel = new Mdp3Channel(
            new Mdp3Options { Symbols = symbols, Orders = orders },
            new ArbiterOptions { Lines = 2, ReorderWaitNs = 1_000, GiveUpNs = 2_000, LineTimeoutNs = 0 });
        Mirror = new LevelBookSet(new LevelBookSetOptions { Instruments = SymbolCount, MaxOrders = MaxOrders });
        _sink = new BookSink(Mirror);
        for (ushort i = 0; i < SymbolCount; i++)
            Engine.SetTradingState(i, TradingState.Trading);
    }

    public MatchingEngine<Mdp3Only, NoOwners> Engine { get; }

    public OrderBooks Books { get; }

    public LevelBookSet Mirror { get; }

    public Mdp3Handler Handler => _channel.Handler;

    public PacketArbiter<Mdp3Numbering> Arbiter => _channel.Arbiter;

    /// <summary>Shares of all trades told to subscribers.</summary>
    public long SharesTold => _sink.Shares[0];

    /// <summary>No line brought the last packet: nobody can know of it before the next one.</summary>
    public bool IsBehind => _delivered < _published;

    /// <summary>Packets received of each line.</summary>
    public long[] Received { get; } = new long[2];

    public void Dispose()
    {
        _publisher.Dispose();
        _channel.Dispose();
        Mirror.Dispose();
        foreach (Socket socket in _sockets)
            socket.Dispose();
    }

    /// <summary>One random request; up to three of them make one event.</summary>
    public void Act(ref Xoshiro256 random)
    {
        int choice = random.NextInt(100);
        if (choice < 55 || _live.Count == 0)
        {
            var order = new NewOrder
            {
                Symbol = (ushort)random.NextInt(SymbolCount),
                Side = random.Chance(0.5) ? EventSide.Buy : EventSide.Sell,
                Kind = random.Chance(0.05) ? OrderKind.Market : OrderKind.Limit,
                Price = 250_000 + 100 * random.NextInt(40),
                Quantity = 1 + random.NextInt(300),
            };
            if (Engine.Submit(order, out ulong reference) == OrderResult.Accepted)
                _live.Add(reference);
            return;
        }

        int at = random.NextInt(_live.Count);
        if (choice < 80 || _live.Count > 400)
        {
            Engine.Cancel(_live[at], 0);
            _live.RemoveAt(at);
        }
        else if (Engine.Replace(
            _live[at], 0, 1 + random.NextInt(300), 250_000 + 100 * random.NextInt(40), 0, out ulong renewed)
            == OrderResult.Accepted && renewed != 0)
        {
            _live[at] = renewed;
        }
    }

    /// <summary>The event is over: publishes it and takes what arrives.</summary>
    /// <param name="loses">Whether a line loses its next packet.</param>
    public void Flush(Func<int, bool>? loses = null)
    {
        _clock.Refresh();
        _publisher.Flush();
        Take(loses);
    }

    public void Heartbeat()
    {
        _publisher.Heartbeat();
        Take(null);
    }

    /// <summary>Sends a packet of every loop; the subscriber takes those it wants.</summary>
    public void RunLoops()
    {
        _clock.Refresh();
        _publisher.SendLoops();
        Take(null);
        for (Mdp3Feed feed = Mdp3Feed.Definitions; feed <= Mdp3Feed.OrderSnapshots; feed++)
        {
            BookSink sink = _sink;
            while (TryReceive(_sockets[1 + (int)feed], out ReadOnlySpan<byte> packet))
                _channel.OnLoop(feed, packet, _nowNs, false, ref sink);
        }
    }

    /// <summary>Time passes: what is missing is given up.</summary>
    public void Pass()
    {
        BookSink sink = _sink;
        _nowNs += 10_000;
        _channel.OnTime(_nowNs, false, ref sink);
        _nowNs += 10_000;
        _channel.OnTime(_nowNs, false, ref sink);
    }

    /// <summary>Asserts that the books of a symbol are the engine's, levels and orders.</summary>
    public void AssertSame(int symbol, string where)
    {
        for (EventSide side = EventSide.Buy; side <= EventSide.Sell; side++)
        {
            int rank = 0;
            for (; rank < Mirror.Depth(symbol) && Books.TryGetLevel(symbol, side, rank, out var theirs); rank++)
            {
                Assert.True(Mirror.TryGetLevel(symbol, side, rank, out BookLevel mine), $"{where}: {side} {rank} is missing");
                Assert.True(
                    (theirs.Price, theirs.Quantity, theirs.Count) == (mine.Price, mine.Shares, mine.Orders),
                    $"{where}: {side} {rank}: {mine}, not {theirs.Price} {theirs.Quantity} {theirs.Count}");
            }

            Assert.True(rank == Mirror.LevelCount(symbol, side), $"{where}: {side} has a level too many");
        }

        Assert.False(Mirror.IsMidEvent(symbol), $"{where}: the event is not over");
    }

    /// <summary>Asserts that the queues of a symbol are the engine's, order by order.</summary>
    public void AssertSameOrders(int symbol, string where)
    {
        var theirs = new RestingOrder[MaxOrders];
        var mine = new PriorityOrder[MaxOrders];
        for (EventSide side = EventSide.Buy; side <= EventSide.Sell; side++)
        {
            int count = Books.CopyOrders(symbol, side, theirs);
            Assert.True(count == Mirror.Orders!.CopyOrders(symbol, side, mine), $"{where}: {side}: number of orders");
            for (int i = 0; i < count; i++)
            {
                Assert.True(
                    (theirs[i].Reference, theirs[i].Price, theirs[i].Quantity) == (mine[i].Id, mine[i].Price, mine[i].Quantity),
                    $"{where}: {side} order {i}: {mine[i]}, not {theirs[i].Reference}");
            }
        }
    }

    private void Take(Func<int, bool>? loses)
    {
        for (int line = 0; line < 2; line++)
        {
            BookSink sink = _sink;
            while (TryReceive(_sockets[line], out ReadOnlySpan<byte> packet))
            {
                Received[line]++;
                _nowNs += 100;
                uint number = BinaryPrimitives.ReadUInt32LittleEndian(packet);
                _published = Math.Max(_published, number);
                if (loses != null && loses(line))
                    continue;
                _delivered = Math.Max(_delivered, number);
                _channel.OnIncremental(line, packet, _nowNs, false, ref sink);
            }
        }
    }

    // On the loopback interface a datagram is there when the call that sent it returns.
    private bool TryReceive(Socket socket, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        if (socket.Available == 0)
            return false;
        packet = _buffer.AsSpan(0, socket.Receive(_buffer));
        return true;
    }

    private static Socket Open()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp)
        {
            ReceiveBufferSize = BufferBytes,
        };
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private readonly struct BookSink(LevelBookSet books) : IEventSink
    {
        private readonly InputEvent[] _place = new InputEvent[1];

        public readonly long[] Shares = new long[1];

        public ref InputEvent Next => ref _place[0];

        public void Commit()
        {
            BookUpdate update = default;
            if (_place[0].Kind == EventKind.TradeSummary)
                Shares[0] += _place[0].Quantity;
            books.Apply(in _place[0], ref update);
        }
    }
}
