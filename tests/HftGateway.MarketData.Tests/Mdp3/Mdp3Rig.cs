using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>A handler with two defined instruments: AAA is number 11, BBB is number 22.</summary>
internal sealed class Mdp3Rig
{
    private EventList _sink = new();

    public Mdp3Rig(Mdp3Options? options = null, bool define = true)
    {
        Handler = new Mdp3Handler(options ?? new Mdp3Options { Symbols = ["AAA", "BBB"], Orders = true });
        if (!define)
            return;
        Give(Mdp3Feed.Definitions, Feed.Packet(1, Feed.Define(11, "AAA", 2), Feed.Define(22, "BBB", 2)));
    }

    public Mdp3Handler Handler { get; }

    public Feed Feed { get; } = new();

    public Mdp3Statistics Statistics => Handler.Statistics;

    public List<InputEvent> Give(Mdp3Feed feed, byte[] packet)
    {
        Handler.OnPacket(feed, packet, 0, ref _sink);
        return _sink.Take();
    }

    public List<InputEvent> Give(uint sequence, params Action<Mdp3PacketWriter>[] messages) =>
        Give(Mdp3Feed.Incremental, Feed.Packet(sequence, messages));

    public List<InputEvent> GiveTcp(byte[] packet)
    {
        Handler.OnTcpPacket(packet, 0, ref _sink);
        return _sink.Take();
    }

    public List<InputEvent> Lose(ulong first, ulong count)
    {
        Handler.OnLost(first, count, 1, ref _sink);
        return _sink.Take();
    }

    public List<InputEvent> Silence(bool silent)
    {
        Handler.OnSilence(silent, 1, ref _sink);
        return _sink.Take();
    }

    public List<InputEvent> ChangeSession()
    {
        Handler.OnSessionChanged(1, ref _sink);
        return _sink.Take();
    }

    /// <summary>Kinds with instrument, and scope or level: short enough to compare whole lists.</summary>
    public static string[] Short(IEnumerable<InputEvent> events) => [.. events.Select(e => e.Kind switch
    {
        EventKind.LevelInsert or EventKind.LevelUpdate or EventKind.LevelDelete or EventKind.LevelOverlay =>
            $"{e.Instrument} {e.Kind} {(e.Side == EventSide.Buy ? 'b' : 'a')}{e.Code} {e.Price}x{e.OrderId}"
            + ((e.Flags & EventFlags.Implied) != 0 ? " implied" : "")
            + ((e.Flags & EventFlags.EndOfEvent) != 0 ? " end" : ""),
        EventKind.BookReset or EventKind.BookStale or EventKind.BookRecovered =>
            $"{e.Instrument} {e.Kind} {(BookScope)e.Code}",
        EventKind.OrderEntry => $"{e.Instrument} {(OrderEntryAction)e.Code} {e.OrderId}",
        EventKind.Statistic => $"{e.Instrument} Statistic {(char)e.Code}",
        EventKind.SecurityState => $"{e.Instrument} SecurityState {e.Quantity}",
        _ => $"{e.Instrument} {e.Kind}",
    })];
}
