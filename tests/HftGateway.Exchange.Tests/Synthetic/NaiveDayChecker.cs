using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.Exchange.Tests.Synthetic;

/// <summary>
/// Reads a BinaryFILE with the library's message structs and keeps a dictionary of orders and sorted books: slow,
/// plain, and sharing nothing with the generator. Throws at the first breach of consistency.
/// </summary>
internal sealed class NaiveDayChecker
{
    private readonly Dictionary<ulong, Resting> _orders = [];
    private readonly Dictionary<ushort, Book> _books = [];
    private readonly Dictionary<ushort, Alpha8> _directory = [];
    private readonly Dictionary<ushort, char> _states = [];
    private ulong _lastTimeNs;
    private ulong _lastReference;
    private ulong _lastMatch;

    public long[] CountByType { get; } = new long[128];

    public long Messages { get; private set; }

    public string SystemEvents { get; private set; } = "";

    public int MaxLive { get; private set; }

    public int Live => _orders.Count;

    public int Halts { get; private set; }

    public long RoundLots { get; private set; }

    /// <summary>Messages within five microseconds behind one of the same symbol.</summary>
    public long BurstMessages { get; private set; }

    public long[] CountByHour { get; } = new long[24];

    public long[] MessagesBySymbol { get; } = new long[1 << 16];

    public Dictionary<char, List<ulong>> CrossTimes { get; } = [];

    public ulong FirstTimeNs { get; private set; }

    public ulong LastTimeNs => _lastTimeNs;

    public void Check(ReadOnlySpan<byte> file)
    {
        ushort lastLocate = 0;
        while (file.Length > 0)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file);
            ReadOnlySpan<byte> message = file.Slice(2, length);
            file = file[(2 + length)..];
            char type = (char)message[0];
            Require(ItchLength.Of(message[0]) == length, $"length {length} of type {type}");
            ref readonly ItchHeader header = ref MemoryMarshal.AsRef<ItchHeader>(message);
            ulong timeNs = header.Timestamp;
            Require(timeNs >= _lastTimeNs, $"time falls from {_lastTimeNs} to {timeNs}");
            if (Messages++ == 0)
                FirstTimeNs = timeNs;
            if (header.StockLocate == lastLocate && timeNs - _lastTimeNs <= 5_000 && "AFDEXUC".Contains(type))
                BurstMessages++;
            lastLocate = header.StockLocate;
            _lastTimeNs = timeNs;
            CountByType[type]++;
            CountByHour[timeNs / 3_600_000_000_000]++;
            MessagesBySymbol[header.StockLocate]++;
            Apply(type, header.StockLocate, message);
            MaxLive = Math.Max(MaxLive, _orders.Count);
        }
    }

    private void Apply(char type, ushort locate, ReadOnlySpan<byte> bytes)
    {
        if ("AFEXCDUP".Contains(type))
        {
            Require(SystemEvents.StartsWith("OS") && !SystemEvents.Contains('E'), $"{type} outside system hours");
            Require(_states[locate] == 'T', $"{type} while {_states[locate]}");
        }
        switch (type)
        {
            case 'S':
                SystemEvents += (char)Read<SystemEventMessage>(bytes).EventCode;
                break;
            case 'R':
                Require(_directory.TryAdd(locate, Read<StockDirectoryMessage>(bytes).Stock), "directory entry twice");
                Require(_directory.Count == locate, "locate codes count from 1");
                _books[locate] = new Book(new(Comparer<uint>.Create((a, b) => b.CompareTo(a))), []);
                break;
            case 'H':
                char state = (char)Read<StockTradingActionMessage>(bytes).TradingState;
                Require(!_states.TryGetValue(locate, out char before) || before != state, "state without change");
                Halts += state == 'H' ? 1 : 0;
                _states[locate] = state;
                break;
            case 'A':
                var add = Read<AddOrderMessage>(bytes);
                Add(locate, add.OrderReferenceNumber, add.BuySellIndicator, add.Shares, add.Price, add.Stock);
                break;
            case 'F':
                var named = Read<AddOrderMpidMessage>(bytes);
                Add(locate, named.OrderReferenceNumber, named.BuySellIndicator, named.Shares, named.Price, named.Stock);
                Require(named.Attribution.TrimmedLength == 4, "attribution");
                break;
            case 'E':
                var executed = Read<OrderExecutedMessage>(bytes);
                RequireBest(locate, executed.OrderReferenceNumber);
                Match(executed.MatchNumber);
                Reduce(locate, executed.OrderReferenceNumber, executed.ExecutedShares, mayFinish: true);
                break;
            case 'C':
                var priced = Read<OrderExecutedWithPriceMessage>(bytes);
                RequireBest(locate, priced.OrderReferenceNumber);
                Match(priced.MatchNumber);
                Require(priced.ExecutionPrice > 0u && priced.Printable is (byte)'Y' or (byte)'N', "priced execution");
                Reduce(locate, priced.OrderReferenceNumber, priced.ExecutedShares, mayFinish: true);
                break;
            case 'X':
                var cancel = Read<OrderCancelMessage>(bytes);
                Reduce(locate, cancel.OrderReferenceNumber, cancel.CancelledShares, mayFinish: false);
                break;
            case 'D':
                Remove(locate, Read<OrderDeleteMessage>(bytes).OrderReferenceNumber);
                break;
            case 'U':
                var replace = Read<OrderReplaceMessage>(bytes);
                byte side = Remove(locate, replace.OriginalOrderReferenceNumber).Side;
                Add(
                    locate, replace.NewOrderReferenceNumber, side, replace.Shares, replace.Price, _directory[locate]);
                break;
            case 'P':
                var trade = Read<TradeMessage>(bytes);
                Match(trade.MatchNumber);
                Require(trade.Stock == _directory[locate] && trade.Shares > 0u && trade.Price > 0u, "trade");
                break;
            case 'Q':
                var cross = Read<CrossTradeMessage>(bytes);
                Match(cross.MatchNumber);
                Require(cross.Stock == _directory[locate] && cross.CrossPrice > 0u, "cross");
                if (!CrossTimes.TryGetValue((char)cross.CrossType, out List<ulong>? times))
                    CrossTimes[(char)cross.CrossType] = times = [];
                times.Add(cross.Timestamp);
                break;
            case 'I':
                Require(Read<NetOrderImbalanceMessage>(bytes).Stock == _directory[locate], "imbalance");
                break;
            case 'Y':
                Require(Read<RegShoRestrictionMessage>(bytes).Stock == _directory[locate], "restriction");
                break;
            case 'L':
                Require(Read<MarketParticipantPositionMessage>(bytes).Stock == _directory[locate], "position");
                break;
            case 'V':
                Require(Read<MwcbDeclineLevelMessage>(bytes).Level1 > 0ul, "decline level");
                break;
            default:
                Require(false, $"type {type}");
                break;
        }
    }

    private static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : unmanaged, IItchMessage
    {
        if (!ItchMessage.TryRead(bytes, out T message))
            throw new InvalidOperationException($"not a {typeof(T).Name}");
        return message;
    }

    private void Add(ushort locate, ulong reference, byte side, uint shares, uint price, Alpha8 stock)
    {
        Require(reference > _lastReference, $"reference {reference} behind {_lastReference}");
        _lastReference = reference;
        Require(side is (byte)'B' or (byte)'S', $"side {side}");
        Require(shares > 0 && price > 0 && price % 100 == 0, $"{shares} at {price}");
        Require(stock == _directory[locate], "stock of the locate code");
        _orders.Add(reference, new Resting(locate, side, price, shares));
        RoundLots += shares % 100 == 0 ? 1 : 0;
        var (bids, asks) = _books[locate];
        SortedDictionary<uint, long> own = side == 'B' ? bids : asks;
        own[price] = own.GetValueOrDefault(price) + shares;
        if (bids.Count > 0 && asks.Count > 0)
            Require(bids.First().Key < asks.First().Key, $"book of {locate} locks or crosses");
    }

    private void RequireBest(ushort locate, ulong reference)
    {
        Resting order = Find(locate, reference);
        var (bids, asks) = _books[locate];
        Require((order.Side == 'B' ? bids : asks).First().Key == order.Price, "execution behind the touch");
    }

    private void Reduce(ushort locate, ulong reference, uint shares, bool mayFinish)
    {
        Resting order = Find(locate, reference);
        bool fits = mayFinish ? shares <= order.Shares : shares < order.Shares;
        Require(shares > 0 && fits, $"{shares} of {order.Shares}");
        TakeFromLevel(order, shares);
        if (shares == order.Shares)
            _orders.Remove(reference);
        else
            _orders[reference] = order with { Shares = order.Shares - shares };
    }

    private Resting Remove(ushort locate, ulong reference)
    {
        Resting order = Find(locate, reference);
        TakeFromLevel(order, order.Shares);
        _orders.Remove(reference);
        return order;
    }

    private Resting Find(ushort locate, ulong reference)
    {
        Require(_orders.TryGetValue(reference, out Resting order), $"reference {reference} is not live");
        Require(order.Locate == locate, $"reference {reference} is of locate {order.Locate}, not {locate}");
        return order;
    }

    private void TakeFromLevel(Resting order, uint shares)
    {
        var (bids, asks) = _books[order.Locate];
        SortedDictionary<uint, long> own = order.Side == 'B' ? bids : asks;
        if ((own[order.Price] -= shares) == 0)
            own.Remove(order.Price);
    }

    private void Match(ulong number)
    {
        Require(number > _lastMatch, $"match number {number} behind {_lastMatch}");
        _lastMatch = number;
    }

    private void Require(bool condition, string what)
    {
        if (!condition)
            throw new InvalidOperationException($"message {Messages} at {_lastTimeNs} ns: {what}");
    }

    private sealed record Book(SortedDictionary<uint, long> Bids, SortedDictionary<uint, long> Asks);

    private readonly record struct Resting(ushort Locate, byte Side, uint Price, uint Shares);
}
