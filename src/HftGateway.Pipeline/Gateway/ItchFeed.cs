using System.Net;
using System.Runtime.CompilerServices;
using HftGateway.MarketData;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;
using HftGateway.Platform;
using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Gateway;

/// <summary>
/// One venue's ITCH feed in a live gateway: the sockets of its lines, arbitration and recovery, and decoding into
/// events. The layers below do the thinking; this joins them to sockets and to the ring.
/// <para><b>Threading.</b> The ingress thread; statistics are read by others when it has stopped.</para>
/// <para><b>Order.</b> Everything of a venue enters the ring in the order in which it must take effect: a FeedGap
/// before what lies behind the hole, a FeedSnapshot before the snapshot's messages, FeedRecovered behind what was
/// held.</para>
/// <para><b>Cost.</b> Arbitration on top of one system call a packet; no allocation for a packet.</para>
/// </summary>
[HotPath]
internal sealed class ItchFeed : IDisposable
{
    private const int PacketsPerTurn = 16;
    private const int AnswersPerTurn = 16;
    private const int NotesPerSecond = 10;

    private readonly FeedVenue _venue;
    private readonly UdpReceiver[] _lines;
    private readonly SoupPacketLine? _soup;
    private readonly UdpRequester[] _servers;
    private GlimpseClient? _glimpse;
    private readonly MoldFeed _feed;
    private readonly ItchNormalizer _normalizer;
    private readonly WallClock _clock;
    private readonly OperatorNotes _notes;
    private readonly FeedStatistics _statistics;
    private readonly long _noteTicks = TimeStampCounter.FromNs(1_000_000_000);
    private bool _isFetching;
    private bool _isSnapshotBegun;

    // Something was lost since the books were last sound.
    private bool _isSpoilt;
    private long _noteWindowTicks;
    private int _notesLeft;

    public ItchFeed(
        FeedVenue venue, ItchNormalizer normalizer, WallClock clock, FeedStatistics statistics, OperatorNotes notes)
    {
        _venue = venue;
        _normalizer = normalizer;
        _clock = clock;
        _statistics = statistics;
        _notes = notes;
        _lines = new UdpReceiver[venue.Lines.Count];
        _servers = new UdpRequester[venue.Rerequest.Count];
        try
        {
            for (int i = 0; i < _lines.Length; i++)
                _lines[i] = new UdpReceiver(venue.Lines[i] with { Line = i });
            if (venue.Soup is { } soup)
            {
                _soup = new SoupPacketLine(
                    soup.Client, soup.Servers, soup.FirstSequence, line => notes.Write($"feed {venue.Name}: {line}"));
            }

            _feed = new MoldFeed(venue.Feed);
        }
        catch
        {
            DisposeSockets();
            throw;
        }
    }

    /// <summary>The venue said that its session is over.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>Opens the sockets to the recovery servers. Before the first poll.</summary>
    /// <param name="requestPort">Port of the request servers that were given with port 0.</param>
    /// <param name="snapshotPort">Port of the snapshot servers that were given with port 0.</param>
    public void Connect(int requestPort, int snapshotPort)
    {
        for (int i = 0; i < _servers.Length; i++)
            _servers[i] ??= new UdpRequester(WithPort(_venue.Rerequest[i], requestPort));
        if (_venue.Snapshot is { } snapshot)
        {
            _glimpse ??= new GlimpseClient(
                snapshot with { Servers = [.. snapshot.Servers.Select(s => WithPort(s, snapshotPort))] });
        }
    }

    /// <summary>Port of a line, as the system chose it.</summary>
    public int Port(int line) => _lines[line].Port;

    /// <summary>How many lines over UDP.</summary>
    public int LineCount => _lines.Length;

    /// <summary>What the sockets could not be given, a line each.</summary>
    public IEnumerable<string> Degradations => _lines.SelectMany(l => l.Degradations);

    /// <summary>What it did; complete when the thread has stopped.</summary>
    public FeedReport Report() => new(
        _venue.Name, _feed,
        [
            .. _lines.Select(l => (l.Datagrams, l.ReadDrops(), l.TooLong, l.WrongSource)),
            .. _soup == null ? [] : ((long, long, long, long)[])[(_soup.Packets, 0, _soup.TooLong, 0)],
        ],
        [.. _venue.Rerequest.Select(s => s.ToString())]);

    /// <inheritdoc cref="IIngressFeed.Poll"/>
    public int Poll<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        _feed.OnTime(nowUtcNs);
        Drain(sink, nowTicks);
        int work = 0;
        for (int i = 0; i < _lines.Length; i++)
            work += PollLine(sink, i);
        if (_soup != null)
            work += PollSoup(sink, nowTicks, nowUtcNs);
        if (_feed.Arbiter.HasGap || _feed.WantsSnapshot || _isFetching)
            work += Recover(sink, nowTicks, nowUtcNs);
        return work;
    }

    public void Dispose()
    {
        DisposeSockets();
        _feed.Dispose();
        _normalizer.Dispose();
    }

    private int PollLine<TSink>(TSink sink, int line)
        where TSink : struct, IFeedSink
    {
        int packets = 0;
        while (packets < PacketsPerTurn && _lines[line].TryReceiveDatagram(out UdpDatagram datagram))
        {
            packets++;
            long ticks = TimeStampCounter.Now();
            if (_statistics.Packets++ == 0)
                sink.Warm();
            long utcNs = datagram.UtcNs == MessageBlock.NoTime ? _clock.UtcNs(ticks) : datagram.UtcNs;
            TakePacket(sink, line, datagram.Payload, utcNs, ticks);
        }

        return packets;
    }

    private int PollSoup<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        int packets = 0;
        long nowNs = TimeStampCounter.ToNs(nowTicks);
        while (packets < PacketsPerTurn && _soup!.TryReceive(nowNs, out ReadOnlySpan<byte> packet))
        {
            packets++;
            if (_statistics.Packets++ == 0)
                sink.Warm();
            TakePacket(sink, _lines.Length, packet, nowUtcNs, nowTicks);
        }

        return packets;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakePacket<TSink>(TSink sink, int line, ReadOnlySpan<byte> packet, long utcNs, long ticks)
        where TSink : struct, IFeedSink
    {
        bool any = _feed.OnPacket(line, packet, utcNs, out FeedOutput output);
        while (any)
        {
            Take(sink, in output, ticks);
            any = _feed.TryNext(out output);
        }
    }

    private void Drain<TSink>(TSink sink, long ticks)
        where TSink : struct, IFeedSink
    {
        while (_feed.TryNext(out FeedOutput output))
            Take(sink, in output, ticks);
    }

    private void Take<TSink>(TSink sink, scoped in FeedOutput output, long ticks)
        where TSink : struct, IFeedSink
    {
        if (output.Kind == FeedOutputKind.Messages)
        {
            _statistics.Messages += output.Block.Count;
            TakeMessages(sink, in output, ticks);
        }
        else
        {
            TakeNotice(sink, in output, ticks);
        }
    }

    private void TakeMessages<TSink>(TSink sink, scoped in FeedOutput output, long ticks)
        where TSink : struct, IFeedSink
    {
        long sequence = output.Block.FirstSequence;
        int left = output.Block.Count;
        long decodeTicks = ticks;
        MessageBlock.Enumerator messages = output.Block.GetEnumerator();
        while (messages.MoveNext())
        {
            left--;
            if (_normalizer.TryNormalize(
                ref messages.First, messages.Length, sequence++, output.ReceivedNs, ref sink.Event))
            {
                _statistics.Events++;
                sink.Commit(ticks, decodeTicks, left == 0);
                decodeTicks = left == 0 ? 0 : TimeStampCounter.Now();
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeNotice<TSink>(TSink sink, scoped in FeedOutput output, long ticks)
        where TSink : struct, IFeedSink
    {
        long first = (long)output.First;
        switch (output.Kind)
        {
            case FeedOutputKind.Stale:
                sink.Enter(EventKind.FeedGap, (byte)output.Reason, _venue.Index, first, output.Count, ticks);
                _isSpoilt |= (output.Reason & StaleReason.NeedsSnapshot) != 0;
                if (MayNote(ticks))
                    NoteStale(in output);
                break;
            case FeedOutputKind.Sound:
                sink.Enter(EventKind.FeedRecovered, (byte)(_isSpoilt ? 2 : 1), _venue.Index, first, 0, ticks);
                _isSpoilt = false;
                if (MayNote(ticks))
                    Post(OperatorNoteKind.Sound, output.First);
                break;
            case FeedOutputKind.SnapshotBegin:
                sink.Enter(EventKind.FeedSnapshot, 0, _venue.Index, first, 0, ticks);
                break;
            case FeedOutputKind.SessionChanged:
                // A new session assigns locates anew and begins with empty books.
                _normalizer.ForgetLocates();
                sink.Enter(EventKind.FeedSnapshot, 1, _venue.Index, first, 0, ticks);
                Post(OperatorNoteKind.NewSession);
                IsEnded = false;
                break;
            case FeedOutputKind.Ended:
                sink.Enter(EventKind.FeedEnd, 0, _venue.Index, first, 0, ticks);
                IsEnded = true;
                break;
            case FeedOutputKind.LineDown:
                if (MayNote(ticks))
                    Post(OperatorNoteKind.LineDown, (ulong)output.Line);
                break;
            case FeedOutputKind.LineUp:
                if (MayNote(ticks))
                    Post(OperatorNoteKind.LineUp, (ulong)output.Line);
                break;
        }
    }

    // A bad line makes thousands of notices a second: the report counts them, the operator sees some.
    private bool MayNote(long ticks)
    {
        if (ticks - _noteWindowTicks > _noteTicks)
        {
            _noteWindowTicks = ticks;
            _notesLeft = NotesPerSecond;
        }

        return _notesLeft > 0 && _notesLeft-- > 0;
    }

    private void NoteStale(scoped in FeedOutput output) => Post(
        output.Reason switch
        {
            StaleReason.Gap => OperatorNoteKind.Late,
            StaleReason.Silence => OperatorNoteKind.Silence,
            StaleReason.Lost => OperatorNoteKind.Lost,
            StaleReason.Conflict => OperatorNoteKind.Conflict,
            _ => OperatorNoteKind.Renumbered,
        },
        output.First, output.Count);

    private void Post(OperatorNoteKind kind, ulong first = 0, ulong count = 0) =>
        _notes.Post(new OperatorNote(kind, _venue.Index, first, count));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Recover<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        if (_feed.TryTakeRequest(nowUtcNs, out int asked, out ReadOnlySpan<byte> request))
            _servers[asked].TrySend(request);
        int work = 0;
        for (int i = 0; i < _servers.Length; i++)
        {
            for (int n = 0; n < AnswersPerTurn && _servers[i].TryReceive(out ReadOnlySpan<byte> answer); n++)
            {
                work++;
                bool any = _feed.OnAnswer(i, answer, nowUtcNs, out FeedOutput output);
                while (any)
                {
                    Take(sink, in output, nowTicks);
                    any = _feed.TryNext(out output);
                }
            }
        }

        return work + PollSnapshot(sink, nowTicks, nowUtcNs);
    }

    private int PollSnapshot<TSink>(TSink sink, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        if (_glimpse == null)
            return 0;
        if (!_feed.WantsSnapshot)
        {
            // A new session made it needless.
            if (_isFetching)
                _glimpse.Cancel();
            _isFetching = false;
            return 0;
        }

        if (!_isFetching)
        {
            _isFetching = true;
            _isSnapshotBegun = false;
            _glimpse.Start(_feed.SnapshotNeeded, nowUtcNs);
            return 1;
        }

        GlimpseStatus status = _glimpse.Poll(nowUtcNs, out MessageBlock block);
        if (!_isSnapshotBegun && (block.Count > 0 || status == GlimpseStatus.Complete))
        {
            _isSnapshotBegun = true;
            _feed.BeginSnapshot();
            Drain(sink, nowTicks);
        }

        EnterSnapshot(sink, block, nowTicks, nowUtcNs);
        if (status == GlimpseStatus.Complete)
        {
            _isFetching = false;
            bool isUsed = _feed.EndSnapshot(_glimpse.SpliceSequence, nowUtcNs);
            Post(
                isUsed ? OperatorNoteKind.SnapshotUsed : OperatorNoteKind.SnapshotTooOld,
                (ulong)_glimpse.SpliceSequence, (ulong)_glimpse.Messages);
            Drain(sink, nowTicks);
        }
        else if (status == GlimpseStatus.Failed)
        {
            _isFetching = false;
            _feed.FailSnapshot(nowUtcNs);
            _notes.Write($"feed {_venue.Name}: {_glimpse.FailureText}; books stay stale, another will be fetched");
        }

        return block.Count;
    }

    // The snapshot's messages have no numbers of the feed.
    private void EnterSnapshot<TSink>(TSink sink, MessageBlock block, long nowTicks, long nowUtcNs)
        where TSink : struct, IFeedSink
    {
        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
        {
            if (!_normalizer.TryNormalize(ref messages.First, messages.Length, 0, nowUtcNs, ref sink.Event))
                continue;
            _statistics.Events++;
            sink.Commit(nowTicks, nowTicks, true);
        }
    }

    private void DisposeSockets()
    {
        foreach (UdpReceiver? line in _lines)
            line?.Dispose();
        foreach (UdpRequester? server in _servers)
            server?.Dispose();
        _glimpse?.Dispose();
        _soup?.Dispose();
    }

    private static IPEndPoint WithPort(IPEndPoint server, int port) =>
        server.Port == 0 ? new IPEndPoint(server.Address, port) : server;
}
