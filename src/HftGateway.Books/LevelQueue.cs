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
    private readonly OrderTable _table;
    private readonly LevelNode* _level;

    internal LevelQueue(OrderTable table, LevelNode* level)
    {
        _table = table;
        _level = level;
    }

    /// <summary>Starts an enumeration.</summary>
    public Enumerator GetEnumerator() => new(_table, _level);

    /// <summary>Walks the queue.</summary>
    public struct Enumerator
    {
        private readonly OrderTable _table;
        private readonly LevelNode* _level;
        private uint _next;
        private uint _current;

        internal Enumerator(OrderTable table, LevelNode* level)
        {
            _table = table;
            _level = level;
            _next = level->Head;
        }

        /// <summary>The order under the cursor; call <see cref="MoveNext"/> first.</summary>
        public readonly BookOrder Current => new(
            _table.Reference(_current), _level->Instrument, (EventSide)_level->Side, _level->Price,
            _table.Shares(_current));

        /// <summary>Goes to the next younger order; false at the end.</summary>
        public bool MoveNext()
        {
            if (_next == 0)
                return false;
            _current = _next;
            _next = _table.Links[_current].Next;
            return true;
        }
    }
}
