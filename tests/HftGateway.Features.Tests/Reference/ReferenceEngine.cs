namespace HftGateway.Features.Reference;

/// <summary>
/// Every column of the features specification (section 12) and the bars file, written straight from the definitions:
/// whole lists, recomputed at every row, integers wherever the definition is one. Independent of the library: it parses
/// messages and keeps the book itself. Slow on purpose.
/// </summary>
internal sealed class ReferenceEngine(string symbol, ReferenceParameters parameters, int? dayOfWeek = null)
{
    private readonly ReferenceBook _book = new();
    private readonly int? _dayOfWeek = dayOfWeek;
    private ReferenceFeatures _features = new(parameters, dayOfWeek);
    private int _locate = -1;
    private bool _stopped;
    private bool _halted;
    private bool _stoppedByMarket;
    private long? _resumed;

    /// <summary>Largest time of any message so far; the clock of section 1.2.</summary>
    public long Clock { get; private set; }

    public ReferenceBook Book => _book;

    /// <summary>Bars closed since the latest reset.</summary>
    public IReadOnlyList<ReferenceBar> Bars => _features.Bars;

    /// <summary>Takes a message of any symbol; gives the row if it is one of this symbol.</summary>
    public ReferenceRow? Process(ReferenceMessage m)
    {
        if (m.Type == ReferenceMessage.Gap)
        {
            // 1.8: the book is built anew, every feature begins anew. Trading state is no window and stays.
            _book.Clear();
            _features = new ReferenceFeatures(parameters, _dayOfWeek);
            return null;
        }

        Clock = Math.Max(Clock, m.TimeNs);
        _features.Advance(Clock);
        // 2.1; every line of a LOBSTER file is of its symbol.
        if (_locate < 0 && m.Stock == symbol && (m.IsStated || m.Type is 'R' or 'H' or 'h' or 'A' or 'F' or 'P'))
            _locate = m.Locate;
        if (_locate < 0 || m.Locate != _locate)
            return null;
        TradingState(m);
        List<ReferenceLevel> bids = _book.Bids(1);
        List<ReferenceLevel> asks = _book.Asks(1);
        ReferenceEffect? effect = _book.Apply(m);
        if (effect == null)
            return null;
        ReferenceRow row = new()
        {
            Message = m,
            Clock = Clock,
            Bids = _book.Bids(10),
            Asks = _book.Asks(10),
            Effect = effect,
            WasValid = bids.Count > 0 && asks.Count > 0 && bids[0].Price < asks[0].Price,
            TwiceMidBefore = bids.Count > 0 && asks.Count > 0 ? bids[0].Price + asks[0].Price : 0,
        };
        _features.Apply(row, _halted, _resumed);
        return row;
    }

    // 2.3.
    private void TradingState(ReferenceMessage m)
    {
        if (m.Type == 'H')
            _stopped = m.State != 'T';
        else if (m.Type == 'h' && m.State == 'Q')
            _stoppedByMarket = m.Action == 'H';
        bool halted = _stopped || _stoppedByMarket;
        if (_halted && !halted)
            _resumed = Clock;
        _halted = halted;
    }
}
