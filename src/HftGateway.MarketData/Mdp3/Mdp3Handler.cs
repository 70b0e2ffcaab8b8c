using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3.Messages;
using HftGateway.MarketData.Mdp3.Wire;
using HftGateway.Platform;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// Makes normalised events of one channel of CME MDP 3.0: instrument definitions, states, books by price and by order,
/// trades, statistics; and recovers books from the snapshot loops after a loss.
/// <para><b>Use.</b> Each packet goes to <see cref="OnPacket"/> with the feed that it came from, the incremental ones in
/// order (see <see cref="Mdp3Numbering"/>); losses and silence of the incremental feed are told by
/// <see cref="OnLost"/>, <see cref="OnSilence"/> and <see cref="OnSessionChanged"/>. No sockets, no clock: the same path
/// serves live feeds and recordings.</para>
/// <para><b>Threading.</b> One thread; <see cref="Statistics"/> may be read by others.</para>
/// <para><b>Invariants.</b> An instrument's level entries are applied in the order of its own count (RptSeq) without a
/// hole, or its book is stale: <see cref="EventKind.BookStale"/> comes before the first event behind a hole. Entries of a
/// stale instrument wait, bounded, and are applied behind a snapshot that they continue. The last event of an instrument
/// in a matching event carries <see cref="EventFlags.EndOfEvent"/>.</para>
/// <para><b>Limits.</b> <see cref="Mdp3Options"/>. Templates of schema versions before 9 are unknown ones.</para>
/// <para><b>Cost.</b> See the benchmark "mdp3: decode". No allocation but for instrument definitions.</para>
/// <para><b>Reference.</b> CME MDP 3.0, schema versions 9 to 13; FIX SBE 1.0 for versions and block lengths.</para>
/// </summary>
public sealed partial class Mdp3Handler
{
    /// <summary>Schema version of the compiled-in templates.</summary>
    public const int CompiledVersion = 13;

    private const int IncrementalRootBytes = 9;
    private const byte LastQuote = (byte)MatchEventIndicator.LastQuoteMsg;
    private const byte LastImplied = (byte)MatchEventIndicator.LastImpliedMsg;
    private const byte EndOfEvent = (byte)MatchEventIndicator.EndOfEvent;

    private readonly Mdp3Options _options;
    private readonly Mdp3Instrument[] _instruments;
    private readonly Mdp3Definition?[] _definitions;
    private readonly Dictionary<string, int> _indexBySymbol;
    private readonly SecurityIdTable _ids;
    private readonly EventQueue _queue;
    private readonly int[] _indices = new int[256];
    private readonly int[] _changed;
    private int _changedCount;
    private int _count;
    private int _idCount;
    private uint _incrementalPacket;
    private bool _silent;

    /// <summary>Takes all memory.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentException">A setting is outside its range; the message names it.</exception>
    /// <exception cref="PlatformNotSupportedException">A big-endian machine.</exception>
    public Mdp3Handler(Mdp3Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("MDP 3.0 is read in place: a little-endian machine is needed");
        _options = options;
        int capacity = options.Symbols.Count > 0 ? options.Symbols.Count : options.Capacity;
        _instruments = new Mdp3Instrument[capacity];
        _definitions = new Mdp3Definition?[capacity];
        _indexBySymbol = new Dictionary<string, int>(capacity, StringComparer.Ordinal);
        foreach (string symbol in options.Symbols)
            _indexBySymbol.Add(symbol, _count++);
        _ids = new SecurityIdTable(capacity * 2);
        _queue = new EventQueue(options.QueueEvents);
        _changed = new int[capacity];
        var scale = new PriceScale(options.PriceDecimals);
        for (int i = 0; i < capacity; i++)
        {
            ref Mdp3Instrument instrument = ref _instruments[i];
            instrument.Scale = scale;
            instrument.Levels = RecoveryState.Broken;
            instrument.Orders = RecoveryState.Broken;
            instrument.ShownStale = true;
            instrument.OrdersShownStale = true;
        }

        if (options.Orders)
            _stagedOrders = new InputEvent[options.SnapshotOrders];
    }

    /// <summary>Counters.</summary>
    public Mdp3Statistics Statistics { get; } = new();

    /// <summary>Instruments wanted or met so far; their indices are 0 to this less 1, before FirstInstrument is added.</summary>
    public int InstrumentCount => _count;

    /// <summary>Whether any book by level waits for a snapshot: join the loop of snapshots.</summary>
    public bool NeedsSnapshots { get; private set; } = true;

    /// <summary>Whether any book by order waits for a snapshot: join the loop of snapshots by order.</summary>
    public bool NeedsOrderSnapshots { get; private set; }

    /// <summary>Whether a whole cycle of definitions was read, or every wanted symbol was found.</summary>
    public bool HasDefinitions { get; private set; }

    /// <summary>The definition of an instrument, null before it was received.</summary>
    /// <param name="index">Index without FirstInstrument.</param>
    public Mdp3Definition? Definition(int index) => _definitions[index];

    /// <summary>Whether the book by level of an instrument is sound.</summary>
    /// <param name="index">Index without FirstInstrument.</param>
    public bool IsSound(int index) => !_instruments[index].ShownStale;

    /// <summary>Takes one packet.</summary>
    /// <param name="feed">The feed that it came from.</param>
    /// <param name="packet">The datagram's payload, any bytes.</param>
    /// <param name="utcNs">
    /// When it was received, ns since the Unix epoch; 0 in a replay: the time of the matching event is taken.
    /// </param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    /// <returns>How many messages were read.</returns>
    [HotPath]
    public int OnPacket<TSink>(Mdp3Feed feed, ReadOnlySpan<byte> packet, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Statistics.Packets++;
        if (!Mdp3PacketHeader.TryRead(packet, out Mdp3PacketHeader header))
        {
            Statistics.MalformedPackets++;
            return 0;
        }

        if (feed != Mdp3Feed.Incremental)
            BeginLoopPacket(feed, header.Sequence);
        else if (!TryBeginIncremental(in header, utcNs, ref sink))
            return 0;
        return ReadMessages(feed, packet, Mdp3PacketHeader.SizeBytes, header.Sequence, utcNs, ref sink);
    }

    /// <summary>Takes one packet of MDP over TCP: conflated books, without counts of entries.</summary>
    /// <param name="packet">The packet with its header of 14 bytes.</param>
    /// <param name="utcNs">As for <see cref="OnPacket"/>.</param>
    /// <param name="sink">Where the events go.</param>
    /// <typeparam name="TSink">The sink's struct.</typeparam>
    /// <returns>How many messages were read.</returns>
    public int OnTcpPacket<TSink>(ReadOnlySpan<byte> packet, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Statistics.Packets++;
        if (!Mdp3PacketHeader.TryReadTcp(packet, out Mdp3PacketHeader header))
        {
            Statistics.MalformedPackets++;
            return 0;
        }

        int start = Mdp3PacketHeader.TcpSizeBytes;
        return ReadMessages(Mdp3Feed.Incremental, packet, start, header.Sequence, utcNs, ref sink);
    }

    private int ReadMessages<TSink>(
        Mdp3Feed feed, ReadOnlySpan<byte> packet, int offset, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        int messages = 0;
        while (Mdp3Message.TryRead(packet, ref offset, out Mdp3Message message))
        {
            messages++;
            if (message.SchemaId != Mdp3Message.Schema)
            {
                Statistics.OtherSchemas++;
                continue;
            }

            if (message.Version > Statistics.HighestVersion)
                Statistics.HighestVersion = message.Version;
            if (message.Version > CompiledVersion)
                Statistics.NewerVersions++;
            if (!Dispatch(feed, in message, sequence, utcNs, ref sink))
                OnMalformedMessage(feed, sequence, utcNs, ref sink);
        }

        Statistics.Messages += messages;
        if (offset != packet.Length)
        {
            Statistics.MalformedPackets++;
            if (feed == Mdp3Feed.Incremental)
                Doubt(sequence, utcNs, ref sink);
        }

        return messages;
    }

    private bool Dispatch<TSink>(
        Mdp3Feed feed, scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var template = (Mdp3Template)message.TemplateId;
        if (feed == Mdp3Feed.Incremental)
        {
            switch (template)
            {
                case Mdp3Template.Book:
                    return Book<TSink, Book46Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.TradeSummary:
                    return Trades<TSink, Trade48Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.OrderBook:
                    return OrderBook(in message, sequence, utcNs, ref sink);
                case Mdp3Template.Volume:
                    return Statistic<TSink, Volume37Reader>(in message, sequence, utcNs, ref sink);
            }
        }

        return DispatchUncommon(feed, template, in message, sequence, utcNs, ref sink);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool DispatchUncommon<TSink>(
        Mdp3Feed feed, Mdp3Template template, scoped in Mdp3Message message, uint sequence, long utcNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        switch (template)
        {
            case Mdp3Template.AdminHeartbeat:
                return true;
            case >= Mdp3Template.DefinitionFuture and <= Mdp3Template.DefinitionRepo:
            case Mdp3Template.DefinitionFx:
                return Define(feed, template, in message, sequence, utcNs, ref sink);
            case Mdp3Template.Snapshot:
                return feed != Mdp3Feed.Snapshots || Snapshot(in message, sequence, utcNs, ref sink);
            case Mdp3Template.OrderSnapshot:
                return feed != Mdp3Feed.OrderSnapshots || OrderSnapshot(in message, sequence, utcNs, ref sink);
        }

        if (feed == Mdp3Feed.Incremental)
        {
            switch (template)
            {
                case Mdp3Template.BookLongQty:
                    return Book<TSink, Book64Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.TradeSummaryLongQty:
                    return Trades<TSink, Trade65Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.VolumeLongQty:
                    return Statistic<TSink, Volume66Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.DailyStatistics:
                    return Statistic<TSink, Daily49Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.SessionStatistics:
                    return Statistic<TSink, Session51Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.SessionStatisticsLongQty:
                    return Statistic<TSink, Session67Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.LimitsBanding:
                    return Limits(in message, sequence, utcNs, ref sink);
                case Mdp3Template.SecurityStatus:
                    return Status(in message, sequence, utcNs, ref sink);
                case Mdp3Template.SecurityStatusWorkup:
                    return WorkupStatus(in message, sequence, utcNs, ref sink);
                case Mdp3Template.ChannelReset:
                    return ResetChannel(in message, sequence, utcNs, ref sink);
                case Mdp3Template.SnapshotTcp:
                    return TcpSnapshot<TSink, Snapshot61Reader>(in message, sequence, utcNs, ref sink);
                case Mdp3Template.SnapshotTcpLongQty:
                    return TcpSnapshot<TSink, Snapshot68Reader>(in message, sequence, utcNs, ref sink);
            }
        }

        Statistics.UnknownTemplates++;
        Statistics.LastUnknownTemplate = message.TemplateId;
        return true;
    }

    /// <summary>The parts of an event that all entries of a message share.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private InputEvent Common(uint sequence, ulong transactTimeNs, long utcNs)
    {
        InputEvent e = default;
        e.Venue = _options.Venue;
        e.TimeNs = (long)transactTimeNs - _options.MidnightUtcNs;
        e.UtcNs = utcNs != 0 ? utcNs : (long)transactTimeNs;
        e.Sequence = sequence;
        return e;
    }

    /// <summary>The root block of an incremental message.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryBegin(
        scoped in Mdp3Message message, uint sequence, long utcNs, out InputEvent common, out byte indicator)
    {
        ReadOnlySpan<byte> body = message.Body;
        if (message.BlockLength < IncrementalRootBytes || body.Length < message.BlockLength)
        {
            common = default;
            indicator = 0;
            return false;
        }

        // The same root in every incremental message.
        ref readonly MDIncrementalRefreshBook46Block root =
            ref Block.Of<MDIncrementalRefreshBook46Block>(ref MemoryMarshal.GetReference(body));
        common = Common(sequence, root.TransactTime, utcNs);
        indicator = (byte)root.MatchEventIndicator;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ushort EventIndex(int index) => (ushort)(index + _options.FirstInstrument);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Emit<TSink>(ref TSink sink, scoped in InputEvent e)
        where TSink : struct, IEventSink
    {
        sink.Next = e;
        sink.Commit();
    }
}
