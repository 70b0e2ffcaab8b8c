using HftGateway.MarketData.Events;
using HftGateway.Platform;
using HftGateway.Strategies;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// What the encoder stage knows of the requests it sent: enough to repeat an order's quantity in a cancel, to ask the
/// exchange about orders whose fate is not known, and to note fills.
/// <para><b>Threading.</b> The encoder stage's thread.</para>
/// <para><b>Limits.</b> Ids 1 to the capacity; others are ignored.</para>
/// <para><b>Cost.</b> One write to one entry for each order sent.</para>
/// </summary>
[HotPath]
internal sealed class OwnOrders
{
    private readonly Entry[] _entries;

    /// <summary>Takes the memory.</summary>
    /// <param name="capacity">Largest own order id.</param>
    public OwnOrders(int capacity)
    {
        _entries = new Entry[capacity + 1];
        // Touched now, so that the memory of a long run does not grow page by page.
        Array.Fill(_entries, default);
    }

    /// <summary>What became of a request, as far as the encoder must know.</summary>
    internal enum Stage : byte
    {
        None = 0,

        /// <summary>A new order without an answer.</summary>
        New,

        /// <summary>A cancel without an answer.</summary>
        Cancel,

        /// <summary>A replace without an answer.</summary>
        Replace,

        /// <summary>An order that the exchange has.</summary>
        Working,

        /// <summary>Nothing can come of it any more.</summary>
        Ended,
    }

    /// <summary>Largest id.</summary>
    public uint Capacity => (uint)_entries.Length - 1;

    /// <summary>Entry of an id; that of id 0, which is never used, for one outside the table.</summary>
    /// <param name="id">Own id.</param>
    public ref Entry this[ulong id] => ref _entries[id < (ulong)_entries.Length ? id : 0];

    /// <summary>A request went out.</summary>
    /// <param name="intent">The request.</param>
    public void Sent(ref readonly OrderIntent intent)
    {
        ref Entry entry = ref this[intent.OrderId];
        entry.Quantity = intent.Quantity;
        entry.Cumulative = 0;
        entry.Money = 0;
        entry.Target = intent.TargetOrderId;
        entry.Instrument = intent.Instrument;
        entry.Side = intent.Side;
        entry.Stage = intent.Action switch
        {
            IntentAction.New => Stage.New, IntentAction.Cancel => Stage.Cancel, _ => Stage.Replace,
        };
        entry.Asked = false;
        if (intent.Action == IntentAction.Replace)
            this[intent.TargetOrderId].Target = intent.OrderId;
    }

    /// <summary>Something happened to an own order.</summary>
    /// <param name="e">The event.</param>
    public void Apply(ref readonly InputEvent e)
    {
        ref Entry entry = ref this[e.OrderId];
        if (entry.Stage == Stage.None)
            return;
        switch ((OrderEventType)e.Code)
        {
            case OrderEventType.Accepted:
                if (entry.Stage == Stage.New)
                    entry.Stage = Stage.Working;
                break;
            case OrderEventType.Filled:
                Filled(ref OrderOf(ref entry), in e);
                break;
            case OrderEventType.Busted:
                ref Entry busted = ref OrderOf(ref entry);
                busted.Cumulative = Math.Max(0, busted.Cumulative - e.Quantity);
                busted.Money -= (Int128)e.Price * e.Quantity;
                break;
            case OrderEventType.Replaced:
                if (entry.Stage == Stage.Replace)
                    TakePlace(ref entry);
                break;
            case OrderEventType.Cancelled or OrderEventType.Expired:
                ref Entry named = ref this[e.OrderId2];
                (named.Stage != Stage.None ? ref named : ref OrderOf(ref entry)).Stage = Stage.Ended;
                entry.Stage = Stage.Ended;
                break;
            case OrderEventType.Rejected or OrderEventType.CancelRejected or OrderEventType.NotDelivered:
                entry.Stage = Stage.Ended;
                break;
        }
    }

    /// <summary>The order that a request is about: of a cancel its target.</summary>
    /// <param name="entry">The request.</param>
    public ref Entry OrderOf(ref Entry entry)
    {
        if (entry.Stage == Stage.Cancel)
            return ref this[entry.Target];
        return ref entry;
    }

    private void Filled(ref Entry order, ref readonly InputEvent e)
    {
        if (order.Stage == Stage.Replace)
            TakePlace(ref order);
        order.Money += (Int128)e.Price * e.Quantity;
        order.Cumulative = (int)Math.Min((long)order.Cumulative + e.Quantity, int.MaxValue);
        if (order.Stage != Stage.Ended)
            order.Stage = e.Quantity2 <= 0 ? Stage.Ended : Stage.Working;
    }

    private void TakePlace(ref Entry replacement)
    {
        ref Entry old = ref this[replacement.Target];
        old.Stage = Stage.Ended;
        replacement.Cumulative = old.Cumulative;
        replacement.Money = old.Money;
        replacement.Stage = Stage.Working;
    }

    /// <summary>One request.</summary>
    internal struct Entry
    {
        /// <summary>What the shares reported as filled came to, in price units times shares.</summary>
        public Int128 Money;

        /// <summary>Its quantity.</summary>
        public int Quantity;

        /// <summary>Shares reported as filled.</summary>
        public int Cumulative;

        /// <summary>Of a cancel or replace the order it names; of an order the last replace of it.</summary>
        public uint Target;

        /// <summary>Instrument index.</summary>
        public ushort Instrument;

        /// <summary>Side.</summary>
        public EventSide Side;

        /// <summary>What became of it.</summary>
        public Stage Stage;

        /// <summary>Its fate is being asked for.</summary>
        public bool Asked;
    }
}
