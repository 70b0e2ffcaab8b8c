using System.Buffers.Binary;
using System.Text;
using HftGateway.Fix;
using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// Fills in the session's store, so that a process that is killed knows its position when it is begun again: what was
/// noted is booked again, what was not is asked for again, since the note and the number of its message are written
/// together.
/// <para><b>Threading.</b> The encoder stage's thread; <see cref="Read"/> before the pipeline starts.</para>
/// <para><b>Limits.</b> A disk that is full ends the notes of this process, and with them the numbers: the next process asks
/// for everything from there.</para>
/// </summary>
internal sealed class FillNotes
{
    // 1 had no ExecID: its symbol begins where this one's ExecID does. A day may begin with one and end with the other.
    private const byte Format = 2;
    private const byte FormatWithoutExecId = 1;
    private const int ExecIdAt = 16;
    private const int SymbolAt = 24;
    private const int MaxSymbolBytes = 64;

    private readonly FixStore? _store;
    private readonly byte[][] _symbols;
    private readonly byte[] _note = new byte[SymbolAt + MaxSymbolBytes];

    /// <summary>Makes them.</summary>
    /// <param name="store">The session's store; null for none, then nothing is noted.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    public FillNotes(FixStore? store, IReadOnlyList<string> symbols)
    {
        _store = store;
        _symbols = [.. symbols.Select(static s => Encoding.ASCII.GetBytes(s)[..Math.Min(s.Length, MaxSymbolBytes)])];
    }

    /// <summary>A fill could not be noted: neither are those behind it, nor numbers of messages.</summary>
    public bool Ended { get; private set; }

    /// <summary>Notes a fill, or the breaking of one.</summary>
    /// <param name="e">The event.</param>
    /// <param name="instrument">Instrument index.</param>
    /// <param name="side">Side of the order.</param>
    public void Add(ref readonly InputEvent e, ushort instrument, EventSide side)
    {
        if (_store is null || Ended || instrument >= _symbols.Length || (e.Flags & EventFlags.Restored) != 0)
            return;
        byte[] symbol = _symbols[instrument];
        bool broken = e.Code == (byte)OrderEventType.Busted;
        _note[0] = Format;
        _note[1] = (byte)side;
        _note[2] = (byte)symbol.Length;
        BinaryPrimitives.WriteInt32LittleEndian(_note.AsSpan(4), broken ? -e.Quantity : e.Quantity);
        BinaryPrimitives.WriteInt64LittleEndian(_note.AsSpan(8), e.Price);
        BinaryPrimitives.WriteUInt64LittleEndian(_note.AsSpan(ExecIdAt), e.OrderId2);
        symbol.CopyTo(_note.AsSpan(SymbolAt));
        Ended = !_store.TryNote((ulong)Math.Max(0, e.Sequence), e.UtcNs, _note.AsSpan(0, SymbolAt + symbol.Length));
    }

    /// <summary>The fills of earlier processes of the session day, as events, oldest first.</summary>
    /// <param name="store">The session's store; null for none.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="unknown">Receives the symbols of fills that are not configured now.</param>
    public static List<InputEvent> Read(FixStore? store, IReadOnlyList<string> symbols, ISet<string> unknown)
    {
        var fills = new List<InputEvent>();
        foreach (StoredNote note in store?.ReadNotes() ?? [])
        {
            byte[] content = note.Content;
            if (content.Length < ExecIdAt || content[0] is not (Format or FormatWithoutExecId))
                continue;
            int symbolAt = content[0] == Format ? SymbolAt : ExecIdAt;
            if (content.Length < symbolAt + content[2])
                continue;
            string symbol = Encoding.ASCII.GetString(content, symbolAt, content[2]);
            int quantity = BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(4));
            int instrument = IndexOf(symbols, symbol);
            if (instrument < 0)
            {
                unknown.Add(symbol);
                continue;
            }

            InputEvent e = default;
            e.Kind = EventKind.Order;
            e.Code = (byte)(quantity < 0 ? OrderEventType.Busted : OrderEventType.Filled);
            e.Flags = EventFlags.Restored;
            e.Instrument = (ushort)instrument;
            e.Side = (EventSide)content[1];
            e.OrderId2 = content[0] == Format ? BinaryPrimitives.ReadUInt64LittleEndian(content.AsSpan(ExecIdAt)) : 0;
            e.Quantity = Math.Abs(quantity);
            e.Price = BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(8));
            fills.Add(e);
        }

        return fills;
    }

    private static int IndexOf(IReadOnlyList<string> symbols, string symbol)
    {
        for (int i = 0; i < symbols.Count; i++)
        {
            if (symbols[i] == symbol)
                return i;
        }

        return -1;
    }
}
