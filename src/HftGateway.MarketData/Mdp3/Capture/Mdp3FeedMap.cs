using System.Buffers.Binary;
using System.Net;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Pcap;

namespace HftGateway.MarketData.Mdp3.Capture;

/// <summary>
/// Which feed of a channel the datagrams of a destination belong to: as configured, or else by what comes first.
/// <para><b>By content.</b> A destination that begins with a snapshot or a definition is that loop's; every other one is a
/// line of the incremental feed, in the order of first sight. Lines of two channels cannot be told apart from lines A and
/// B of one: filter the capture.</para>
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
public sealed class Mdp3FeedMap
{
    private readonly Dictionary<ulong, (Mdp3Feed Feed, int Line)> _known = [];
    private readonly bool _isGiven;
    private int _lines;

    /// <summary>Finds out by content.</summary>
    public Mdp3FeedMap()
    {
    }

    /// <summary>Takes given addresses; datagrams to any other are not the channel's.</summary>
    /// <param name="incremental">Lines of the incremental feed, A first.</param>
    /// <param name="loops">Loops of definitions, snapshots, snapshots by order; null where there is none.</param>
    /// <exception cref="ArgumentException">An address is not IPv4, or there are too many lines.</exception>
    public Mdp3FeedMap(IReadOnlyList<IPEndPoint> incremental, IReadOnlyList<IPEndPoint?> loops)
    {
        ArgumentNullException.ThrowIfNull(incremental);
        ArgumentNullException.ThrowIfNull(loops);
        _isGiven = true;
        foreach (IPEndPoint address in incremental)
            _known[Key(address)] = (Mdp3Feed.Incremental, NextLine());
        for (int i = 0; i < loops.Count; i++)
        {
            if (loops[i] is { } address)
                _known[Key(address)] = ((Mdp3Feed)((int)Mdp3Feed.Definitions + i), 0);
        }
    }

    /// <summary>Lines of the incremental feed met or given so far.</summary>
    public int Lines => _lines;

    /// <summary>Datagrams of lines beyond those that arbitration takes: dropped.</summary>
    public long BeyondLines { get; private set; }

    /// <summary>The feed of a datagram.</summary>
    /// <param name="datagram">The datagram.</param>
    /// <param name="isSound">It holds an MDP 3.0 packet; if not, only a destination known before has a feed.</param>
    /// <param name="feed">Its feed.</param>
    /// <param name="line">Its line.</param>
    /// <returns>False if it is not the channel's.</returns>
    public bool TryFind(in UdpFrame datagram, bool isSound, out Mdp3Feed feed, out int line)
    {
        ulong key = ((ulong)datagram.DestinationAddress << 16) | datagram.DestinationPort;
        if (_known.TryGetValue(key, out (Mdp3Feed Feed, int Line) found))
        {
            (feed, line) = found;
            return true;
        }

        (feed, line) = (Classify(datagram.Payload), 0);
        if (_isGiven || !isSound)
            return false;
        if (feed == Mdp3Feed.Incremental)
        {
            if (_lines == ArbiterOptions.MaxLines)
            {
                BeyondLines++;
                return false;
            }

            line = NextLine();
        }

        _known[key] = (feed, line);
        return true;
    }

    private static Mdp3Feed Classify(ReadOnlySpan<byte> packet)
    {
        int offset = Mdp3PacketHeader.SizeBytes;
        if (!Mdp3Message.TryRead(packet, ref offset, out Mdp3Message message))
            return Mdp3Feed.Incremental;
        return (Mdp3Template)message.TemplateId switch
        {
            Mdp3Template.Snapshot => Mdp3Feed.Snapshots,
            Mdp3Template.OrderSnapshot => Mdp3Feed.OrderSnapshots,
            (>= Mdp3Template.DefinitionFuture and <= Mdp3Template.DefinitionRepo) or Mdp3Template.DefinitionFx =>
                Mdp3Feed.Definitions,
            _ => Mdp3Feed.Incremental,
        };
    }

    private int NextLine() => _lines < ArbiterOptions.MaxLines
        ? _lines++ : throw new ArgumentException($"at most {ArbiterOptions.MaxLines} lines carry one feed");

    private static ulong Key(IPEndPoint address)
    {
        Span<byte> bytes = stackalloc byte[16];
        if (!address.Address.TryWriteBytes(bytes, out int length) || length != 4)
            throw new ArgumentException($"'{address}' is no IPv4 address");
        return ((ulong)BinaryPrimitives.ReadUInt32BigEndian(bytes) << 16) | (ushort)address.Port;
    }
}
