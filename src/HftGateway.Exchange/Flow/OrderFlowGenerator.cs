using HftGateway.Exchange.Matching;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Flow;

/// <summary>
/// Everybody else at the exchange: liquidity providers who quote around a moving fair price and cancel most of what
/// they quote, and takers who cross, now and then all in one direction. Acts on a <see
/// cref="MatchingEngine{TData,TOwners}"/>
/// one action at a time; time is simulated and given with each action.
/// <para><b>Model.</b> Symbols are picked by power-law activity, those in a one-sided burst more often. An action adds,
/// takes, cancels or replaces; the chances follow how full the symbol's book is, so that it neither dries up nor grows.
/// Quotes that the fair price has left behind are cancelled first or picked off. Sizes are log-normal round lots, some
/// odd lots. Half of the cancels hit the newest orders: lifetimes are heavy-tailed, most very short.</para>
/// <para><b>Threading.</b> One thread, the engine's. The engine's execution sink must pass every event to
/// <see cref="OnExecution"/>.</para>
/// <para><b>Invariants.</b> Same options and same foreign orders, same actions, bit for bit, on every platform. Live
/// orders per symbol never exceed <see cref="FlowOptions.MaxOrders"/>. Nothing is allocated after construction.</para>
/// </summary>
public sealed class OrderFlowGenerator
{
    /// <summary>Owner number of all generated orders.</summary>
    public const int Owner = 1;

    private const double BurstSymbolChance = 0.3;
    private const double CalmTakeChance = 0.03;
    private const double BurstTakeChance = 0.14;
    private const double ReplaceChance = 0.12;
    private const double PartialCancelChance = 0.06;
    private const double PickOffChance = 0.18;
    private const int MaxLots = 50;
    private const int LotSize = 100;
    private const long Tick = (long)SymbolFlow.Tick;

    private readonly FlowOptions _options;
    private readonly OrderBooks _books;
    private readonly SymbolFlow[] _symbols;
    private readonly double[] _cumulative;
    private readonly int[] _bursting;
    private readonly LiveOrders _live;
    private readonly double _meanBetweenBurstsNs;
    private int _burstingCount;
    private Xoshiro256 _random;
    private ArrivalClock _clock;
    private long _messages;
    private long _actions;

    /// <summary>Makes a generator for all symbols of some books.</summary>
    /// <param name="options">Settings; validated here.</param>
    /// <param name="books">The engine's books: read to see the touch.</param>
    /// <exception cref="ExchangeOptionException">A setting is out of range.</exception>
    public OrderFlowGenerator(FlowOptions options, OrderBooks books)
    {
        options.Validate();
        _options = options;
        _books = books;
        _random = new Xoshiro256(options.Seed);
        _clock = new ArrivalClock(options);
        _live = new LiveOrders(books.Symbols, options.MaxOrders);
        _symbols = new SymbolFlow[books.Symbols];
        _cumulative = new double[books.Symbols];
        _bursting = new int[books.Symbols];
        _meanBetweenBurstsNs = options.MomentumPerMinute > 0 ? 60e9 / options.MomentumPerMinute : 1e18;
        double sum = 0;
        for (int i = 0; i < _symbols.Length; i++)
        {
            _symbols[i].Start(ref _random, _meanBetweenBurstsNs);
            sum += PortableMath.Exp(-options.ActivityExponent * PortableMath.Log(i + 1));
            _cumulative[i] = sum;
        }

        AdvanceClock();
    }

    /// <summary>Time of the next action in ns since the flow began.</summary>
    public long NextTimeNs => _clock.NowNs;

    /// <summary>Actions done.</summary>
    public long Actions => _actions;

    /// <summary>Feed messages that the actions caused, by the generator's own count.</summary>
    public long Messages => _messages;

    /// <summary>Fair price of a symbol in 1/10000 dollar.</summary>
    /// <param name="symbol">Symbol index.</param>
    public double FairPrice(int symbol) => _symbols[symbol].Fair;

    /// <summary>Direction of the one-sided burst that a symbol is in: +1, −1, or 0 for none.</summary>
    /// <param name="symbol">Symbol index.</param>
    public int Momentum(int symbol) => _symbols[symbol].Direction;

    /// <summary>Resting orders of the generator in a symbol.</summary>
    /// <param name="symbol">Symbol index.</param>
    public int LiveCount(int symbol) => _live.Count(symbol);

    /// <summary>Does the next action and moves <see cref="NextTimeNs"/> on.</summary>
    /// <typeparam name="TData">The engine's market data sink.</typeparam>
    /// <typeparam name="TOwners">The engine's execution sink; it must call <see cref="OnExecution"/>.</typeparam>
    /// <param name="engine">The engine, over the books given at construction.</param>
    public void Step<TData, TOwners>(MatchingEngine<TData, TOwners> engine)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        ushort symbol = PickSymbol();
        ref SymbolFlow flow = ref _symbols[symbol];
        if (flow.Update(ref _random, NextTimeNs, _options, _meanBetweenBurstsNs) && !flow.Listed)
        {
            flow.Listed = true;
            _bursting[_burstingCount++] = symbol;
        }

        if (_books.State(symbol) == TradingState.Trading)
            Act(engine, symbol, ref flow);
        else if (_live.Count(symbol) > _options.TargetOrders / 2)
            CancelOne(engine, symbol, ref flow);
        _actions++;
        AdvanceClock();
    }

    /// <summary>To be called by the engine's execution sink with every event, whoever its owner is.</summary>
    /// <param name="execution">The event.</param>
    public void OnExecution(in ExecutionEvent execution)
    {
        if (execution.Kind != ExecutionKind.Traded)
            return;
        if (execution.Aggressor)
        {
            double sign = execution.Side == EventSide.Buy ? 1 : -1;
            _symbols[execution.Symbol].Fair += sign * _options.ImpactTicks * Tick * execution.Quantity / LotSize;
            _messages++;
        }
        else if (execution.Owner == Owner && execution.Leaves == 0)
        {
            _live.Remove((int)execution.Tag);
        }
    }

    private void AdvanceClock()
    {
        // An action causes about one message; the running ratio keeps the message rate at what was asked for.
        double ratio = (_messages + 1000.0) / (_actions + 1000.0);
        _clock.Advance(ref _random, 1e9 / _options.MessagesPerSecond * ratio);
    }

    private ushort PickSymbol()
    {
        while (_burstingCount > 0 && _random.Chance(BurstSymbolChance))
        {
            int at = _random.NextInt(_burstingCount);
            int symbol = _bursting[at];
            if (_symbols[symbol].Direction != 0)
                return (ushort)symbol;
            _symbols[symbol].Listed = false;
            _bursting[at] = _bursting[--_burstingCount];
        }

        double u = _random.NextDouble() * _cumulative[^1];
        int low = 0;
        int high = _cumulative.Length - 1;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_cumulative[middle] <= u)
                low = middle + 1;
            else
                high = middle;
        }

        return (ushort)low;
    }

    private void Act<TData, TOwners>(MatchingEngine<TData, TOwners> engine, ushort symbol, ref SymbolFlow flow)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        int live = _live.Count(symbol);
        if (live < _options.TargetOrders / 4)
        {
            AddOne(engine, symbol, ref flow);
            return;
        }

        if (live >= _options.MaxOrders)
        {
            CancelOne(engine, symbol, ref flow);
            return;
        }

        double u = _random.NextDouble();
        double take = flow.Direction != 0 ? BurstTakeChance : CalmTakeChance;
        int pickOff = PickOffSide(symbol, flow);
        if (u < take || (pickOff != 0 && _random.Chance(PickOffChance)))
            TakeOne(engine, symbol, ref flow, pickOff);
        else if (u < take + ReplaceChance)
            ReplaceOne(engine, symbol, ref flow);
        else if (_random.Chance(Math.Clamp(1 - 0.5 * live / _options.TargetOrders, 0.05, 0.95)))
            AddOne(engine, symbol, ref flow);
        else
            CancelOne(engine, symbol, ref flow);
    }

    /// <summary>+1 when offers lie well below the fair price, −1 when bids lie well above, else 0.</summary>
    private int PickOffSide(ushort symbol, in SymbolFlow flow)
    {
        long ask = _books.BestPrice(symbol, EventSide.Sell);
        if (ask != 0 && ask < flow.Fair - 1.5 * Tick)
            return 1;
        return _books.BestPrice(symbol, EventSide.Buy) > flow.Fair + 1.5 * Tick ? -1 : 0;
    }

    private void AddOne<TData, TOwners>(MatchingEngine<TData, TOwners> engine, ushort symbol, ref SymbolFlow flow)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        int bids = _books.OrderCount(symbol, EventSide.Buy);
        int asks = _books.OrderCount(symbol, EventSide.Sell);
        double buy = 0.5 + 0.12 * flow.Direction + 0.8 * (asks - bids) / _options.TargetOrders;
        EventSide side = _random.Chance(Math.Clamp(buy, 0.08, 0.92)) ? EventSide.Buy : EventSide.Sell;
        var order = new NewOrder
        {
            Symbol = symbol, Side = side, Quantity = Size(0.9), Price = QuotePrice(symbol, side, flow), Owner = Owner,
        };
        SubmitDay(engine, ref order);
    }

    private void SubmitDay<TData, TOwners>(MatchingEngine<TData, TOwners> engine, ref NewOrder order)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        int slot = _live.Reserve();
        order.Tag = (ulong)slot;
        if (engine.Submit(order, out ulong reference) != OrderResult.Accepted || !_books.TryGetOrder(reference, out _))
        {
            _live.Release(slot);
            return;
        }

        _live.Commit(slot, order.Symbol, order.Side, reference, order.Price);
        _messages++;
    }

    private void TakeOne<TData, TOwners>(
        MatchingEngine<TData, TOwners> engine, ushort symbol, ref SymbolFlow flow, int pickOff)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        EventSide side = TakeSide(symbol, flow, pickOff);
        EventSide other = side == EventSide.Buy ? EventSide.Sell : EventSide.Buy;
        if (_books.OrderCount(symbol, other) <= _options.TargetOrders / 8)
        {
            // Nearly nothing left to take: the next quote comes instead.
            AddOne(engine, symbol, ref flow);
            return;
        }

        bool burst = flow.Direction != 0;
        long slip = _random.NextInt(burst ? 4 : 2) * Tick;
        long touch = _books.BestPrice(symbol, other);
        var order = new NewOrder
        {
            Symbol = symbol, Side = side, Quantity = Size(burst ? 1.3 : 0.9), Owner = Owner,
            Price = side == EventSide.Buy ? touch + slip : Math.Max(Tick, touch - slip),
        };
        double style = _random.NextDouble();
        if (style < 0.10 && pickOff == 0)
        {
            SubmitDay(engine, ref order);
            return;
        }

        order.Life = OrderLife.ImmediateOrCancel;
        // Market orders are small: a large one would print through an emptied side.
        if (style < 0.22 && pickOff == 0 && order.Quantity <= 5 * LotSize)
            order.Kind = OrderKind.Market;
        engine.Submit(order, out _);
    }

    private EventSide TakeSide(ushort symbol, in SymbolFlow flow, int pickOff)
    {
        if (pickOff != 0)
            return pickOff > 0 ? EventSide.Buy : EventSide.Sell;
        double buy = 0.5 + 0.38 * flow.Direction;
        long bid = _books.BestPrice(symbol, EventSide.Buy);
        long ask = _books.BestPrice(symbol, EventSide.Sell);
        if (flow.Direction == 0 && bid != 0 && ask != 0)
            buy += Math.Clamp((flow.Fair - 0.5 * (bid + ask)) / (4 * SymbolFlow.Tick), -0.3, 0.3);
        return _random.Chance(buy) ? EventSide.Buy : EventSide.Sell;
    }

    private void CancelOne<TData, TOwners>(MatchingEngine<TData, TOwners> engine, ushort symbol, ref SymbolFlow flow)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        int slot = PickVictim(symbol, flow);
        ref LiveOrders.Slot order = ref _live[slot];
        if (_random.Chance(PartialCancelChance) && _books.TryGetOrder(order.Reference, out RestingOrder resting)
            && resting.Quantity > LotSize)
        {
            int leaves = resting.Quantity - LotSize * (1 + _random.NextInt((resting.Quantity - 1) / LotSize));
            engine.Replace(order.Reference, Owner, leaves, resting.Price, (ulong)slot, out _);
        }
        else
        {
            engine.Cancel(order.Reference, Owner);
            _live.Remove(slot);
        }

        _messages++;
    }

    private void ReplaceOne<TData, TOwners>(MatchingEngine<TData, TOwners> engine, ushort symbol, ref SymbolFlow flow)
        where TData : struct, IMarketDataSink
        where TOwners : struct, IExecutionSink
    {
        int slot = PickVictim(symbol, flow);
        ref LiveOrders.Slot order = ref _live[slot];
        if (!_books.TryGetOrder(order.Reference, out RestingOrder resting))
            return;
        long price = QuotePrice(symbol, order.Side, flow);
        int leaves = _random.Chance(0.7) ? resting.Quantity : Size(0.9);
        OrderResult result = engine.Replace(order.Reference, Owner, leaves, price, (ulong)slot, out ulong reference);
        if (result != OrderResult.Accepted)
            return;
        order.Reference = reference;
        order.Price = price;
        _messages++;
    }

    /// <summary>Mostly the newest orders, else the worst placed of a few picked at random.</summary>
    private int PickVictim(ushort symbol, in SymbolFlow flow)
    {
        int count = _live.Count(symbol);
        if (_random.Chance(0.5))
            return _live.At(symbol, count - 1 - _random.NextInt(Math.Min(count, 6)));
        int worst = 0;
        double worstScore = double.NegativeInfinity;
        for (int i = 0; i < 3; i++)
        {
            int slot = _live.At(symbol, _random.NextInt(count));
            ref LiveOrders.Slot order = ref _live[slot];
            double sign = order.Side == EventSide.Buy ? 1 : -1;
            // Ticks by which the fair price is on the safe side of the quote; negative means about to be run over.
            double margin = sign * (flow.Fair - order.Price) / SymbolFlow.Tick;
            double score = margin < 0 ? 1_000 - margin : margin;
            if (flow.Direction != 0 && sign == -flow.Direction && margin < 4)
                score += 500;
            if (score > worstScore)
            {
                worst = slot;
                worstScore = score;
            }
        }

        return worst;
    }

    private long QuotePrice(ushort symbol, EventSide side, in SymbolFlow flow)
    {
        double offset = _random.Chance(0.3) ? 0 : Math.Min(60, Math.Floor(_random.NextExponential(4)));
        double distance = (flow.HalfSpreadTicks + offset) * SymbolFlow.Tick;
        if (side == EventSide.Buy)
        {
            long ask = _books.BestPrice(symbol, EventSide.Sell);
            long price = (long)Math.Floor((flow.Fair - distance) / Tick) * Tick;
            return Math.Max(Tick, ask == 0 ? price : Math.Min(price, ask - Tick));
        }

        long bid = _books.BestPrice(symbol, EventSide.Buy);
        long offer = (long)Math.Ceiling((flow.Fair + distance) / Tick) * Tick;
        return Math.Max(offer, bid + Tick);
    }

    private int Size(double sigma)
    {
        if (_random.Chance(_options.OddLotShare))
            return 1 + _random.NextInt(LotSize - 1);
        int lots = (int)Math.Round(PortableMath.Exp(sigma * _random.NextNormal()), MidpointRounding.AwayFromZero);
        return LotSize * Math.Clamp(lots, 1, MaxLots);
    }
}
