using HftGateway.MarketData.Events;

namespace HftGateway.Books;

// Are the books what their orders say? For replays, tests and operators; not on the hot path, allocates.
public sealed unsafe partial class BookSet
{
    private const ulong HashOffset = 14_695_981_039_346_656_037;
    private const ulong HashPrime = 1_099_511_628_211;

    /// <summary>
    /// Recomputes from the order table what is kept incrementally (order count, shares and orders of every level, best
    /// prices, queues) and says where the two differ. O(places of the order table + levels).
    /// </summary>
    /// <param name="limit">End after so many defects.</param>
    /// <returns>A line each; empty when everything is sound.</returns>
    public IReadOnlyList<string> FindDefects(int limit = 10)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        List<string> defects = [];
        Dictionary<(int Instrument, uint Side, int Price), (long Shares, int Orders, uint Level)> levels =
            LevelsOfTable(defects);
        int seen = 0;
        for (int i = 0; i < _instruments && defects.Count < limit; i++)
        {
            for (uint side = 0; side < 2; side++)
                seen += CheckSide(i, side, levels, defects);
        }

        if (defects.Count == 0 && seen != levels.Count)
            defects.Add($"{levels.Count} levels have orders in the table, the books hold {seen}");
        if (defects.Count > limit)
            defects.RemoveRange(limit, defects.Count - limit);
        return defects;
    }

    /// <summary>
    /// A hash (FNV-1a over 64-bit words) of every level of every book: by instrument, bids before asks, best first, its
    /// price, shares and orders. Equal books have equal hashes, whoever built them.
    /// </summary>
    public ulong Checksum()
    {
        ulong hash = HashOffset;
        for (int i = 0; i < _instruments; i++)
        {
            BookNode* book = Book(i);
            for (uint side = 0; side < 2; side++)
            {
                uint handle = 0;
                for (int rank = 0; rank < book->Levels[side]; rank++)
                {
                    BookLevel level = Level(handle = WorseThan(book, side, rank, handle));
                    hash = Mix(Mix(Mix(hash, (ulong)level.Price), (ulong)level.Shares), (ulong)level.Orders);
                }
            }
        }

        return hash;
    }

    /// <summary>Levels of all books, both sides.</summary>
    public long TotalLevels
    {
        get
        {
            long levels = 0;
            for (int i = 0; i < _instruments; i++)
                levels += Book(i)->Levels[0] + Book(i)->Levels[1];
            return levels;
        }
    }

    private static ulong Mix(ulong hash, ulong word) => (hash ^ word) * HashPrime;

    private Dictionary<(int Instrument, uint Side, int Price), (long Shares, int Orders, uint Level)> LevelsOfTable(
        List<string> defects)
    {
        Dictionary<(int, uint, int), (long Shares, int Orders, uint Level)> levels = [];
        int orders = 0;
        for (uint handle = OrderTable.FirstHandle; handle <= _table.LastHandle; handle++)
        {
            int shares = _table.Shares(handle);
            if (shares == 0)
                continue;
            orders++;
            ulong reference = _table.Reference(handle);
            uint its = _table.Level(handle);
            LevelNode* node = _levels + its;
            if (_table.Find(reference) != handle || shares < 0 || node->Instrument >= _instruments
                || !IsValid(node->Price))
            {
                defects.Add($"order {reference} of {shares} shares at {node->Price} of instrument "
                    + $"{node->Instrument} is impossible or not found by its reference");
                continue;
            }

            (int, uint, int) key = (node->Instrument, node->Side, node->Price);
            levels.TryGetValue(key, out (long Shares, int Orders, uint Level) level);
            if (level.Orders != 0 && level.Level != its)
                defects.Add($"orders of one price are at two levels: instrument {key.Item1}, price {key.Item3}");
            levels[key] = (level.Shares + shares, level.Orders + 1, its);
        }

        if (orders != _liveOrders)
            defects.Add($"{orders} orders are in the table, {_liveOrders} are counted");
        return levels;
    }

    private int CheckSide(
        int instrument, uint side,
        Dictionary<(int Instrument, uint Side, int Price), (long Shares, int Orders, uint Level)> levels,
        List<string> defects)
    {
        BookNode* book = _books + instrument;
        string where = $"instrument {instrument}, {(EventSide)side}";
        uint handle = 0;
        long worseThan = long.MaxValue;
        int near = 0;
        for (int rank = 0; rank < book->Levels[side]; rank++)
        {
            handle = WorseThan(book, side, rank, handle);
            LevelNode* level = _levels + handle;
            int price = KeyOf(side, level->Key);
            if (rank == 0 && book->Best[side] != price)
                defects.Add($"{where}: best price {book->Best[side]}, best level {price}");
            levels.TryGetValue((instrument, side, price), out (long Shares, int Orders, uint Level) own);
            if (handle == 0 || level->Key >= worseThan || own != (level->Shares, level->Orders, handle))
            {
                defects.Add($"{where}, price {price}: {level->Shares} shares of {level->Orders} orders; "
                    + $"the orders have {own.Shares} and are {own.Orders}");
                return rank;
            }

            worseThan = level->Key;
            uint place = LevelLadder.PlaceOf(book, side, price);
            near += place < LevelLadder.Places ? 1 : 0;
            if (FindLevel(book, side, price) != handle)
                defects.Add($"{where}, price {price}: the level is not found by its price");
            if (_queues && !IsQueueSound(level, handle))
                defects.Add($"{where}, price {price}: the queue is not its orders");
        }

        if (near != LevelLadder.Count(book, side))
            defects.Add($"{where}: {LevelLadder.Count(book, side)} levels around the touch are marked, {near} are there");
        if (book->Levels[side] == 0 && book->Best[side] != 0)
            defects.Add($"{where}: best price {book->Best[side]} of an empty side");
        return book->Levels[side];
    }

    private bool IsQueueSound(LevelNode* level, uint handle)
    {
        uint before = 0;
        int orders = 0;
        long shares = 0;
        for (uint at = level->Head; at != 0 && orders <= level->Orders; at = _links[at].Next)
        {
            if (_links[at].Previous != before || _table.Level(at) != handle)
                return false;
            orders++;
            shares += _table.Shares(at);
            before = at;
        }

        return before == level->Tail && orders == level->Orders && shares == level->Shares;
    }
}
