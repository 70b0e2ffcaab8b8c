using System.Runtime.CompilerServices;
using HftGateway.Exchange.Flow;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.Exchange.Synthetic;

/// <summary>
/// Decides each message of the order flow of one symbol, applies it to the symbol's book and writes it.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Each call of <see cref="Emit"/> writes exactly one message, and every message is valid
/// against the book before it: references live, shares left enough, no price that locks or crosses.</para>
/// <para><b>Cost.</b> About 160 ns of processor time a message over 8,000 symbols, most of it cache misses.</para>
/// </summary>
internal sealed class SyntheticFlow
{
    // Shares of 65,536 equally likely draws; what is left adds and deletes orders.
    private const uint Executions = 3_277;
    private const uint PricedExecutions = Executions + 131;
    private const uint Cancels = PricedExecutions + 1_638;
    private const uint Replaces = Cancels + 5_243;
    private const uint Trades = Replaces + 655;
    private const uint Restrictions = Trades + 1;
    private const uint Positions = Restrictions + 1;
    private const uint Imbalances = Positions + 2_621;

    // Orders that carry a market participant's name, of 256 added.
    private const int AttributedOf256 = 3;

    // Keeps every new price inside the window: more than the largest distance and half spread together.
    private const int WindowMargin = 200;
    private const int Center = SyntheticSymbol.Levels / 2;
    private const int CentPrice4 = 100;
    private const uint RoundLot = 100;

    private readonly SyntheticBooks _books;
    private readonly ItchDayWriter _writer;
    private readonly byte[] _distance = FlowTables.Distance;
    private readonly byte[] _lots = FlowTables.Lots;
    private readonly Alpha4[] _participants = ["NITE", "CDRG", "SGMA", "VIRT", "GSCO", "UBSS", "JPMS", "MSCO"];
    private ulong _lastReference;
    private ulong _lastMatch;

    public SyntheticFlow(SyntheticBooks books, ItchDayWriter writer)
    {
        _books = books;
        _writer = writer;
    }

    /// <summary>The next match number, one for each execution, trade and cross of the day.</summary>
    public ulong NextMatch() => ++_lastMatch;

    /// <summary>Moves the price around which a symbol's orders arrive, at most one cent.</summary>
    public void Drift(int symbol, ulong bits)
    {
        if ((bits & 7) != 0)
            return;
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        // Upward or downward alike, but for a pull towards the middle that grows with the distance from it.
        int pull = state.Fair - Center;
        int step = (int)(bits >> 48) < 32_768 - pull ? 1 : -1;
        state.Fair = Math.Clamp(state.Fair + step, WindowMargin, SyntheticSymbol.Levels - 1 - WindowMargin);
    }

    /// <summary>Writes one message.</summary>
    /// <param name="symbol">Index of a symbol that is not halted.</param>
    /// <param name="timestampNs">Time in ns since midnight.</param>
    /// <param name="bits">64 random bits.</param>
    /// <param name="isImbalanceMinute">Imbalance indicators are being published.</param>
    public void Emit(int symbol, ulong timestampNs, ulong bits, bool isImbalanceMinute)
    {
        uint draw = (uint)bits & 0xffff;
        bits >>= 16;
        if (draw >= Imbalances || (draw >= Positions && !isImbalanceMinute))
            AddOrDelete(symbol, timestampNs, bits);
        else if (draw < PricedExecutions)
            Execute(symbol, timestampNs, bits, withPrice: draw >= Executions);
        else if (draw < Cancels)
            Cancel(symbol, timestampNs, bits);
        else if (draw < Replaces)
            Replace(symbol, timestampNs, bits);
        else if (draw < Trades)
            Trade(symbol, timestampNs, bits);
        else if (draw < Restrictions)
            Restriction(symbol, timestampNs);
        else if (draw < Positions)
            Position(symbol, timestampNs, (int)bits & 7);
        else
            Imbalance(symbol, timestampNs, bits);
    }

    /// <summary>Writes a short-sale restriction state (Y).</summary>
    public void Restriction(int symbol, ulong timestampNs)
    {
        ref RegShoRestrictionMessage message = ref _writer.Begin<RegShoRestrictionMessage>(symbol, timestampNs);
        message.Stock = _books.Symbol(symbol).Stock;
        message.RegShoAction = (byte)'0';
    }

    /// <summary>Writes a market participant's position (L).</summary>
    public void Position(int symbol, ulong timestampNs, int participant)
    {
        ref var message = ref _writer.Begin<MarketParticipantPositionMessage>(symbol, timestampNs);
        message.Mpid = _participants[participant];
        message.Stock = _books.Symbol(symbol).Stock;
        message.PrimaryMarketMaker = (byte)'Y';
        message.MarketMakerMode = (byte)'N';
        message.MarketParticipantState = (byte)'A';
    }

    private void AddOrDelete(int symbol, ulong timestampNs, ulong bits)
    {
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        int target = state.TargetLive;
        // Of 256: slightly more additions than deletions at the target, because executions take orders too.
        int additions = state.Live < target >> 1 ? 205
            : state.Live < target ? 140
            : state.Live < target + (target >> 2) ? 126
            : 90;
        if ((int)(bits & 0xff) < additions)
            Add(symbol, timestampNs, bits >> 8);
        else
            Delete(symbol, timestampNs, bits >> 8);
    }

    private void Add(int symbol, ulong timestampNs, ulong bits)
    {
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        if (_books.IsFull)
        {
            AtCapacity(symbol, timestampNs, bits);
            return;
        }
        bool isSell = (bits & 1) != 0;
        int distance = _distance[(bits >> 8) & 0xff];
        uint shares = Shares(bits >> 16);
        int level = isSell
            ? Math.Max(state.BestBid + 1, state.Fair + 1 + state.HalfSpread + distance)
            : Math.Min(state.BestAsk - 1, state.Fair - state.HalfSpread - distance);
        ulong reference = NextReference(bits);
        uint price = PriceOf(ref state, level);
        if ((int)((bits >> 32) & 0xff) < AttributedOf256)
        {
            ref AddOrderMpidMessage message = ref _writer.Begin<AddOrderMpidMessage>(symbol, timestampNs);
            message.OrderReferenceNumber = reference;
            message.BuySellIndicator = isSell ? (byte)'S' : (byte)'B';
            message.Shares = shares;
            message.Stock = state.Stock;
            message.Price = price;
            message.Attribution = _participants[(bits >> 5) & 7];
        }
        else
        {
            ref AddOrderMessage message = ref _writer.Begin<AddOrderMessage>(symbol, timestampNs);
            message.OrderReferenceNumber = reference;
            message.BuySellIndicator = isSell ? (byte)'S' : (byte)'B';
            message.Shares = shares;
            message.Stock = state.Stock;
            message.Price = price;
        }
        _books.Add(symbol, level, isSell, shares, reference);
    }

    private void Delete(int symbol, ulong timestampNs, ulong bits)
    {
        int slot = Pick(symbol, bits);
        if (slot < 0)
        {
            Add(symbol, timestampNs, bits);
            return;
        }
        ref OrderDeleteMessage message = ref _writer.Begin<OrderDeleteMessage>(symbol, timestampNs);
        message.OrderReferenceNumber = _books.Order(slot).Reference;
        _books.Remove(slot);
    }

    private void Cancel(int symbol, ulong timestampNs, ulong bits)
    {
        int slot = Pick(symbol, bits);
        // A single share cannot be cancelled in part.
        if (slot < 0 || _books.Order(slot).Shares < 2)
        {
            Delete(symbol, timestampNs, bits);
            return;
        }
        ref SyntheticOrder order = ref _books.Order(slot);
        uint cancelled = PartOf(order.Shares);
        ref OrderCancelMessage message = ref _writer.Begin<OrderCancelMessage>(symbol, timestampNs);
        message.OrderReferenceNumber = order.Reference;
        message.CancelledShares = cancelled;
        order.Shares -= cancelled;
    }

    private void Replace(int symbol, ulong timestampNs, ulong bits)
    {
        int slot = Pick(symbol, bits);
        if (slot < 0)
        {
            Add(symbol, timestampNs, bits);
            return;
        }
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        ref SyntheticOrder order = ref _books.Order(slot);
        // Seven places around the old price. The clamp keeps it off the other side and leaves a level free at the
        // window's end, where an order of the other side could still be added without locking.
        int level = order.Level + (int)((bits >> 32) & 0xff) % 7 - 3;
        level = order.IsSell
            ? Math.Clamp(level, Math.Max(state.BestBid + 1, 1), SyntheticSymbol.Levels - 1)
            : Math.Clamp(level, 0, Math.Min(state.BestAsk - 1, SyntheticSymbol.Levels - 2));
        uint shares = (bits & 0x40) != 0 ? order.Shares : Shares(bits >> 16);
        ulong reference = NextReference(bits);
        ref OrderReplaceMessage message = ref _writer.Begin<OrderReplaceMessage>(symbol, timestampNs);
        message.OriginalOrderReferenceNumber = order.Reference;
        message.NewOrderReferenceNumber = reference;
        message.Shares = shares;
        message.Price = PriceOf(ref state, level);
        _books.Replace(slot, level, shares, reference);
    }

    private void Execute(int symbol, ulong timestampNs, ulong bits, bool withPrice)
    {
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        if (state.Live == 0)
        {
            Add(symbol, timestampNs, bits);
            return;
        }
        // Resting orders that the fair price has overtaken go first; otherwise either side.
        bool isSell = state.BestAsk <= state.Fair || (state.BestBid < state.Fair && (bits & 1) != 0);
        if (state.BestBid < 0)
            isSell = true;
        else if (state.BestAsk >= SyntheticSymbol.Levels)
            isSell = false;
        int slot = _books.Front(symbol, isSell);
        ref SyntheticOrder order = ref _books.Order(slot);
        bool whole = order.Shares < 2 || (bits >> 8 & 0xff) < 160;
        uint executed = whole ? order.Shares : PartOf(order.Shares);
        if (withPrice)
        {
            ref var message = ref _writer.Begin<OrderExecutedWithPriceMessage>(symbol, timestampNs);
            message.OrderReferenceNumber = order.Reference;
            message.ExecutedShares = executed;
            message.MatchNumber = NextMatch();
            message.Printable = (byte)'Y';
            message.ExecutionPrice = PriceOf(ref state, order.Level);
        }
        else
        {
            ref OrderExecutedMessage message = ref _writer.Begin<OrderExecutedMessage>(symbol, timestampNs);
            message.OrderReferenceNumber = order.Reference;
            message.ExecutedShares = executed;
            message.MatchNumber = NextMatch();
        }
        if (whole)
            _books.Remove(slot);
        else
            order.Shares -= executed;
    }

    private void Trade(int symbol, ulong timestampNs, ulong bits)
    {
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        // A hidden order inside or at the displayed touch; without a touch, at the fair price.
        int low = state.BestBid >= 0 ? state.BestBid : state.Fair;
        int high = state.BestAsk < SyntheticSymbol.Levels ? state.BestAsk : Math.Max(low, state.Fair);
        ref TradeMessage message = ref _writer.Begin<TradeMessage>(symbol, timestampNs);
        message.OrderReferenceNumber = 0;
        message.BuySellIndicator = (byte)'B';
        message.Shares = Shares(bits >> 16);
        message.Stock = state.Stock;
        message.Price = PriceOf(ref state, Math.Clamp(state.Fair, low, Math.Max(low, high)));
        message.MatchNumber = NextMatch();
    }

    private void Imbalance(int symbol, ulong timestampNs, ulong bits)
    {
        ref SyntheticSymbol state = ref _books.Symbol(symbol);
        uint price = PriceOf(ref state, state.Fair);
        ref NetOrderImbalanceMessage message = ref _writer.Begin<NetOrderImbalanceMessage>(symbol, timestampNs);
        message.PairedShares = (bits & 0xffff) * RoundLot;
        message.ImbalanceShares = ((bits >> 16) & 0xfff) * RoundLot + RoundLot;
        message.ImbalanceDirection = (bits >> 40 & 1) != 0 ? (byte)'S' : (byte)'B';
        message.Stock = state.Stock;
        message.FarPrice = price;
        message.NearPrice = price;
        message.CurrentReferencePrice = price;
        message.CrossType = timestampNs < DaySchedule.StartNs(DaySchedule.OpenMinute) ? (byte)'O' : (byte)'C';
        message.PriceVariationIndicator = (byte)'L';
    }

    // Without a free order: make room on this symbol, or report a trade of hidden orders, which needs none.
    private void AtCapacity(int symbol, ulong timestampNs, ulong bits)
    {
        if (_books.Symbol(symbol).Live > 0)
            Delete(symbol, timestampNs, bits);
        else
            Trade(symbol, timestampNs, bits);
    }

    // Two of three times a young order; else an old or young one about a distance from the touch.
    private int Pick(int symbol, ulong bits)
    {
        if ((bits & 0x300) != 0)
        {
            int recent = _books.PickRecent(symbol, (uint)(bits >> 40) & 0xff);
            if (recent >= 0)
                return recent;
        }
        return _books.PickAtDistance(symbol, (bits & 1) != 0, _distance[(bits >> 16) & 0xff], (bits & 2) != 0);
    }

    private uint Shares(ulong bits)
    {
        uint lots = _lots[bits & 0xff];
        return lots != 0 ? lots * RoundLot : 1 + ((uint)(bits >> 8) & 0xff) % 99;
    }

    // About half, in round lots where there are two; at least one share and never all.
    private static uint PartOf(uint shares) =>
        shares >= 2 * RoundLot ? shares / (2 * RoundLot) * RoundLot : shares / 2;

    // Gaps as on the venue, where numbers are shared with orders that are never displayed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong NextReference(ulong bits) => _lastReference += 1 + (bits >> 2 & 3);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint PriceOf(ref SyntheticSymbol state, int level) => (uint)((state.BaseCents + level) * CentPrice4);
}
