using HftGateway.MarketData.Events;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// Which symbols are wanted, and the dense index of each: a configured list, or every symbol that is met up to a limit.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Indices are 0, 1, 2 … in the order of the list, or of first sight; they never
/// change.</para>
/// <para><b>Limits.</b> <see cref="MaxInstruments"/> symbols.</para>
/// <para><b>Cost.</b> Looked up once a locate, not once a message.</para>
/// </summary>
public sealed class InstrumentUniverse
{
    /// <summary>Most instruments of one universe: the two largest indices have a meaning of their own.</summary>
    public const int MaxInstruments = 65_534;

    private readonly Dictionary<ulong, ushort> _indexBySymbol;
    private readonly Alpha8[] _symbols;

    private InstrumentUniverse(int capacity, bool open, int first = 0)
    {
        First = (ushort)first;
        _symbols = new Alpha8[capacity];
        _indexBySymbol = new Dictionary<ulong, ushort>(capacity);
        IsOpen = open;
    }

    /// <summary>
    /// Index of the first symbol: several venues' instruments lie behind each other in one range of indices.
    /// </summary>
    public ushort First { get; }

    /// <summary>Whether symbols are added at first sight.</summary>
    public bool IsOpen { get; }

    /// <summary>Symbols known.</summary>
    public int Count { get; private set; }

    /// <summary>Most symbols it can hold.</summary>
    public int Capacity => _symbols.Length;

    /// <summary>Look-ups of a new symbol when an open universe was full: those symbols are dropped.</summary>
    public long BeyondCapacity { get; private set; }

    /// <summary>Exactly these symbols, with their position in the list as index.</summary>
    /// <param name="symbols">Each at most 8 printable ASCII characters, no duplicates.</param>
    /// <exception cref="ArgumentException">A symbol is empty, too long, not ASCII, or occurs twice.</exception>
    public static InstrumentUniverse Of(params IReadOnlyList<string> symbols) => Of(symbols, 0);

    /// <summary>Exactly these symbols, with their position in the list added to a first index.</summary>
    /// <param name="symbols">Each at most 8 printable ASCII characters, no duplicates.</param>
    /// <param name="first">Index of the first: venue v of several with n symbols each begins at v times n.</param>
    /// <exception cref="ArgumentException">
    /// A symbol is empty, too long, not ASCII, or occurs twice; or there are too many.
    /// </exception>
    public static InstrumentUniverse Of(IReadOnlyList<string> symbols, int first)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        if (first + (long)symbols.Count > MaxInstruments)
            throw new ArgumentException(
                $"{symbols.Count} symbols from index {first} on are more than {MaxInstruments}", nameof(symbols));
        InstrumentUniverse universe = new(symbols.Count, open: false, first);
        foreach (string text in symbols)
        {
            if (text.Length == 0 || text[0] == ' ' || !Alpha8.TryParse(text, out Alpha8 symbol))
                throw new ArgumentException($"'{text}' is no symbol of 1 to 8 ASCII characters", nameof(symbols));
            if (!universe._indexBySymbol.TryAdd(symbol.Raw, (ushort)universe.Count))
                throw new ArgumentException($"symbol '{text}' is listed twice", nameof(symbols));
            universe._symbols[universe.Count++] = symbol;
        }

        return universe;
    }

    /// <summary>Every symbol, indexed in the order of first sight, up to <paramref name="capacity"/>.</summary>
    /// <param name="capacity">1 to <see cref="MaxInstruments"/>.</param>
    public static InstrumentUniverse All(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, MaxInstruments);
        return new InstrumentUniverse(capacity, open: true);
    }

    /// <summary>Symbol of an instrument.</summary>
    /// <param name="index"><see cref="First"/> to below that plus <see cref="Count"/>.</param>
    public Alpha8 SymbolOf(int index) =>
        (uint)(index - First) < (uint)Count ? _symbols[index - First] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>
    /// Index of a symbol; an open universe adds it. <see cref="InputEvent.NoInstrument"/> when it is not wanted.
    /// </summary>
    public ushort IndexOf(Alpha8 symbol)
    {
        if (_indexBySymbol.TryGetValue(symbol.Raw, out ushort index))
            return (ushort)(First + index);
        if (!IsOpen)
            return InputEvent.NoInstrument;
        if (Count == _symbols.Length)
        {
            BeyondCapacity++;
            return InputEvent.NoInstrument;
        }

        index = (ushort)Count++;
        _symbols[index] = symbol;
        _indexBySymbol.Add(symbol.Raw, index);
        return index;
    }
}
