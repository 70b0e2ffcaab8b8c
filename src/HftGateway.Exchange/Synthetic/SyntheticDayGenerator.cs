using HftGateway.Exchange.Flow;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// Writes a whole trading day of TotalView-ITCH 5.0 as a BinaryFILE: every symbol's directory and states, order flow
/// from 04:00 to 20:00 with bursts and the intraday U, opening and closing crosses, halts. For load tests and research
/// tooling; prices follow no strategy's idea of a market.
/// <para><b>Threading.</b> Each call is independent and runs on the calling thread.</para>
/// <para><b>Invariants.</b> Equal options give equal bytes on every machine. Exactly the asked-for number of messages.
/// Every reference is new when added and live when used; no execution or cancel exceeds what is left; books never lock
/// or cross; times never fall.</para>
/// <para><b>Limits.</b> Prices stay within about 5 dollars of the day's first; halted symbols are silent; orders left
/// at the end of the day are not deleted, as on the venue.</para>
/// <para><b>Cost.</b> Memory is fixed: 32 bytes for each order of the cap and about 8.5 KiB for each symbol.</para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0; BinaryFILE 1.0 framing.</para>
/// </summary>
public sealed class SyntheticDayGenerator : IDisposable
{
    /// <summary>S (six) and V.</summary>
    internal const int SystemMessages = 7;

    /// <summary>R, H, Y, L and two Q.</summary>
    internal const int FixedMessagesPerSymbol = 6;

    private const ulong SecondNs = 1_000_000_000;
    private const ulong MinuteNs = 60 * SecondNs;
    private const ulong StartOfMessagesNs = 3 * 60 * MinuteNs;
    private const ulong DirectoryNs = StartOfMessagesNs + 5 * MinuteNs;
    private const ulong DirectoryStepNs = 20_000;
    private const ulong CrossStepNs = 50_000;
    private const ulong EndOfMessagesNs = 20 * 60 * MinuteNs + 5 * MinuteNs;
    private const ulong BurstGapMaskNs = 0xfff;
    private const int HaltMinutes = 5;
    private const int LowestMidCents = 600;
    private const int MessagesPerLiveOrder = 60;
    private const int MaxTargetLive = 1_500;

    private readonly SyntheticDayOptions _options;
    private readonly SyntheticBooks _books;
    private readonly ItchDayWriter _writer;
    private readonly SyntheticFlow _flow;
    private readonly DaySchedule _schedule;
    private readonly SymbolSampler _sampler;
    private readonly List<(int Minute, int Symbol, bool IsHalt)> _haltEvents = [];
    private Xoshiro256 _random;
    private ulong _nowNs;

    private SyntheticDayGenerator(Stream output, SyntheticDayOptions options, Action<long>? progress)
    {
        _options = options;
        _random = new Xoshiro256(options.Seed);
        _sampler = new SymbolSampler(options.Symbols, ref _random);
        _schedule = new DaySchedule(options.Messages - options.FixedMessages);
        _books = new SyntheticBooks(options.Symbols, options.MaxLiveOrders);
        _writer = new ItchDayWriter(output, progress);
        _flow = new SyntheticFlow(_books, _writer);
        SetUpSymbols();
        SetUpHalts();
    }

    /// <summary>Writes a day. Errors of the stream (disk full, broken pipe) pass through unchanged.</summary>
    /// <param name="output">Receives the bytes in large pieces; neither flushed nor closed.</param>
    /// <param name="options">What to write.</param>
    /// <param name="progress">Told the messages so far about every megabyte and at the end; may be null.</param>
    /// <exception cref="ExchangeOptionException">An option is out of range.</exception>
    /// <exception cref="IOException">The stream cannot take the bytes.</exception>
    public static void Write(Stream output, SyntheticDayOptions options, Action<long>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        using var day = new SyntheticDayGenerator(output, options, progress);
        day.WriteDay();
    }

    /// <summary>Returns the memory.</summary>
    public void Dispose()
    {
        _books.Dispose();
        _writer.Dispose();
    }

    private void WriteDay()
    {
        WriteSystemEvent('O', StartOfMessagesNs);
        WriteDirectory();
        WriteSystemEvent('S', DaySchedule.FirstMinuteNs);
        int nextHalt = 0;
        for (int minute = 0; minute < DaySchedule.Minutes; minute++)
        {
            _nowNs = Math.Max(_nowNs, DaySchedule.StartNs(minute));
            if (minute == DaySchedule.OpenMinute)
                WriteCrosses('Q', (byte)'O');
            else if (minute == DaySchedule.CloseMinute)
                WriteCrosses('M', (byte)'C');
            for (; nextHalt < _haltEvents.Count && _haltEvents[nextHalt].Minute == minute; nextHalt++)
                WriteHalt(_haltEvents[nextHalt].Symbol, _haltEvents[nextHalt].IsHalt);
            WriteMinute(minute);
        }
        WriteSystemEvent('E', DaySchedule.StartNs(DaySchedule.Minutes));
        WriteSystemEvent('C', EndOfMessagesNs);
        _writer.Flush();
    }

    private void WriteMinute(int minute)
    {
        long left = _schedule[minute];
        bool isImbalanceMinute = DaySchedule.IsImbalanceMinute(minute);
        ulong lastNs = DaySchedule.StartNs(minute + 1) - 1;
        while (left > 0)
        {
            ulong bits = _random.Next();
            int length = (int)Math.Min(left, FlowTables.BurstLength[bits & 0xff]);
            // The mean gap follows from what is left of the minute, so that the minute's messages fill it.
            double meanGapNs = (lastNs - _nowNs) * FlowTables.MeanBurstLength / left;
            double gap = meanGapNs * FlowTables.Exponential[(bits >> 8) & (FlowTables.ExponentialSize - 1)];
            _nowNs = Math.Min(lastNs, _nowNs + (ulong)gap);
            int symbol = _sampler.Draw(_random.Next());
            while (_books.Symbol(symbol).IsHalted)
                symbol = _sampler.Draw(_random.Next());
            _flow.Drift(symbol, bits >> 16);
            // In a day so dense that gaps are below the usual ones within a burst, bursts shrink with them.
            ulong widest = Math.Min(BurstGapMaskNs, (ulong)meanGapNs >> 3);
            for (int i = 0; i < length; i++)
            {
                ulong draw = _random.Next();
                _flow.Emit(symbol, _nowNs, draw, isImbalanceMinute);
                _nowNs = Math.Min(lastNs, _nowNs + Math.Min(widest, 100 + (draw >> 52)));
            }
            left -= length;
        }
    }

    private void WriteDirectory()
    {
        _nowNs = DirectoryNs;
        ref MwcbDeclineLevelMessage decline = ref _writer.Begin<MwcbDeclineLevelMessage>(-1, _nowNs);
        decline.Level1 = 465_000_000_000;
        decline.Level2 = 435_000_000_000;
        decline.Level3 = 400_000_000_000;
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
        {
            _nowNs += DirectoryStepNs;
            WriteDirectoryEntry(symbol);
        }
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
            WriteTradingState(symbol, _nowNs += DirectoryStepNs, 'T', "    ");
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
            _flow.Restriction(symbol, _nowNs += DirectoryStepNs);
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
            _flow.Position(symbol, _nowNs += DirectoryStepNs, symbol & 7);
    }

    private void WriteDirectoryEntry(int symbol)
    {
        ref StockDirectoryMessage message = ref _writer.Begin<StockDirectoryMessage>(symbol, _nowNs);
        message.Stock = _books.Symbol(symbol).Stock;
        message.MarketCategory = (byte)'Q';
        message.FinancialStatusIndicator = (byte)'N';
        message.RoundLotSize = 100;
        message.RoundLotsOnly = (byte)'N';
        message.IssueClassification = (byte)'C';
        message.IssueSubType = "Z";
        message.Authenticity = (byte)'P';
        message.ShortSaleThresholdIndicator = (byte)'N';
        message.IpoFlag = (byte)'N';
        message.LuldReferencePriceTier = (byte)'2';
        message.EtpFlag = (byte)'N';
        message.EtpLeverageFactor = 0;
        message.InverseIndicator = (byte)'N';
    }

    private void WriteCrosses(char systemEvent, byte crossType)
    {
        WriteSystemEvent(systemEvent, _nowNs);
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
        {
            _nowNs += CrossStepNs;
            ref SyntheticSymbol state = ref _books.Symbol(symbol);
            ref CrossTradeMessage message = ref _writer.Begin<CrossTradeMessage>(symbol, _nowNs);
            // Orders meant for the cross alone are not displayed: the displayed books stay as they are.
            message.Shares = 100 * (1 + (_random.Next() & 0x3ff));
            message.Stock = state.Stock;
            message.CrossPrice = (uint)((state.BaseCents + state.Fair) * 100);
            message.MatchNumber = _flow.NextMatch();
            message.CrossType = crossType;
        }
    }

    private void WriteHalt(int symbol, bool isHalt)
    {
        _nowNs += CrossStepNs;
        _books.Symbol(symbol).IsHalted = isHalt;
        WriteTradingState(symbol, _nowNs, isHalt ? 'H' : 'T', isHalt ? "LUDP" : "    ");
    }

    private void WriteTradingState(int symbol, ulong timestampNs, char tradingState, string reason)
    {
        ref StockTradingActionMessage message = ref _writer.Begin<StockTradingActionMessage>(symbol, timestampNs);
        message.Stock = _books.Symbol(symbol).Stock;
        message.TradingState = (byte)tradingState;
        message.Reserved = (byte)' ';
        message.Reason = reason;
    }

    private void WriteSystemEvent(char code, ulong timestampNs) =>
        _writer.Begin<SystemEventMessage>(-1, timestampNs).EventCode = (byte)code;

    private void SetUpSymbols()
    {
        double flowMessages = _options.Messages - _options.FixedMessages;
        double perLiveOrder = MessagesPerLiveOrder;
        int mostLive = MaxTargetLive;
        if (_options.LiveOrders != 0)
        {
            mostLive = _options.LiveOrders;
            perLiveOrder = MessagesFor(_options.LiveOrders, flowMessages);
        }

        double wanted = WantedLive(flowMessages, perLiveOrder, mostLive);
        // Half the cap: the flow overshoots its targets for a while.
        double scale = Math.Min(1, _options.MaxLiveOrders / 2.0 / wanted);
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
        {
            ref SyntheticSymbol state = ref _books.Symbol(symbol);
            state.Stock = Name(symbol);
            state.Fair = SyntheticSymbol.Levels / 2;
            state.TargetLive = Math.Max(4, (int)(scale * WantedLive(flowMessages, perLiveOrder, mostLive, symbol)));
            // Exponential over the price range of listed shares: most below 100 dollars, some at several hundred.
            int midCents = LowestMidCents + (int)Math.Min(90_000, _random.NextExponential(6_000));
            state.BaseCents = midCents - state.Fair;
            // Busy and cheap symbols trade a cent wide, quiet and dear ones wider.
            int dear = midCents / 10_000;
            int quiet = _sampler.Shares[symbol] * _options.Symbols < 1 ? 1 : 0;
            state.HalfSpread = Math.Min(6, dear + quiet);
        }
    }

    private double WantedLive(double flowMessages, double perLiveOrder, int most, int symbol) =>
        Math.Clamp(flowMessages * _sampler.Shares[symbol] / perLiveOrder, SyntheticDayOptions.MinTargetLive, most);

    private double WantedLive(double flowMessages, double perLiveOrder, int most)
    {
        double wanted = 0;
        for (int symbol = 0; symbol < _options.Symbols; symbol++)
            wanted += WantedLive(flowMessages, perLiveOrder, most, symbol);
        return wanted;
    }

    // Messages for each live order at which all books together want so many: quiet symbols have their least, so it is
    // sought by halving. The sum falls as the argument grows.
    private double MessagesFor(int liveOrders, double flowMessages)
    {
        double low = 0;
        double high = flowMessages;
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (WantedLive(flowMessages, middle, liveOrders) > liveOrders)
                low = middle;
            else
                high = middle;
        }

        return high;
    }

    private void SetUpHalts()
    {
        const int First = DaySchedule.OpenMinute + 15;
        const int Last = DaySchedule.CloseMinute - 15 - HaltMinutes;
        var halted = new HashSet<int>();
        while (halted.Count < _options.Halts)
        {
            int symbol = _random.NextInt(_options.Symbols);
            // Each symbol once: its halts cannot overlap. The set is only asked, never walked.
            if (!halted.Add(symbol))
                continue;
            int minute = First + _random.NextInt(Last - First);
            _haltEvents.Add((minute, symbol, true));
            _haltEvents.Add((minute + HaltMinutes, symbol, false));
        }
        _haltEvents.Sort();
    }

    // A, B, … Z, AA, …: as short as real symbols are, and unique.
    private static Alpha8 Name(int symbol)
    {
        Span<byte> text = "        "u8.ToArray();
        Span<byte> reversed = stackalloc byte[8];
        int length = 0;
        for (int rest = symbol + 1; rest > 0; rest = (rest - 1) / 26)
            reversed[length++] = (byte)('A' + (rest - 1) % 26);
        for (int i = 0; i < length; i++)
            text[i] = reversed[length - 1 - i];
        return Alpha8.FromBytes(text);
    }
}
