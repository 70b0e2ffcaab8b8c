using HftGateway.MarketData;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Recovery;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Udp;
using HftGateway.Platform;
using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Recording;

/// <summary>
/// Listens to a MoldUDP64 feed on all its lines, or to one over SoupBinTCP, and hands what it brings to a recorder:
/// every
/// datagram as it came (a TCP feed has none), and the messages as arbitration and re-requests make them whole. The same
/// layers as a gateway's, without snapshots: a recording holds what the feed sent, and marks what it could not get.
/// <para><b>Threading.</b> <see cref="Run"/> is the feed's thread; <see cref="Stop"/> and the counters are for
/// any.</para>
/// <para><b>Invariants.</b> The feed's thread makes no system calls but the sockets'; nothing is allocated for a
/// packet.</para>
/// </summary>
[HotPath]
public sealed class RecordingSession : IDisposable
{
    private const int PacketsPerTurn = 64;
    private const int IdleMs = 1;
    private const long ResyncNs = 1_000_000_000;

    private readonly UdpReceiver[] _lines;
    private readonly SoupPacketLine? _soup;
    private readonly (uint Address, ushort Port)[] _destinations;
    private readonly UdpRequester[] _servers;
    private readonly FeedRecorder _recorder;
    private readonly MoldFeed _feed;
    private readonly WallClock _clock = new();
    private readonly bool _isGentle;
    private readonly Action<string> _note;
    private long _resyncNs;
    private bool _stop;

    /// <summary>Opens the sockets.</summary>
    /// <param name="options">What to listen to.</param>
    /// <param name="recorder">Takes everything; started and stopped by the caller.</param>
    /// <param name="note">Receives lines for the operator, from the feed's thread.</param>
    /// <exception cref="FeedException">A socket cannot be opened.</exception>
    public RecordingSession(RecordingOptions options, FeedRecorder recorder, Action<string> note)
    {
        _recorder = recorder;
        _note = note;
        _isGentle = options.IsGentle;
        _lines = new UdpReceiver[options.Lines.Count];
        _destinations = new (uint, ushort)[_lines.Length];
        _servers = new UdpRequester[options.RerequestServers.Count];
        try
        {
            Open(options);
            if (options.Soup is { } soup)
            {
                _soup = new SoupPacketLine(
                    soup.Client, soup.Servers, soup.FirstSequence, line => note($"feed: {line}"));
            }

            _feed = new MoldFeed(options.Feed with
            {
                HasSnapshots = false,
                Arbiter = options.Feed.Arbiter with { Lines = _lines.Length + (_soup == null ? 0 : 1) },
                Rerequest = options.Feed.Rerequest with { Servers = _servers.Length },
            });
        }
        catch
        {
            CloseSockets();
            throw;
        }
    }

    /// <summary>Arbitration, with the statistics of the lines.</summary>
    public MoldFeed Feed => _feed;

    /// <summary>The feed over SoupBinTCP, null if it comes over UDP.</summary>
    public SoupPacketLine? Soup => _soup;

    /// <summary>The lines' sockets, with their counters.</summary>
    public IReadOnlyList<UdpReceiver> Lines => _lines;

    /// <summary>The feed said that its session is over, and everything of it was recorded.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Ends <see cref="Run"/> after the current turn. Any thread.</summary>
    public void Stop() => Volatile.Write(ref _stop, true);

    /// <summary>Records until stopped, or until the feed's session has ended where that is wanted.</summary>
    /// <param name="stopsAtEnd">Return at the end of the session.</param>
    public void Run(bool stopsAtEnd)
    {
        long nowNs = NowNs();
        while (!Volatile.Read(ref _stop) && !(stopsAtEnd && HasEnded))
        {
            int work = PollLines() + PollSoup() + PollAnswers();
            nowNs = NowNs();
            _feed.OnTime(nowNs);
            TakeOutputs();
            Request(nowNs);
            if (nowNs >= _resyncNs)
            {
                _resyncNs = nowNs + ResyncNs;
                _clock.Resync();
            }

            if (work == 0 && _isGentle)
                Pause();
        }

        // What is still waiting for something before it comes out now, and what is missing is marked.
        _feed.Arbiter.Finish(nowNs);
        TakeOutputs();
    }

    /// <summary>Closes the sockets and frees the memory.</summary>
    public void Dispose()
    {
        CloseSockets();
        _feed.Dispose();
    }

    private void Pause()
    {
        // Answers of the servers come by sockets of their own: they wait for so long at most.
        if (_lines.Length == 0)
            Thread.Sleep(IdleMs);
        else
            _ = UdpReceiver.WaitAny(_lines, IdleMs);
    }

    private static long NowNs() => TimeStampCounter.ToNs(TimeStampCounter.Now());

    private void Open(RecordingOptions options)
    {
        Span<byte> address = stackalloc byte[4];
        for (int i = 0; i < _lines.Length; i++)
        {
            UdpReceiverOptions line = options.Lines[i] with { Line = i };
            _lines[i] = new UdpReceiver(line);
            foreach (string degradation in _lines[i].Degradations)
                _note($"line {i}: {degradation}");
            _ = line.Address.TryWriteBytes(address, out _);
            _destinations[i] = (
                System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address), (ushort)_lines[i].Port);
        }

        for (int i = 0; i < _servers.Length; i++)
            _servers[i] = new UdpRequester(options.RerequestServers[i]);
    }

    private int PollLines()
    {
        int packets = 0;
        for (int i = 0; i < _lines.Length; i++)
        {
            for (int n = 0; n < PacketsPerTurn && _lines[i].TryReceiveDatagram(out UdpDatagram datagram); n++)
            {
                packets++;
                long ticks = TimeStampCounter.Now();
                long utcNs = datagram.UtcNs != MessageBlock.NoTime ? datagram.UtcNs : _clock.UtcNs(ticks);
                (uint address, ushort port) = _destinations[i];
                _recorder.OnDatagram(in datagram, utcNs, address, port);
                bool any = _feed.OnPacket(i, datagram.Payload, TimeStampCounter.ToNs(ticks), out FeedOutput output);
                while (any)
                {
                    Take(in output);
                    any = _feed.TryNext(out output);
                }
            }
        }

        return packets;
    }

    private int PollSoup()
    {
        int packets = 0;
        while (_soup != null && packets < PacketsPerTurn && _soup.TryReceive(NowNs(), out ReadOnlySpan<byte> packet))
        {
            packets++;
            bool any = _feed.OnPacket(0, packet, NowNs(), out FeedOutput output);
            while (any)
            {
                Take(in output);
                any = _feed.TryNext(out output);
            }
        }

        return packets;
    }

    private int PollAnswers()
    {
        int packets = 0;
        for (int i = 0; i < _servers.Length; i++)
        {
            while (_servers[i].TryReceive(out ReadOnlySpan<byte> answer))
            {
                packets++;
                bool any = _feed.OnAnswer(i, answer, NowNs(), out FeedOutput output);
                while (any)
                {
                    Take(in output);
                    any = _feed.TryNext(out output);
                }
            }
        }

        return packets;
    }

    private void Request(long nowNs)
    {
        while (_feed.TryTakeRequest(nowNs, out int server, out ReadOnlySpan<byte> request))
            _ = _servers[server].TrySend(request);
    }

    private void TakeOutputs()
    {
        while (_feed.TryNext(out FeedOutput output))
            Take(in output);
    }

    private void Take(scoped in FeedOutput output)
    {
        switch (output.Kind)
        {
            case FeedOutputKind.Messages:
                _recorder.OnMessages(Session, output.First, (int)output.Count, output.Block.Bytes);
                break;
            case FeedOutputKind.Stale when (output.Reason & StaleReason.Lost) != 0:
                _recorder.OnLost(Session, output.First, output.Count);
                _note($"feed: messages {output.First} to {output.First + output.Count - 1} are lost; marked");
                break;
            case FeedOutputKind.Ended:
                HasEnded = true;
                break;
            case FeedOutputKind.SessionChanged:
                HasEnded = false;
                _note($"feed: session '{Session}' begins");
                break;
            case FeedOutputKind.LineDown or FeedOutputKind.LineUp:
                string state = output.Kind == FeedOutputKind.LineUp ? "heard again" : "silent";
                _note($"feed: line {output.Line} is {state}");
                break;
        }
    }

    private MoldSession Session => MoldNumbering.Session(_feed.Arbiter.Session);

    private void CloseSockets()
    {
        _soup?.Dispose();
        foreach (UdpReceiver? line in _lines)
            line?.Dispose();
        foreach (UdpRequester? server in _servers)
            server?.Dispose();
    }
}
