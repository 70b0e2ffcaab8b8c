using System.Buffers.Binary;
using System.Text;
using HftGateway.Fix;
using HftGateway.MarketData.Events;

namespace HftGateway.Pipeline.Orders;

/// <summary>
/// Fills in the session's store, so that a process that is killed knows its position when it is begun again: what was
/// noted is booked again, what was not is asked for again, since the note and the number of its message are written
/// together.
/// <para><b>One record a report.</b> A correction takes one fill back and brings another, a status report can tell of
/// fills at two prices: a note holds up to two bookings, so that a kill never falls between them. Each has the
/// ExecID's hash and that of the execution it refers to, from which the next process rebuilds
/// <see cref="ExecutionBook"/>.</para>
/// <para><b>Threading.</b> The encoder stage's thread; <see cref="Read"/> before the pipeline starts.</para>
/// <para><b>Limits.</b> A disk that is full ends the notes of this process, and with them the numbers: the next process asks
/// for everything from there.</para>
/// </summary>
/// <remarks>
/// <code>
/// 0        1      2              3     4           8        16       24          32          40         44    48
/// | format | side | symbol bytes | (0) | quantity1 | price1 | price2 | execution | refers to | quantity2| (0) | symbol
/// </code>
/// A quantity below 0 is taken back; quantity2 is 0 where there is one booking. Little-endian.
/// </remarks>
internal sealed class FillNotes
{
    private const byte Format = 3;
    private const byte FormatWithIdOnly = 2; // the first 16 bytes, the hash of the ExecID without the side, the symbol
    private const byte FormatWithoutIds = 1; // the first 16 bytes, the symbol
    private const int ShortBytes = 16;
    private const int SymbolAt = 48;
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

    /// <summary>Notes a fill, the breaking of one, or a correction.</summary>
    /// <param name="e">The event; of a correction the second.</param>
    /// <param name="x">What goes with it.</param>
    /// <param name="instrument">Instrument index.</param>
    /// <param name="side">Side of the order.</param>
    public void Add(ref readonly InputEvent e, ref readonly ReportedExecution x, ushort instrument, EventSide side)
    {
        if ((e.Flags & EventFlags.Restored) != 0)
            return;
        int quantity = e.Code == (byte)OrderEventType.Busted ? -e.Quantity : e.Quantity;
        if (x.Part == NotePart.SecondHalf)
            Write(in e, in x, instrument, side, -x.RevokedQuantity, x.RevokedPrice, quantity, e.Price);
        else
            Write(in e, in x, instrument, side, quantity, e.Price, 0, 0);
    }

    /// <summary>Notes fills at up to two prices that one report told of.</summary>
    /// <param name="report">The report: its number and time.</param>
    /// <param name="first">A fill.</param>
    /// <param name="second">Another one; its quantity is 0 when there is none.</param>
    public void AddMissed(ref readonly InputEvent report, ref readonly InputEvent first, ref readonly InputEvent second)
    {
        ReportedExecution none = default;
        Write(in report, in none, first.Instrument, first.Side,
            first.Quantity, first.Price, second.Quantity, second.Price);
    }

    private void Write(
        ref readonly InputEvent report, ref readonly ReportedExecution x, ushort instrument, EventSide side,
        int quantity1, long price1, int quantity2, long price2)
    {
        if (_store is null || Ended || instrument >= _symbols.Length)
            return;
        byte[] symbol = _symbols[instrument];
        Span<byte> note = _note;
        note[0] = Format;
        note[1] = (byte)side;
        note[2] = (byte)symbol.Length;
        BinaryPrimitives.WriteInt32LittleEndian(note[4..], quantity1);
        BinaryPrimitives.WriteInt64LittleEndian(note[8..], price1);
        BinaryPrimitives.WriteInt64LittleEndian(note[16..], price2);
        BinaryPrimitives.WriteUInt64LittleEndian(note[24..], x.Id);
        BinaryPrimitives.WriteUInt64LittleEndian(note[32..], x.ReferredId);
        BinaryPrimitives.WriteInt32LittleEndian(note[40..], quantity2);
        symbol.CopyTo(note[SymbolAt..]);
        Ended = !_store.TryNote(
            (ulong)Math.Max(0, report.Sequence), report.UtcNs, note[..(SymbolAt + symbol.Length)]);
    }

    /// <summary>The fills of earlier processes of the session day, oldest first.</summary>
    /// <param name="store">The session's store; null for none.</param>
    /// <param name="symbols">Symbols by instrument index.</param>
    /// <param name="unknown">Receives the symbols of fills that are not configured now.</param>
    public static List<RestoredFill> Read(FixStore? store, IReadOnlyList<string> symbols, ISet<string> unknown)
    {
        var fills = new List<RestoredFill>();
        foreach (StoredNote note in store?.ReadNotes() ?? [])
        {
            ReadOnlySpan<byte> content = note.Content;
            // A day may begin with one build and end with another.
            int symbolAt = SymbolAtOf(content);
            if (symbolAt == 0 || content.Length < symbolAt + content[2])
                continue;
            string symbol = Encoding.ASCII.GetString(content.Slice(symbolAt, content[2]));
            int instrument = IndexOf(symbols, symbol);
            if (instrument < 0)
                unknown.Add(symbol);
            else
                Take(content, (ushort)instrument, fills);
        }

        return fills;
    }

    private static int SymbolAtOf(ReadOnlySpan<byte> content) => content switch
    {
        [Format, ..] when content.Length >= SymbolAt => SymbolAt,
        [FormatWithIdOnly, ..] when content.Length >= ShortBytes + sizeof(ulong) => ShortBytes + sizeof(ulong),
        [FormatWithoutIds, ..] when content.Length >= ShortBytes => ShortBytes,
        _ => 0,
    };

    private static void Take(ReadOnlySpan<byte> content, ushort instrument, List<RestoredFill> fills)
    {
        int quantity1 = BinaryPrimitives.ReadInt32LittleEndian(content[4..]);
        long price1 = BinaryPrimitives.ReadInt64LittleEndian(content[8..]);
        InputEvent first = Event(instrument, (EventSide)content[1], quantity1, price1);
        ReportedExecution x = default;
        int quantity2 = 0;
        if (content[0] == FormatWithIdOnly)
        {
            ulong hash = BinaryPrimitives.ReadUInt64LittleEndian(content[ShortBytes..]);
            x.Id = hash == 0 || quantity1 < 0 ? hash : ExecutionBook.Key(hash, first.Side);
        }
        else if (content[0] == Format)
        {
            x.Id = BinaryPrimitives.ReadUInt64LittleEndian(content[24..]);
            x.ReferredId = BinaryPrimitives.ReadUInt64LittleEndian(content[32..]);
            quantity2 = BinaryPrimitives.ReadInt32LittleEndian(content[40..]);
        }

        if (quantity2 == 0)
        {
            if (quantity1 != 0) // a bust that named neither its fill nor shares moved nothing
                fills.Add(new RestoredFill(first, x));
            return;
        }

        bool isCorrection = quantity1 < 0;
        fills.Add(new RestoredFill(
            first, new ReportedExecution { Part = isCorrection ? NotePart.FirstHalf : NotePart.Whole }));
        if (isCorrection)
        {
            x.Part = NotePart.SecondHalf;
            x.RevokedQuantity = -quantity1;
            x.RevokedPrice = price1;
        }

        long price2 = BinaryPrimitives.ReadInt64LittleEndian(content[16..]);
        fills.Add(new RestoredFill(Event(instrument, (EventSide)content[1], quantity2, price2), x));
    }

    private static InputEvent Event(ushort instrument, EventSide side, int quantity, long price)
    {
        InputEvent e = default;
        e.Kind = EventKind.Order;
        e.Code = (byte)(quantity < 0 ? OrderEventType.Busted : OrderEventType.Filled);
        e.Flags = EventFlags.Restored;
        e.Instrument = instrument;
        e.Side = side;
        e.Quantity = Math.Abs(quantity);
        e.Price = price;
        return e;
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
