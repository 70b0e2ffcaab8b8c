using HftGateway.Features;
using HftGateway.MarketData.Events;
using HftGateway.Strategies;

namespace HftGateway.Risk;

/// <content>The rules, in the order of <see cref="RiskReason"/>.</content>
public sealed unsafe partial class RiskEngine
{
    private RiskReason CheckIntent(ref readonly OrderIntent intent)
    {
        RiskReason reason = intent.Action == IntentAction.Cancel ? CheckCancel(in intent) : CheckOrder(in intent);
        Counters.Add(RiskCounter.Checked);
        Counters.Add(reason);
        if (reason == RiskReason.None)
            Counters.Add(RiskCounter.Passed);
        return reason;
    }

    // Cancels reduce risk: nothing but a missing session or a wrong id stops them, and they take no token.
    private RiskReason CheckCancel(ref readonly OrderIntent intent)
    {
        if (!_loggedOn)
            return RiskReason.Session;
        ref OrderRecord target = ref Orders.Record(intent.TargetOrderId);
        bool pendingReplace = target.Kind == RequestKind.Replace && target.State == OrderState.New;
        if (!target.IsLiveOrder && !pendingReplace)
            return RiskReason.UnknownOrder;
        if (!IsFreshId(intent.OrderId))
            return RiskReason.OrderTable;
        ref OrderRecord record = ref Orders.Record(intent.OrderId);
        record = default;
        record.Kind = RequestKind.Cancel;
        record.State = OrderState.New;
        record.Side = target.Side;
        record.Instrument = target.Instrument;
        record.Strategy = intent.Strategy;
        record.Target = intent.TargetOrderId;
        record.PassedNs = _nowNs;
        target.Flags |= OrderRecordFlags.CancelPending;
        return RiskReason.None;
    }

    private RiskReason CheckOrder(ref readonly OrderIntent intent)
    {
        bool known = intent.Instrument < _count;
        // An unknown instrument is refused below, in its turn; until then any state serves.
        ref InstrumentRisk r = ref _instruments[known ? intent.Instrument : 0];
        bool replace = intent.Action == IntentAction.Replace;
        ref OrderRecord target = ref Orders.Record(replace ? intent.TargetOrderId : 0);
        bool targetSound = replace && target.IsLiveOrder && target.Instrument == intent.Instrument
            && target.Side == intent.Side
            && (target.Flags & (OrderRecordFlags.CancelPending | OrderRecordFlags.ReplacePending)) == 0;
        long added = targetSound ? Math.Max(0L, (long)intent.Quantity - target.Quantity) : intent.Quantity;

        TradingMode mode = known ? ModeSwitch.Stricter(_mode, r.Mode) : _mode;
        if (mode != TradingMode.Normal && (mode >= TradingMode.Hold || !known || !Reduces(in r, intent.Side, added)))
            return RiskReason.Kill;
        if (!_loggedOn || _inboundGap)
            return RiskReason.Session;
        if (known && (r.Quote.Stale || !r.Quote.Valid))
            return RiskReason.StaleBook;
        if (known && r.Quote.Halted)
            return RiskReason.Halted;
        if (!known || r.Restricted)
            return RiskReason.Restricted;
        RiskReason reason = CheckPriceAndSize(in r, in intent);
        if (reason != RiskReason.None)
            return reason;
        if (targetSound && intent.Quantity <= target.Cumulative)
            return RiskReason.OrderQuantity;
        reason = CheckPosition(in r, intent.Side, added);
        if (reason != RiskReason.None)
            return reason;
        if (!r.Rate.HasToken(_nowNs))
            return RiskReason.RateInstrument;
        if (!_rateTotal.HasToken(_nowNs))
            return RiskReason.RateTotal;
        if (replace ? !targetSound : intent.Action != IntentAction.New)
            return RiskReason.UnknownOrder;
        if (!IsFreshId(intent.OrderId))
            return RiskReason.OrderTable;
        if (_refuseClosedGates && r.ClosedGates != FeatureGates.None && !Reduces(in r, intent.Side, added))
            return RiskReason.GateClosed;

        r.Rate.Take();
        _rateTotal.Take();
        Register(ref r, in intent, (int)added, ref target);
        return RiskReason.None;
    }

    private RiskReason CheckPriceAndSize(ref readonly InstrumentRisk r, ref readonly OrderIntent intent)
    {
        long price = intent.Price;
        long twiceMid = r.Quote.TwiceMid;
        if ((intent.Flags & IntentFlags.Market) != 0)
        {
            if (!_allowMarketOrders || price != 0)
                return RiskReason.PriceInvalid;
            price = (twiceMid + 1) / 2;
        }
        else
        {
            if (price <= 0 || price > QuoteTracker.MaxPrice || !IsMultiple(price, r.Tick))
                return RiskReason.PriceInvalid;
            // In halves: mid and collar are exact. Far inside 64 bits: prices are below 2^46, basis points below 2^14.
            long beyond = intent.Side == EventSide.Buy ? 2 * price - twiceMid : twiceMid - 2 * price;
            if (beyond > 2 * _collarTicks * r.Tick && beyond * 10_000 > _collarBps * twiceMid)
                return RiskReason.Collar;
        }

        if (intent.Quantity <= 0 || intent.Quantity > _maxOrderQuantity)
            return RiskReason.OrderQuantity;
        // Quantity is at most 10^8 here, so the product is below 2^73: 128 bits.
        return Exceeds(price, intent.Quantity, _maxOrderNotionalPu) ? RiskReason.OrderNotional : RiskReason.None;
    }

    // Only the direction in which the order adds is looked at: an order that reduces the position passes by itself.
    private RiskReason CheckPosition(ref readonly InstrumentRisk r, EventSide side, long added)
    {
        long worst = side == EventSide.Buy
            ? r.Ledger.Position + r.OpenBuy + added
            : r.OpenSell + added - r.Ledger.Position;
        // An exit that closes at most the position passes here, however far fills have carried the position.
        if (worst <= 0)
            return RiskReason.None;
        if (worst > _maxPositionQuantity)
            return RiskReason.PositionQuantity;
        return Exceeds(r.Quote.TwiceMid, worst, _twiceMaxPositionNotionalPu)
            ? RiskReason.PositionNotional : RiskReason.None;
    }

    // The order and all working ones of its side together close at most the position. The intent's own flag is not
    // asked.
    private static bool Reduces(ref readonly InstrumentRisk r, EventSide side, long added) =>
        side == EventSide.Buy
            ? r.OpenBuy + added <= -r.Ledger.Position
            : r.OpenSell + added <= r.Ledger.Position;

    private static bool Exceeds(long price, long quantity, long limit)
    {
        long high = Math.BigMul(price, quantity, out long low);
        return high != 0 || low < 0 || low > limit;
    }

    private static bool IsMultiple(long price, int tick) =>
        // Division of 32-bit numbers is several times cheaper, and most prices fit.
        price <= uint.MaxValue ? (uint)price % (uint)tick == 0 : price % tick == 0;

    private bool IsFreshId(uint id) =>
        id != 0 && id <= Orders.Capacity && Orders.Record(id).Kind == RequestKind.None;

    private void Register(ref InstrumentRisk r, ref readonly OrderIntent intent, int added, ref OrderRecord target)
    {
        ref OrderRecord record = ref Orders.Record(intent.OrderId);
        record = default;
        record.Kind = RequestKind.New;
        record.State = OrderState.New;
        record.Side = intent.Side == EventSide.Buy ? EventSide.Buy : EventSide.Sell;
        record.Flags = (intent.Flags & IntentFlags.PostOnly) != 0 ? OrderRecordFlags.PostOnly : OrderRecordFlags.None;
        record.Instrument = intent.Instrument;
        record.Strategy = intent.Strategy;
        record.Price = intent.Price;
        record.Quantity = intent.Quantity;
        record.Leaves = intent.Quantity;
        record.PassedNs = _nowNs;
        record.LastEventNs = _nowNs;
        if (intent.Action == IntentAction.Replace)
        {
            record.Kind = RequestKind.Replace;
            record.Target = intent.TargetOrderId;
            record.Leaves = intent.Quantity - target.Cumulative;
            record.Flags |= target.Flags & OrderRecordFlags.PostOnly;
            target.Flags |= OrderRecordFlags.ReplacePending;
            target.Successor = intent.OrderId;
        }

        SetExposure(ref r, ref record, added);
    }
}
