using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>What the beginning of a capture of MDP 3.0 says of the rest.</summary>
/// <param name="FirstNs">SendingTime of the first packet, ns since the Unix epoch; 0 if there is none.</param>
/// <param name="Symbols">The symbols that are defined in it.</param>
internal sealed record Mdp3CaptureHead(long FirstNs, IReadOnlyList<string> Symbols)
{
    /// <summary>Looks at a capture.</summary>
    /// <param name="path">Path; not standard input, which is read only once.</param>
    /// <param name="filter">Which datagrams to keep; null keeps everything.</param>
    /// <param name="map">Which destination is which feed; null to find out by content.</param>
    /// <param name="symbols">Most symbols to look for; 0: the time is enough.</param>
    /// <exception cref="CommandFailure">It cannot be read.</exception>
    public static Mdp3CaptureHead Of(string path, PcapFilter? filter, Mdp3FeedMap? map, int symbols)
    {
        if (path == "-")
        {
            throw new CommandFailure(
                ExitStatus.WrongInput, "a capture of MDP 3.0 is read twice: give a file, not standard input");
        }

        var handler = new Mdp3Handler(new Mdp3Options { Capacity = Math.Max(symbols, 1) });
        var nowhere = new NoSink(new InputEvent[1]);
        long firstNs = 0;
        using Mdp3CaptureSource source = Inputs.OpenMdp3(path, filter, map);
        while (source.TryRead(out Mdp3CapturedPacket packet))
        {
            if (firstNs == 0 && Mdp3PacketHeader.TryRead(packet.Payload, out Mdp3PacketHeader header))
                firstNs = (long)Math.Min(header.SendingTimeNs, long.MaxValue);
            if (packet.Feed == Mdp3Feed.Definitions)
                handler.OnPacket(packet.Feed, packet.Payload, 0, ref nowhere);
            if (handler.HasDefinitions || (symbols == 0 && firstNs != 0))
                break;
        }

        return new Mdp3CaptureHead(firstNs, [.. Enumerable.Range(0, handler.InstrumentCount)
            .Select(handler.Definition).OfType<Mdp3Definition>().Select(static d => d.Symbol)]);
    }

    private readonly struct NoSink(InputEvent[] place) : IEventSink
    {
        public ref InputEvent Next => ref place[0];

        public void Commit()
        {
        }
    }
}
