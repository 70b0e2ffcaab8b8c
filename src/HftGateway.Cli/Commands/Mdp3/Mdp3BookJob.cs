using System.Globalization;
using HftGateway.Books;
using HftGateway.Books.MarketByPrice;
using HftGateway.Cli.Console;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>
/// <c>hftgw book</c> of captures of MDP 3.0: an instrument's real book by price after every matching event that changed it,
/// through the same arbitration and recovery as live.
/// </summary>
internal static class Mdp3BookJob
{
    private const long DayNs = 86_400_000_000_000;

    /// <summary>Writes the book of a symbol.</summary>
    /// <returns>The exit status.</returns>
    /// <exception cref="CommandFailure">An option is wrong, or a file cannot be opened.</exception>
    public static int Run(
        string[] inputs, PcapFilter? filter, string symbol, int depth, string output, bool quiet,
        CancellationToken cancelled)
    {
        using Mdp3Channel channel = Channel(symbol);
        using Stream stream = Inputs.Create(output);
        using var books = new LevelBookSet(new LevelBookSetOptions { Instruments = 1 });
        using var writer = new BookCsvWriter(stream, depth);
        var sink = new BookSink(books, writer);
        var progress = new ProgressReporter("packets", 0, quiet);
        List<Mdp3CaptureSource> sources = [];
        foreach (string path in inputs)
        {
            Mdp3CaptureSource source = Inputs.OpenMdp3(path, filter);
            sources.Add(source);
            Mdp3Playback.Run(source, channel, ref sink, progress, cancelled);
            if (source.Problem != null)
                break;
        }

        writer.Flush();
        progress.Finish();
        if (!quiet)
            Summarise(symbol, books, channel, writer);
        int status = Inputs.Finish(sources, quiet);
        sources.ForEach(static s => s.Dispose());
        return Mdp3Playback.IsUnderstood(channel) ? status : ExitStatus.Failed;
    }

    private static Mdp3Channel Channel(string symbol)
    {
        try
        {
            return Mdp3Channel.OfCapture(new Mdp3Options { Symbols = [symbol] });
        }
        catch (ArgumentException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--symbol: {error.Message}");
        }
    }

    private static void Summarise(string symbol, LevelBookSet books, Mdp3Channel channel, BookCsvWriter writer)
    {
        Mdp3Handler handler = channel.Handler;
        Mdp3Statistics s = handler.Statistics;
        if (handler.Definition(0) == null)
        {
            System.Console.Error.WriteLine(
                $"note: no usable definition of {symbol} in the capture: its book is not known");
        }
        else if (writer.Lines == 0)
        {
            System.Console.Error.WriteLine(
                $"note: the book of {symbol} never became sound: the capture has no snapshot to begin with");
        }

        System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{writer.Lines} book changes, {s.Entries} entries, {s.LostPackets} packets lost, {s.EntryGaps} entry gaps, "
            + $"{s.SnapshotRecoveries} snapshots used, {s.EmptyStarts} empty starts, {books.Anomalies.Total} anomalies"));
        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>().Where(a => books.Anomalies[a] != 0))
            System.Console.Error.WriteLine($"  {anomaly}: {books.Anomalies[anomaly]}");
    }

    /// <summary>Applies events; writes a line when the book is consistent and changed since the last.</summary>
    private struct BookSink(LevelBookSet books, BookCsvWriter writer) : IMdp3PlaybackSink
    {
        private readonly InputEvent[] _place = new InputEvent[1];
        private BookUpdate _update;
        private bool _changed;

        public long Packet { get; set; }

        public bool IsOfLoop { get; set; }

        public readonly ref InputEvent Next => ref _place[0];

        public void Commit()
        {
            ref InputEvent e = ref _place[0];
            books.Apply(in e, ref _update);
            _changed |= (_update.Flags & BookFlags.Changed) != 0;
            bool isOver = (e.Flags & EventFlags.EndOfEvent) != 0 || e.Kind == EventKind.BookRecovered;
            if (!_changed || !isOver || books.IsStale(0) || books.IsMidEvent(0))
                return;
            _changed = false;
            writer.Write(books, 0, Packet, e.TimeNs % DayNs);
        }
    }
}
