using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.Strategies;

/// <content>The state machine: what should be, given what is known.</content>
internal sealed unsafe partial class StrategyCore
{
    private bool CanTrade(ref readonly InstrumentState s) =>
        _loggedOn && !_inboundGap && !s.Quote.Stale && !s.Quote.Halted && !IsSilent(s.Venue);

    private bool SessionEnds => _set.UseSessionWindow && _nowNs >= _set.FlattenNs;

    /// <summary>Nothing to decide but a new entry: the usual row.</summary>
    /// <param name="s">The instrument's state.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsFlatAndQuiet(ref readonly InstrumentState s) => s.State == StrategyState.Flat && IsIdle(in s);

    /// <summary>Brings an instrument from what is to what should be, as far as this event allows.</summary>
    /// <param name="s">The instrument's state.</param>
    /// <param name="instrument">Its index.</param>
    /// <param name="signalFaded">The strategy's signal exit holds.</param>
    /// <param name="output">Where intents go.</param>
    public void Decide(ref InstrumentState s, int instrument, bool signalFaded, ref StrategyOutput output)
    {
        // States follow each other at once where nothing has to be waited for. The longest such way is a trade that
        // ends and begins to cool, or a position that is found and must go: fewer steps than the bound.
        for (int steps = 0; steps < 4; steps++)
        {
            StrategyState before = s.State;
            Step(ref s, instrument, signalFaded, ref output);
            if (s.State == before)
                break;
        }

        TendOrders(ref s, instrument, ref output);
    }

    /// <summary>Why an entry wanted now is refused, before the strategy's own filters.</summary>
    /// <param name="s">The instrument's state: FLAT, OFF or COOL.</param>
    /// <param name="recentHalt">The feature stage's has_recent_halt.</param>
    public EntryBlock CommonBlock(ref readonly InstrumentState s, bool recentHalt)
    {
        if (s.State == StrategyState.Off || ModeSwitch.Stricter(_mode, s.Mode) != TradingMode.Normal)
            return EntryBlock.Off;
        if (s.State == StrategyState.Cool)
            return EntryBlock.Cooldown;
        if (!_loggedOn || _inboundGap)
            return EntryBlock.Session;
        if (s.Quote.Stale)
            return EntryBlock.StaleBook;
        if (IsSilent(s.Venue))
            return EntryBlock.FeedSilent;
        if (s.Quote.Halted || recentHalt)
            return EntryBlock.RecentHalt;
        if (!s.Quote.Valid)
            return EntryBlock.QuoteInvalid;
        if (_set.UseSessionWindow && (_nowNs < _set.FirstEntryNs || _nowNs > _set.LastEntryNs || SessionEnds))
            return EntryBlock.SessionWindow;
        return s.TradesToday >= _set.MaxTradesPerDay ? EntryBlock.MaxTrades : EntryBlock.None;
    }

    /// <summary>Counts a refused entry.</summary>
    /// <param name="block">Why.</param>
    public void CountBlock(EntryBlock block) => Counters.Add(block);

    /// <summary>Sends a taking entry of a fixed notional, if sizing, ids and room allow.</summary>
    /// <param name="s">The instrument's state: FLAT, and nothing blocks.</param>
    /// <param name="instrument">Its index.</param>
    /// <param name="direction">+1 buys, −1 sells.</param>
    /// <param name="notionalPu">Notional wanted, in price units.</param>
    /// <param name="output">Where the intent goes.</param>
    public void Enter(ref InstrumentState s, int instrument, int direction, long notionalPu, ref StrategyOutput output)
    {
        bool buy = direction > 0;
        int quantity = EntryQuantity(in s, notionalPu, buy ? s.Quote.AskQuantity : s.Quote.BidQuantity);
        long slip = (long)_set.TakeSlipTicks * s.Tick;
        long price = buy ? s.Quote.Ask + slip : Math.Max(s.Quote.Bid - slip, s.Tick);
        OrderIntent intent = default;
        intent.Action = IntentAction.New;
        intent.Side = buy ? EventSide.Buy : EventSide.Sell;
        intent.TimeInForce = TimeInForce.ImmediateOrCancel;
        intent.Price = price;
        intent.Quantity = quantity;
        intent.Reason = (int)IntentReason.Entry;
        if (quantity <= 0)
            CountBlock(EntryBlock.Size);
        else if (output.Count == StrategyOutput.MaxIntents)
            CountBlock(EntryBlock.NoRoom);
        else if (!TrySend(ref s, instrument, OrderRole.Entry, in intent, ref output))
            CountBlock(EntryBlock.OrderIds);
        else
        {
            s.State = StrategyState.Enter;
            s.Direction = (sbyte)direction;
            s.DecisionTwiceMid = s.Quote.TwiceMid;
            s.DecisionNs = _nowNs;
            Counters.Add(StrategyCounter.Entries);
        }
    }

    private int EntryQuantity(ref readonly InstrumentState s, long notionalPu, int farQuantity)
    {
        long notional = Math.Min(notionalPu, _set.MaxNotionalPu);
        long quantity = Math.Min(2 * notional / s.Quote.TwiceMid, _set.MaxEntryQuantity);
        if (_set.DepthCap > 0)
            quantity = Math.Min(quantity, (long)(_set.DepthCap * farQuantity));
        return (int)(quantity - quantity % s.Lot);
    }

    // Distances are rounded to ticks: stops away from the position, targets towards it. For a long both are down.
    private static void SetExitPrices(ref InstrumentState s, in ExitRules rules)
    {
        Int128 cost = s.Ledger.Cost;
        long position = s.Ledger.Position;
        bool isLong = position > 0;
        long stop = (isLong ? -1 : 1) * (long)rules.StopTicks * s.Tick;
        long target = (isLong ? 1 : -1) * (long)rules.TargetTicks * s.Tick;
        s.StopPrice = RoundToTick(cost + (Int128)position * stop, position, s.Tick, up: !isLong);
        s.TargetPrice = Math.Max(RoundToTick(cost + (Int128)position * target, position, s.Tick, up: !isLong), s.Tick);
    }

    private void SetExitPrices(ref InstrumentState s) => SetExitPrices(ref s, in _rules);

    // The multiple of the tick at or below (above) value / quantity.
    private static long RoundToTick(Int128 value, long quantity, int tick, bool up)
    {
        if (quantity < 0)
        {
            value = -value;
            quantity = -quantity;
        }

        Int128 step = (Int128)quantity * tick;
        Int128 ticks = value / step;
        Int128 rest = value - ticks * step;
        if (rest < 0)
            ticks--;
        if (up && rest != 0)
            ticks++;
        return AverageCostLedger.Saturate(ticks * tick);
    }

    private void Step(ref InstrumentState s, int instrument, bool signalFaded, ref StrategyOutput output)
    {
        TradingMode mode = ModeSwitch.Stricter(_mode, s.Mode);
        switch (s.State)
        {
            case StrategyState.Flat:
                if (s.Ledger.Position != 0)
                    BeginExit(ref s, IntentReason.Unexpected);
                else if (mode != TradingMode.Normal)
                    s.State = StrategyState.Off;
                break;
            case StrategyState.Off:
                if (mode >= TradingMode.Hold)
                    break;
                if (s.Ledger.Position != 0)
                    BeginExit(ref s, mode == TradingMode.Flatten ? IntentReason.Command : IntentReason.Unexpected);
                else if (mode == TradingMode.Normal && s.NothingWorks)
                    s.State = StrategyState.Flat;
                break;
            case StrategyState.Enter:
                StepEnter(ref s, mode);
                break;
            case StrategyState.Open:
                StepOpen(ref s, instrument, mode, signalFaded, ref output);
                break;
            case StrategyState.Exit:
                StepExit(ref s, instrument, mode, ref output);
                break;
            case StrategyState.Cool:
                if (s.Ledger.Position != 0)
                    BeginExit(ref s, IntentReason.Unexpected);
                else if (mode != TradingMode.Normal)
                    s.State = StrategyState.Off;
                else if (_nowNs >= s.CoolUntilNs && !SessionEnds)
                    s.State = StrategyState.Flat;
                break;
        }
    }

    private void StepEnter(ref InstrumentState s, TradingMode mode)
    {
        if (mode >= TradingMode.Hold)
        {
            s.State = StrategyState.Off;
            return;
        }

        if (s.EntryId != 0)
            return;
        if (s.Ledger.Position == 0)
        {
            BeginCooldown(ref s, IntentReason.None);
            return;
        }

        s.State = StrategyState.Open;
        s.NextTargetNs = _nowNs;
        s.TradesToday++;
        Counters.Add(StrategyCounter.Trades);
    }

    // Forced exit, stop, target, holding time, signal: the first that holds.
    private void StepOpen(
        ref InstrumentState s, int instrument, TradingMode mode, bool signalFaded, ref StrategyOutput output)
    {
        long position = s.Ledger.Position;
        if (mode >= TradingMode.Hold)
        {
            s.State = StrategyState.Off;
            return;
        }

        if (position == 0)
        {
            // Filled at the target; a second piece of it may still work and is cleared away in EXIT.
            Counters.Add(StrategyCounter.TargetExits);
            s.State = StrategyState.Exit;
            s.ExitReason = IntentReason.Target;
            return;
        }

        IntentReason reason = IntentReason.None;
        bool priceRules = s.Quote.Valid;
        if ((position > 0) != (s.Direction > 0))
            reason = IntentReason.Unexpected;
        else if (mode == TradingMode.Flatten)
            reason = IntentReason.Command;
        else if (SessionEnds)
            reason = IntentReason.SessionEnd;
        else if (priceRules && StopReached(in s))
            reason = IntentReason.Stop;
        else if (priceRules && s.TargetId == 0 && TargetReached(in s))
            reason = IntentReason.Target;
        else if (_nowNs - s.OpenedNs >= _rules.MaxHoldNs)
            reason = IntentReason.HoldingTime;
        else if (signalFaded)
            reason = IntentReason.Signal;
        if (reason != IntentReason.None)
            BeginExit(ref s, reason);
        else if (s.TargetId == 0 && _nowNs >= s.NextTargetNs && CanTrade(in s) && priceRules)
            SendTarget(ref s, instrument, position, ref output);
    }

    private void StepExit(ref InstrumentState s, int instrument, TradingMode mode, ref StrategyOutput output)
    {
        long position = s.Ledger.Position;
        if (mode >= TradingMode.Hold)
        {
            s.State = StrategyState.Off;
            return;
        }

        if (position == 0)
        {
            if (s.NothingWorks)
                BeginCooldown(ref s, s.ExitReason);
            return;
        }

        bool forced = mode == TradingMode.Flatten || SessionEnds;
        bool stopped = s.Quote.Valid && (position > 0) == (s.Direction > 0) && StopReached(in s);
        if (!s.Sweep && (forced || stopped || _nowNs - s.OpenedNs >= _rules.MaxHoldNs))
        {
            s.Sweep = true;
            s.NextExitNs = _nowNs;
            if (stopped && !forced)
                s.ExitReason = IntentReason.Stop;
        }

        // The first exit order waits for nothing but the end of what still works: then it can never be too large.
        if (s.NothingWorks && _nowNs >= s.NextExitNs && s.Quote.Valid && CanTrade(in s))
            SendExit(ref s, instrument, position, ref output);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool StopReached(ref readonly InstrumentState s) =>
        s.Ledger.Position > 0 ? s.Quote.Bid <= s.StopPrice : s.Quote.Ask >= s.StopPrice;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TargetReached(ref readonly InstrumentState s) =>
        s.Ledger.Position > 0 ? s.Quote.Bid >= s.TargetPrice : s.Quote.Ask <= s.TargetPrice;

    private void BeginExit(ref InstrumentState s, IntentReason reason)
    {
        s.State = StrategyState.Exit;
        s.ExitReason = reason;
        s.Sweep = reason is not (IntentReason.Signal or IntentReason.Target);
        s.ExitTries = 0;
        s.NextExitNs = _nowNs;
        s.FirstExitTwiceMid = 0;
        s.SlipLimitReached = false;
        Counters.Add(reason switch
        {
            IntentReason.Stop => StrategyCounter.Stops,
            IntentReason.Target => StrategyCounter.TargetExits,
            IntentReason.HoldingTime => StrategyCounter.HoldingTimes,
            IntentReason.Signal => StrategyCounter.SignalExits,
            IntentReason.Unexpected => StrategyCounter.UnexpectedExits,
            _ => StrategyCounter.ForcedExits,
        });
    }

    private void BeginCooldown(ref InstrumentState s, IntentReason after)
    {
        s.State = StrategyState.Cool;
        s.ExitReason = IntentReason.None;
        s.CoolUntilNs = _nowNs + (after == IntentReason.Stop ? _set.CooldownStopNs : _set.CooldownNs);
    }

    private void SendTarget(ref InstrumentState s, int instrument, long position, ref StrategyOutput output)
    {
        OrderIntent intent = default;
        intent.Action = IntentAction.New;
        intent.Side = position > 0 ? EventSide.Sell : EventSide.Buy;
        intent.TimeInForce = TimeInForce.Day;
        intent.Flags = IntentFlags.PostOnly | IntentFlags.Reducing;
        intent.Price = s.TargetPrice;
        intent.Quantity = (int)Math.Min(Math.Abs(position), _set.MaxOrderQuantity);
        intent.Reason = (int)IntentReason.Target;
        if (TrySend(ref s, instrument, OrderRole.Target, in intent, ref output))
            Counters.Add(StrategyCounter.Targets);
    }

    private void SendExit(ref InstrumentState s, int instrument, long position, ref StrategyOutput output)
    {
        bool sell = position > 0;
        OrderIntent intent = default;
        intent.Action = IntentAction.New;
        intent.Side = sell ? EventSide.Sell : EventSide.Buy;
        intent.TimeInForce = TimeInForce.ImmediateOrCancel;
        intent.Flags = IntentFlags.Reducing;
        intent.Price = ExitPrice(ref s, sell);
        intent.Quantity = (int)Math.Min(Math.Abs(position), _set.MaxOrderQuantity);
        intent.Reason = (int)s.ExitReason;
        if (TrySend(ref s, instrument, OrderRole.Exit, in intent, ref output))
            Counters.Add(s.Sweep ? StrategyCounter.Sweeps : StrategyCounter.TakeExits);
    }

    private long ExitPrice(ref InstrumentState s, bool sell)
    {
        long touch = sell ? s.Quote.Bid : s.Quote.Ask;
        if (s.FirstExitTwiceMid == 0)
        {
            s.FirstExitTwiceMid = s.Quote.TwiceMid;
            s.FirstExitTouch = touch;
        }

        long ticks = s.Sweep ? (long)_set.SweepSlipTicks + s.ExitTries : _set.TakeSlipTicks;
        long price = sell ? touch - ticks * s.Tick : touch + ticks * s.Tick;
        // Twice the farthest price times 10 000, rounded to the tick nearer the mid. The first touch is always allowed:
        // with a tick or a spread wider than the slip the bound would otherwise be a price at which nothing trades.
        long bound = s.FirstExitTwiceMid * (10_000 + (sell ? -_set.MaxExitSlipBps : _set.MaxExitSlipBps));
        long limit = RoundToTick(bound, 20_000, s.Tick, up: sell);
        limit = sell ? Math.Min(limit, s.FirstExitTouch) : Math.Max(limit, s.FirstExitTouch);
        if (sell ? price < limit : price > limit)
        {
            price = limit;
            if (!s.SlipLimitReached && s.Sweep)
            {
                s.SlipLimitReached = true;
                Counters.Add(StrategyCounter.SlipLimits);
            }
        }

        return Math.Max(price, s.Tick);
    }

    private static IntentReason Or(IntentReason reason, bool misplaced) =>
        reason == IntentReason.None && misplaced ? IntentReason.ClearTheWay : reason;

    private void TendOrders(ref InstrumentState s, int instrument, ref StrategyOutput output)
    {
        if (s.NothingWorks)
            return;
        TradingMode mode = ModeSwitch.Stricter(_mode, s.Mode);
        IntentReason everything = s.Quote.Stale || s.Quote.Halted || IsSilent(s.Venue) ? IntentReason.Unsafe
            : mode >= TradingMode.Hold ? IntentReason.Command : IntentReason.None;
        IntentReason opening = everything != IntentReason.None ? everything
            : mode != TradingMode.Normal ? IntentReason.Command
            : SessionEnds ? IntentReason.SessionEnd : IntentReason.None;
        if (s.EntryId != 0)
        {
            bool misplaced = s.State != StrategyState.Enter;
            Tend(ref s, instrument, s.EntryId, Or(opening, misplaced), ref output);
        }

        if (s.TargetId != 0)
        {
            ref OwnOrder target = ref _orders[s.TargetId];
            bool misplaced = s.State != StrategyState.Open
                || target.Quantity - target.Cumulative > Math.Abs(s.Ledger.Position);
            Tend(ref s, instrument, s.TargetId, Or(opening, misplaced), ref output);
        }

        if (s.ExitId != 0)
            Tend(ref s, instrument, s.ExitId, everything, ref output);
    }
}
