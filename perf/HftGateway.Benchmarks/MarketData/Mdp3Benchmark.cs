using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>
/// ns an entry of CME MDP 3.0's book message: from the packet to the event, and on to the update of the book. Each pass
/// begins the session anew, so that numbers and books follow on.
/// </summary>
public class Mdp3Benchmark : IDisposable
{
    private const int Entries = 1 << 16;
    private const int Slots = 1024;

    private readonly LevelBookSet _books = new(new LevelBookSetOptions { Instruments = Mdp3PacketMaker.Instruments });
    private readonly InputEvent[] _events = new InputEvent[Slots];
    private readonly BookUpdate[] _updates = new BookUpdate[Slots];
    private readonly Mdp3Handler _handler = new(new Mdp3Options { Capacity = Mdp3PacketMaker.Instruments });
    private byte[][] _packets = [];

    /// <summary>Makes the packets and binds the instruments.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _packets = [.. Mdp3PacketMaker.Packets(Entries, 1)];
        var sink = new BookSink(_events, _updates, _books);
        _handler.OnPacket(Mdp3Feed.Definitions, Mdp3PacketMaker.Definitions(), 0, ref sink);
        PacketToBook();
        Mdp3Statistics s = _handler.Statistics;
        if (s.Entries != Entries || s.EntryGaps != 0 || _books.Anomalies.Total != 0)
            throw new InvalidOperationException("the packets are not valid");
    }

    /// <summary>Packet to event.</summary>
    [Benchmark(OperationsPerInvoke = Entries)]
    public long PacketToEvent()
    {
        var sink = new EventSink(_events);
        _handler.OnSessionChanged(1, ref sink);
        foreach (byte[] packet in _packets)
            _handler.OnPacket(Mdp3Feed.Incremental, packet, 1, ref sink);
        return _events[0].Price;
    }

    /// <summary>Packet to book update.</summary>
    [Benchmark(OperationsPerInvoke = Entries)]
    public long PacketToBook()
    {
        var sink = new BookSink(_events, _updates, _books);
        _handler.OnSessionChanged(1, ref sink);
        foreach (byte[] packet in _packets)
            _handler.OnPacket(Mdp3Feed.Incremental, packet, 1, ref sink);
        return _updates[0].BestBid;
    }

    /// <inheritdoc/>
    [GlobalCleanup]
    public void Dispose()
    {
        _books.Dispose();
        GC.SuppressFinalize(this);
    }

    private struct EventSink(InputEvent[] events) : IEventSink
    {
        private int _at;

        public readonly ref InputEvent Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref events[_at & (Slots - 1)];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit() => _at++;
    }

    private struct BookSink(InputEvent[] events, BookUpdate[] updates, LevelBookSet books) : IEventSink
    {
        private int _at;

        public readonly ref InputEvent Next
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref events[_at & (Slots - 1)];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit()
        {
            int at = _at++ & (Slots - 1);
            books.Apply(in events[at], ref updates[at]);
        }
    }
}
