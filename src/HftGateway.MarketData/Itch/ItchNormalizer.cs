using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Wire;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Itch;

/// <summary>
/// Turns ITCH messages into <see cref="InputEvent"/>s, written straight into the slot that will carry them, and drops
/// those
/// of instruments that nobody subscribed to before any further work.
/// <para>The message type selects a row of loads and masks (<see cref="ItchEventLayout"/>), not a branch: the type of
/// the
/// next message is the least predictable thing in a feed, and a mispredicted jump costs more than the whole
/// decode.</para>
/// <para><b>Threading.</b> One thread, the ingress; counters may be read by others and are then approximate.</para>
/// <para><b>Invariants.</b> A locate belongs to the first symbol it was seen with, and an instrument to the first
/// locate.
/// An event is written whole, all 64 bytes, or not at all.</para>
/// <para><b>Limits.</b> Quantities above 2^31 - 1 are saturated. Little-endian hosts only.</para>
/// <para><b>Cost.</b> About 6 ns a message with random types, 1 ns when dropped (<c>ItchDecodeBenchmark</c>, Xeon 2.8
/// GHz).
/// </para>
/// <para><b>Reference.</b> Nasdaq TotalView-ITCH 5.0; what each event means: <see cref="EventKind"/>.</para>
/// </summary>
public sealed unsafe class ItchNormalizer : IDisposable
{
    /// <summary>Stands in <see cref="InstrumentsByLocate"/> for a locate whose symbol is not known yet.</summary>
    public const ushort UnresolvedInstrument = ushort.MaxValue - 1;

    private const ushort NotSubscribed = InputEvent.NoInstrument;
    private const ushort NotResolved = UnresolvedInstrument;
    private const int Locates = 65_536;
    private const ulong TimestampMask = UInt48BigEndian.MaxValue;

    private readonly ItchEventLayout* _layouts;
    private readonly ushort* _instrumentOfLocate;
    private readonly ulong _venueBits;
    private readonly long _midnightUtcNs;
    private readonly NativeRegion _memory;
    private readonly bool[] _hasLocate;

    /// <summary>Makes a normaliser for one venue and one day.</summary>
    /// <param name="universe">The instruments wanted.</param>
    /// <param name="venue">Index of the venue, copied into every event.</param>
    /// <param name="midnightUtcNs">Midnight of the exchange's day in ns since the Unix epoch (UTC).</param>
    public ItchNormalizer(InstrumentUniverse universe, ushort venue = 0, long midnightUtcNs = 0)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("an event is written as little-endian words");
        Universe = universe;
        _venueBits = (ulong)venue << 48;
        _midnightUtcNs = midnightUtcNs;
        _hasLocate = new bool[universe.First + universe.Capacity];
        _memory = new NativeRegion((256 * ItchEventLayout.SizeBytes) + (Locates * sizeof(ushort)), hugePages: false);
        _layouts = (ItchEventLayout*)_memory.Pointer;
        _instrumentOfLocate = (ushort*)(_memory.Pointer + (256 * ItchEventLayout.SizeBytes));
        ItchEventLayout.Fill(_layouts);
        new Span<ushort>(_instrumentOfLocate, Locates).Fill(NotResolved);
    }

    /// <summary>The instruments wanted, and found so far when it is open.</summary>
    public InstrumentUniverse Universe { get; }

    /// <summary>Messages dropped because nobody subscribed to their instrument, or it is not known yet.</summary>
    public long NotSubscribedCount { get; private set; }

    /// <summary>Messages of a type that the specification does not define, empty ones included.</summary>
    public long UnknownTypeCount { get; private set; }

    /// <summary>Messages whose length is not their type's.</summary>
    public long WrongLengthCount { get; private set; }

    /// <summary>Add messages whose side is neither B nor S.</summary>
    public long BadFieldCount { get; private set; }

    /// <summary>Locates whose symbol already has another locate; their messages are dropped.</summary>
    public long DuplicateLocateCount { get; private set; }

    /// <summary>All messages that were not understood.</summary>
    public long DefectCount => UnknownTypeCount + WrongLengthCount + BadFieldCount;

    /// <summary>
    /// The latest message not understood, with its sequence number as index; kind None while there is none.
    /// </summary>
    public ItchDefect LastDefect { get; private set; }

    /// <summary>
    /// Whether executions (E) state price and resting side in the place of the match number, as those of a
    /// <see cref="Lobster.LobsterMessageSource"/> do. Set it for each input, before its first message.
    /// </summary>
    public bool StatedExecutions
    {
        get => _layouts['E'].SideMask != 0;
        set => ItchEventLayout.FillExecution(_layouts, value);
    }

    /// <summary>
    /// Instruments by locate code, 65,536 entries: <see cref="InputEvent.NoInstrument"/> for a locate that is not
    /// wanted, <see cref="UnresolvedInstrument"/> for one of which nothing is known yet. Changes as messages are
    /// normalised.
    /// </summary>
    public ushort* InstrumentsByLocate => _instrumentOfLocate;

    /// <summary>Counts messages that were dropped before they reached the normaliser.</summary>
    /// <param name="messages">How many.</param>
    public void CountNotSubscribed(long messages) => NotSubscribedCount += messages;

    /// <summary>Instrument of a locate code, or <see cref="InputEvent.NoInstrument"/>.</summary>
    public ushort InstrumentOf(ushort locate)
    {
        ushort index = _instrumentOfLocate[locate];
        return index == NotResolved ? NotSubscribed : index;
    }

    /// <summary>
    /// Forgets every locate: a new day or a new session assigns them anew. The instruments keep their indices.
    /// </summary>
    public void ForgetLocates()
    {
        new Span<ushort>(_instrumentOfLocate, Locates).Fill(NotResolved);
        Array.Clear(_hasLocate);
    }

    /// <summary>Writes the event of a message; its UtcNs is midnight plus the message's time (recordings).</summary>
    /// <param name="message">First byte of the message, without framing.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="e">Where to write; untouched when false is returned.</param>
    /// <returns>False when the message is dropped: not subscribed, or not understood (counted).</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNormalize(ref byte message, int length, long sequence, ref InputEvent e) =>
        TryNormalize(ref message, length, sequence, _midnightUtcNs, TimestampMask, ref e);

    /// <summary>Writes the event of a message with the time at which it was received (live feeds).</summary>
    /// <param name="message">First byte of the message, without framing.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="sequence">Its sequence number.</param>
    /// <param name="ingressUtcNs">Receive time in ns since the Unix epoch (UTC).</param>
    /// <param name="e">Where to write; untouched when false is returned.</param>
    /// <returns>False when the message is dropped: not subscribed, or not understood (counted).</returns>
    [HotPath]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNormalize(ref byte message, int length, long sequence, long ingressUtcNs, ref InputEvent e) =>
        TryNormalize(ref message, length, sequence, ingressUtcNs, 0, ref e);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private bool TryNormalize(
        ref byte message, int length, long sequence, long utcBaseNs, ulong utcTimeMask, ref InputEvent e)
    {
        if (length == 0)
            return Refuse(ItchDefectKind.Empty, 0, 0, sequence);
        byte type = message;
        ItchEventLayout* layout = _layouts + type;
        if (layout->Length != length)
            return RefuseLength(type, length, sequence);

        // From here every load of the layout lies inside the message.
        ushort instrument = _instrumentOfLocate[Load16(ref message, 1)];
        if (instrument >= NotResolved)
        {
            // Most of a whole venue's feed ends here.
            if (instrument == NotSubscribed)
            {
                NotSubscribedCount++;
                return false;
            }

            instrument = Resolve(ref message, layout);
            if (instrument == NotResolved)
                return false;
        }

        int sideBits = Unsafe.Add(ref message, layout->SideOffset) ^ 'B';
        int side = (sideBits >> 4) & layout->SideMask;
        // 'B' ^ 'S' is 0x11: with any other letter something is left over.
        if (((sideBits ^ (side * ('B' ^ 'S'))) & layout->SideCheckMask) != 0)
            return Refuse(ItchDefectKind.BadField, type, length, sequence);
        bool isPrintable = Unsafe.Add(ref message, layout->PrintableOffset) == 'Y';
        int flags = (isPrintable ? (int)EventFlags.Printable : 0) & layout->PrintableMask;

        // Tracking number and time lie side by side: one load, and the mask takes the time.
        ulong timeNs = Load64(ref message, 3) & TimestampMask;
        ulong quantity = Load64(ref message, layout->QuantityOffset) & layout->QuantityMask;
        ref ulong words = ref Unsafe.As<InputEvent, ulong>(ref e);
        words = (uint)((int)layout->Kind | (side << 8) | (flags << 16) | (type << 24))
            | ((ulong)instrument << 32) | _venueBits;
        e.TimeNs = (long)timeNs;
        e.UtcNs = utcBaseNs + (long)(timeNs & utcTimeMask);
        e.OrderId = Load64(ref message, layout->OrderIdOffset) & layout->OrderIdMask;
        e.OrderId2 = Load64(ref message, layout->OrderId2Offset) & layout->OrderId2Mask;
        e.Price = Load32(ref message, layout->PriceOffset) & layout->PriceMask;
        e.Quantity = (int)Math.Min(quantity, int.MaxValue);
        e.Quantity2 = (int)(Load32(ref message, layout->Quantity2Offset) & layout->Quantity2Mask);
        e.Sequence = sequence;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Load16(ref byte message, int offset) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref message, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Load32(ref byte message, int offset) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref message, offset)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Load64(ref byte message, int offset) =>
        BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref message, offset)));

    // Instrument of a message whose locate has none (yet): NoInstrument for one that concerns the whole venue,
    // NotResolved
    // for one to drop.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ushort Resolve(ref byte message, ItchEventLayout* layout)
    {
        ushort locate = Load16(ref message, 1);
        if (layout->VenueWide != 0 && locate == 0)
            return InputEvent.NoInstrument;
        if (layout->LearnOffset != 0)
        {
            Alpha8 symbol = Unsafe.ReadUnaligned<Alpha8>(ref Unsafe.Add(ref message, layout->LearnOffset));
            ushort instrument = Universe.IndexOf(symbol);
            if (instrument != NotSubscribed && _hasLocate[instrument])
            {
                DuplicateLocateCount++;
                instrument = NotSubscribed;
            }

            // Locate 0 is the venue's: never marked as not wanted, so that venue-wide messages keep coming through.
            if (instrument != NotSubscribed || locate != 0)
                _instrumentOfLocate[locate] = instrument;
            if (instrument != NotSubscribed)
            {
                _hasLocate[instrument] = true;
                return instrument;
            }
        }

        NotSubscribedCount++;
        return NotResolved;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool RefuseLength(byte type, int length, long sequence)
    {
        bool isKnown = ItchLength.Of(type) != 0;
        return Refuse(isKnown ? ItchDefectKind.WrongLength : ItchDefectKind.UnknownType, type, length, sequence);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool Refuse(ItchDefectKind kind, byte type, int length, long sequence)
    {
        if (kind == ItchDefectKind.BadField)
            BadFieldCount++;
        else if (kind == ItchDefectKind.WrongLength)
            WrongLengthCount++;
        else
            UnknownTypeCount++;
        LastDefect = new ItchDefect { Kind = kind, Type = type, Length = length, Index = sequence, Offset = -1 };
        return false;
    }
}
