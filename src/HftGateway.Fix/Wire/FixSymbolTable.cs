namespace HftGateway.Fix;

/// <summary>
/// The symbols [55] of a session, by index. The encoder copies a ready-made field; the acceptor finds the index of a
/// symbol.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Limits.</b> 65,535 symbols of 1 to 16 printable ASCII characters.</para>
/// <para><b>Cost.</b> Reading a symbol is one copy; finding one is one hash probe over a table at most half
/// full.</para>
/// </summary>
public sealed class FixSymbolTable
{
    /// <summary>Longest symbol in bytes.</summary>
    public const int MaxSymbolBytes = 16;

    // "55=" + symbol + SOH, zero-padded to one vector, with the sum of the field and its length in the last two bytes.
    internal const int Stride = 32;

    private readonly byte[] _fields;
    private readonly ushort[] _slots;

    /// <summary>Builds the table; the index of a symbol is its place in <paramref name="symbols"/>.</summary>
    /// <exception cref="ArgumentException">Too many symbols, one twice, or one not of 1 to 16 printable
    /// characters.</exception>
    public FixSymbolTable(IReadOnlyList<string> symbols)
    {
        ArgumentNullException.ThrowIfNull(symbols);
        if (symbols.Count >= ushort.MaxValue)
            throw new ArgumentException(
                $"{symbols.Count} symbols; at most {ushort.MaxValue - 1} are allowed", nameof(symbols));
        Count = symbols.Count;
        _fields = GC.AllocateArray<byte>(Math.Max(1, Count) * Stride, pinned: true);
        _slots = new ushort[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(4, Count * 2))];
        for (int i = 0; i < Count; i++)
            Add(i, FixText.ToBytes(symbols[i], 1, MaxSymbolBytes, nameof(symbols)));
    }

    /// <summary>Number of symbols.</summary>
    public int Count { get; }

    /// <summary>The symbol at an index.</summary>
    public ReadOnlySpan<byte> this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
            return _fields.AsSpan((index * Stride) + 3, _fields[(index * Stride) + Stride - 1] - 4);
        }
    }

    /// <summary>Finds the index of a symbol.</summary>
    public bool TryFind(ReadOnlySpan<byte> symbol, out ushort index)
    {
        index = 0;
        int mask = _slots.Length - 1;
        for (int slot = (int)FixValue.Hash(symbol) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
        {
            int candidate = _slots[slot] - 1;
            if (!this[candidate].SequenceEqual(symbol))
                continue;
            index = (ushort)candidate;
            return true;
        }
        return false;
    }

    // The prepared field's first byte: 32 readable bytes, see Stride.
    internal ref readonly byte Field(int index) => ref _fields[index * Stride];

    private void Add(int index, byte[] symbol)
    {
        if (TryFind(symbol, out _))
            throw new ArgumentException($"symbol '{System.Text.Encoding.ASCII.GetString(symbol)}' twice");
        Span<byte> field = _fields.AsSpan(index * Stride, Stride);
        "55="u8.CopyTo(field);
        symbol.CopyTo(field[3..]);
        field[3 + symbol.Length] = FixFields.Soh;
        field[^2] = FixChecksum.Sum(field[..(symbol.Length + 4)]);
        field[^1] = (byte)(symbol.Length + 4);
        int mask = _slots.Length - 1, slot = (int)FixValue.Hash(symbol) & mask;
        while (_slots[slot] != 0)
            slot = (slot + 1) & mask;
        _slots[slot] = (ushort)(index + 1);
    }
}
