using HftGateway.MarketData.Events;

namespace HftGateway.Books;

/// <summary>
/// The orders of one price level, oldest first: <c>foreach (BookOrder order in books.Queue(i, side, price))</c>. Empty
/// if there is no such level.
/// <para><b>Threading.</b> The books' own thread. An event applied while enumerating makes the enumeration
/// meaningless.</para>
/// <para><b>Cost.</b> No allocation; a dependent load per order.</para>
/// </summary>
public readonly unsafe struct LevelQueue
{
    private readonly OrderNode* _orders;
    private readonly uint _head;

    internal LevelQueue(OrderNode* orders, uint head)
    {
        _orders = orders;
        _head = head;
    }

    /// <summary>Starts an enumeration.</summary>
    public Enumerator GetEnumerator() => new(_orders, _head);

    /// <summary>Walks the queue.</summary>
    public struct Enumerator
    {
        private readonly OrderNode* _orders;
        private uint _next;
        private uint _current;

        internal Enumerator(OrderNode* orders, uint head)
        {
            _orders = orders;
            _next = head;
        }

        /// <summary>The order under the cursor; call <see cref="MoveNext"/> first.</summary>
        public readonly BookOrder Current
        {
            get
            {
                OrderNode* order = _orders + _current;
                return new BookOrder(
                    order->Reference, order->Instrument, (EventSide)order->Side, order->Price, order->Shares);
            }
        }

        /// <summary>Goes to the next younger order; false at the end.</summary>
        public bool MoveNext()
        {
            if (_next == 0)
                return false;
            _current = _next;
            _next = _orders[_current].Next;
            return true;
        }
    }
}
