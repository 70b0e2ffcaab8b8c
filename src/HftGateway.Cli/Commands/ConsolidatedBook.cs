using System.Globalization;
using HftGateway.Books;
using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Commands;

/// <summary>
/// <c>hftgw book --venues</c>: the best bid and offer of a symbol over several venues' recordings, with each
/// venue's share of it, after every message that changed it. CSV; prices in 1/10000 dollar, absent sides empty.
/// </summary>
internal sealed class ConsolidatedBook : IDisposable
{
    private readonly IReadOnlyList<string> _venues;
    private readonly ItchNormalizer[] _normalizers;
    private readonly BookSet[] _books;
    private readonly ConsolidatedQuotes _quotes;
    private readonly StreamWriter _writer;

    public ConsolidatedBook(string symbol, IReadOnlyList<string> venues, int maxOrders, Stream output)
    {
        _venues = venues;
        _normalizers = [.. venues.Select((_, v) => new ItchNormalizer(InstrumentUniverse.Of([symbol], v), (ushort)v))];
        _books = [.. venues.Select(v => new BookSet(
            new BookSetOptions { Instruments = venues.Count, MaxOrders = maxOrders }))];
        _quotes = new ConsolidatedQuotes(1, venues.Count);
        _writer = new StreamWriter(output);
    }

    /// <summary>Runs the command.</summary>
    /// <param name="inputs">Recordings, one a venue.</param>
    /// <param name="filter">Which packets of captures, or null.</param>
    /// <param name="symbol">Symbol.</param>
    /// <param name="venues">Names of the venues with commas between.</param>
    /// <param name="maxOrders">Room for live orders, of each venue.</param>
    /// <param name="output">File to write.</param>
    /// <param name="quiet">No progress and no summary.</param>
    /// <param name="cancelled">Ends early.</param>
    /// <returns>Exit status.</returns>
    public static int Run(
        string[] inputs, PcapFilter? filter, string symbol, string venues, int maxOrders, string output, bool quiet,
        CancellationToken cancelled)
    {
        IReadOnlyList<string> names = VenueNames.Parse(venues, inputs.Length);
        List<MessageSource> sources = [.. inputs.Select(path => Inputs.Open(path, filter))];
        using Stream stream = Inputs.Create(output);
        var progress = new ProgressReporter("messages", 0, quiet);
        using ConsolidatedBook book = Create(symbol, names, maxOrders, stream);
        sources.ForEach(s => Inputs.NameSymbol(s, symbol));
        book.Run(sources, progress.Report, cancelled);
        progress.Finish();
        if (!quiet)
        {
            System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{book.Lines} changes of the consolidated quote in {book.Messages} messages, crossed "
                + $"{book.Crossed} times"));
        }

        int status = Inputs.Finish(sources, quiet);
        sources.ForEach(static s => s.Dispose());
        return book._books.All(b => MarketBuild.ReportFull(b, maxOrders)) ? status : ExitStatus.Failed;
    }

    /// <summary>Lines written.</summary>
    public long Lines { get; private set; }

    /// <summary>Times that the consolidated quote was crossed.</summary>
    public long Crossed { get; private set; }

    /// <summary>Messages read.</summary>
    public long Messages { get; private set; }

    /// <summary>Runs all inputs through.</summary>
    /// <param name="sources">One a venue.</param>
    /// <param name="progress">Told now and then how many messages are done.</param>
    /// <param name="cancelled">Ends early.</param>
    public void Run(IReadOnlyList<MessageSource> sources, Action<long> progress, CancellationToken cancelled)
    {
        _writer.Write("index,timestamp_ns,venue,bid_price,bid_size,ask_price,ask_size");
        foreach (string venue in _venues)
            _writer.Write($",bid_price_{venue},bid_size_{venue},ask_price_{venue},ask_size_{venue}");
        _writer.Write('\n');
        var merger = new MessageMerger(sources);
        InputEvent e = default;
        BookUpdate update = default;
        for (int i = 0; i < sources.Count; i++)
            _normalizers[i].StatedExecutions = sources[i].Kind == InputKind.Lobster;
        while (merger.TryRead(out MergedMessage message))
        {
            if ((++Messages & 0xFFFF) == 0)
            {
                progress(Messages);
                if (cancelled.IsCancellationRequested)
                    break;
            }

            if (message.GapCount > 0)
            {
                e = new InputEvent
                {
                    Kind = EventKind.FeedGap, Instrument = InputEvent.NoInstrument, Venue = (ushort)message.Source,
                };
                Apply(in e, ref update, in message);
                continue;
            }

            ref byte first = ref System.Runtime.InteropServices.MemoryMarshal.GetReference(message.Message);
            if (_normalizers[message.Source].TryNormalize(
                ref first, message.Message.Length, message.Sequence, ref e))
                Apply(in e, ref update, in message);
        }

        _writer.Flush();
    }

    public void Dispose()
    {
        foreach (ItchNormalizer normalizer in _normalizers)
            normalizer.Dispose();
        foreach (BookSet books in _books)
            books.Dispose();
        _writer.Dispose();
    }

    private static ConsolidatedBook Create(
        string symbol, IReadOnlyList<string> venues, int maxOrders, Stream stream)
    {
        try
        {
            return new ConsolidatedBook(symbol, venues, maxOrders, stream);
        }
        catch (ArgumentException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--symbol: {error.Message}");
        }
    }

    private void Apply(in InputEvent e, ref BookUpdate update, in MergedMessage message)
    {
        _books[message.Source].Apply(in e, ref update);
        bool wasCrossed = _quotes[0].IsCrossed;
        if (_quotes.Apply(in e, in update) != 0)
            return;
        if (_quotes[0].IsCrossed && !wasCrossed)
            Crossed++;
        Write(in message);
    }

    private void Write(in MergedMessage message)
    {
        Lines++;
        ref readonly ConsolidatedQuote q = ref _quotes[0];
        _writer.Write(string.Create(CultureInfo.InvariantCulture,
            $"{message.Index},{message.TimeNs},{_venues[message.Source]}"));
        Write(q.Bid, q.BidQuantity);
        Write(q.Ask, q.AskQuantity);
        for (int i = 0; i < _venues.Count; i++)
        {
            VenueQuote venue = q[i];
            Write(q.Counts(i) ? venue.Bid : 0, venue.BidQuantity);
            Write(q.Counts(i) ? venue.Ask : 0, venue.AskQuantity);
        }

        _writer.Write('\n');
    }

    private void Write(long price, long size) => _writer.Write(price == 0
        ? ",," : string.Create(CultureInfo.InvariantCulture, $",{price},{size}"));
}
