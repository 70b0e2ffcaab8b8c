using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.Books;

/// <summary>
/// Builds books straight from blocks of ITCH messages, as fast as one core can. Messages about orders are applied as
/// they stand on the wire; what they will touch is asked from memory some messages before, so that the cache misses of
/// several messages overlap instead of adding up. Whatever is not plainly right, and all that does not concern orders,
/// goes through <see cref="ItchNormalizer"/> and <see cref="BookSet"/> like every event.
/// <para><b>Threading.</b> One thread, the books' own.</para>
/// <para><b>Invariants.</b> Messages are applied in their order, all of a block before <c>Apply</c> returns; books
/// and anomalies are the same afterwards as if each had been normalised and applied by itself. Only the counts differ
/// of messages that nobody wants and that are damaged too: they count as not wanted.</para>
/// <para><b>Cost.</b> See perf/README.md, "Full market".</para>
/// </summary>
public sealed unsafe class ItchBookBuilder : IDisposable
{
    /// <summary>Messages between the first step of the look-ahead and the application.</summary>
    public const uint LookAhead = 32;

    // Books fewer than these stay in cache: asking for what is there already only costs.
    private const int BooksWorthLookingAhead = 64;

    // Where the steps stand, counted from the newest message.
    private const uint LevelStep = 14;
    private const uint PriceStep = 22;
    private const uint TailStep = 27;
    private const int RingMask = 63;
    private const int NothingBytes = 64;

    // D.
    private const int ShortestOrder = 19;

    private readonly BookSet _books;
    private readonly ItchNormalizer _normalizer;
    private readonly NativeRegion _memory = new(((RingMask + 1) * PendingMessage.SizeBytes) + NothingBytes);
    private readonly PendingMessage* _ring;
    private readonly byte* _nothing;
    private readonly ushort* _instruments;
    private readonly bool? _looksAhead;
    private uint _newest = LookAhead;
    private long _firstSequence;
    private InputEvent _event;

    // What a limit left of a packet.
    private byte[] _kept = [];
    private int _keptStart;
    private int _keptEnd;
    private long _keptSequence;
    private bool _keptZeroIsImplied;

    /// <summary>Makes a builder.</summary>
    /// <param name="books">Filled by the builder; not disposed.</param>
    /// <param name="normalizer">Says which instruments are wanted; not disposed.</param>
    /// <param name="looksAhead">Whether to look ahead; null decides by the number of symbols known.</param>
    /// <exception cref="ArgumentException">The universe can hold more instruments than there are books.</exception>
    public ItchBookBuilder(BookSet books, ItchNormalizer normalizer, bool? looksAhead = null)
    {
        ArgumentNullException.ThrowIfNull(books);
        ArgumentNullException.ThrowIfNull(normalizer);
        if (normalizer.Universe.Capacity > books.InstrumentCount)
        {
            throw new ArgumentException(
                $"{normalizer.Universe.Capacity} instruments need as many books, not {books.InstrumentCount}",
                nameof(normalizer));
        }

        _books = books;
        _normalizer = normalizer;
        _instruments = normalizer.InstrumentsByLocate;
        _looksAhead = looksAhead;
        _ring = (PendingMessage*)_memory.Pointer;
        _nothing = (byte*)(_ring + RingMask + 1);
        new Span<PendingMessage>(_ring, RingMask + 1).Fill(books.Pending(_nothing));
    }

    /// <summary>Messages taken.</summary>
    public long Messages { get; private set; }

    /// <summary>Applies the messages of a block.</summary>
    /// <param name="block">Messages with their sequence numbers; a gap before them makes the books stale.</param>
    [HotPath]
    public void Apply(in MessageBlock block)
    {
        TakeGap(in block);
        _ = Apply(block.Bytes, block.FirstIndex + 1, block.ZeroLengthIsImplied, int.MaxValue, out _);
    }

    private void TakeGap(in MessageBlock block)
    {
        if (block.GapCount == 0)
            return;
        _event = new InputEvent { Kind = EventKind.FeedGap, Instrument = InputEvent.NoInstrument };
        _books.ApplyUndescribed(in _event);
    }

    /// <summary>Applies everything that is left of a recording, walking over its records once.</summary>
    /// <param name="source">Where the messages come from.</param>
    /// <param name="limit">End after so many messages; the next call goes on behind them.</param>
    /// <returns>False at the end of the recording.</returns>
    public bool Apply(MessageSource source, long limit = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(source);
        long end = limit > long.MaxValue - Messages ? long.MaxValue : Messages + limit;
        while (Messages < end)
        {
            int most = (int)Math.Min(int.MaxValue, end - Messages);
            if (_keptEnd != _keptStart)
            {
                _keptStart += Apply(
                    _kept.AsSpan(_keptStart.._keptEnd), _keptSequence, _keptZeroIsImplied, most, out int taken);
                _keptSequence += taken;
                continue;
            }

            if (source is BinaryFileReader file && file.TryReadBytes(out ReadOnlySpan<byte> bytes))
            {
                file.Take(Apply(bytes, file.MessageCount + 1, zeroIsImplied: true, most, out int messages), messages);
                continue;
            }

            // The reader walks over what is left, and finds out how it ends.
            if (!source.TryReadBlock(out MessageBlock block))
                return false;
            TakeGap(in block);
            int used = Apply(block.Bytes, block.FirstIndex + 1, block.ZeroLengthIsImplied, most, out int applied);
            if (applied < block.Count)
                Keep(in block, used, applied);
        }

        return true;
    }

    // The limit lies within a packet: its reader does not deliver the rest again.
    private void Keep(in MessageBlock block, int used, int applied)
    {
        _keptEnd = block.Bytes.Length - used;
        if (_kept.Length < _keptEnd)
            _kept = new byte[_keptEnd];
        block.Bytes[used..].CopyTo(_kept);
        _keptStart = 0;
        _keptSequence = block.FirstIndex + 1 + applied;
        _keptZeroIsImplied = block.ZeroLengthIsImplied;
    }

    private int Apply(ReadOnlySpan<byte> bytes, long firstSequence, bool zeroIsImplied, int most, out int messages)
    {
        _firstSequence = firstSequence;
        int used;
        fixed (byte* first = bytes)
        {
            bool ahead = Sse.IsSupported && (_looksAhead ?? _normalizer.Universe.Count >= BooksWorthLookingAhead);
            used = (ahead, _books.HasQueues) switch
            {
                (true, true) => Run<SwitchOn, SwitchOn>(first, bytes.Length, zeroIsImplied, most, out messages),
                (true, false) => Run<SwitchOn, SwitchOff>(first, bytes.Length, zeroIsImplied, most, out messages),
                (false, true) => Run<SwitchOff, SwitchOn>(first, bytes.Length, zeroIsImplied, most, out messages),
                _ => Run<SwitchOff, SwitchOff>(first, bytes.Length, zeroIsImplied, most, out messages),
            };
        }

        Messages += messages;
        return used;
    }

    /// <summary>Frees the memory of the look-ahead.</summary>
    public void Dispose() => _memory.Dispose();

    private int Run<TAhead, TQueues>(byte* bytes, int length, bool zeroIsImplied, int most, out int messages)
        where TAhead : struct, ISwitch
        where TQueues : struct, ISwitch
    {
        byte* end = bytes + length;
        byte* record = bytes;
        int index = 0;
        long dropped = 0;
        ushort* instruments = _instruments;
        while (record + 2 <= end && index < most)
        {
            byte* message = record + 2;
            int size = BinaryPrimitives.ReverseEndianness(Unsafe.ReadUnaligned<ushort>(record));
            if (size == 0)
                size = zeroIsImplied && message < end ? ItchLength.Of(*message) : 0;
            byte* next = message + size;
            // A zero length before an undefined type cannot be walked over.
            if (next > end || (size == 0 && zeroIsImplied))
                break;
            record = next;
            if (size < ItchLength.Shortest)
            {
                // Behind everything before it, like every message.
                if (TAhead.IsOn)
                    Drain<TQueues>();
                ApplyEvent(message, size, index++);
                continue;
            }

            uint instrument = instruments[ItchOrder.Locate(message)];
            if (instrument == InputEvent.NoInstrument)
                dropped++;
            else if (TAhead.IsOn)
                Advance<TQueues>(message, size, index, instrument);
            else
                ApplyMessage<SwitchOff, TQueues>(message, size, index);
            index++;
        }

        _normalizer.CountNotSubscribed(dropped);
        if (TAhead.IsOn)
            Drain<TQueues>();
        messages = index;
        return (int)(record - bytes);
    }

    private void Drain<TQueues>()
        where TQueues : struct, ISwitch
    {
        for (uint i = 0; i < LookAhead; i++)
            Advance<TQueues>(_nothing, 0, 0, 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Advance<TQueues>(byte* message, int size, int index, uint instrument)
        where TQueues : struct, ISwitch
    {
        uint newest = _newest++;
        BookSet books = _books;
        PendingMessage* ring = _ring;
        PendingMessage* pending = ring + (newest & RingMask);
        pending->Message = message;
        pending->Order = IsSound(message, size, instrument) ? message : _nothing;
        pending->Index = index;
        pending->Length = size;
        books.AskOrder<TQueues>(pending, instrument);
        books.AskLevel<TQueues>(ring + ((newest - LevelStep) & RingMask));
        books.AskPrice(ring + ((newest - PriceStep) & RingMask));
        if (TQueues.IsOn)
            books.AskTail(ring + ((newest - TailStep) & RingMask));
        pending = ring + ((newest - LookAhead) & RingMask);
        ApplyMessage<SwitchOn, TQueues>(pending->Message, pending->Length, pending->Index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void ApplyMessage<TAhead, TQueues>(byte* message, int size, int index)
        where TAhead : struct, ISwitch
        where TQueues : struct, ISwitch
    {
        ushort instrument = _instruments[ItchOrder.Locate(message)];
        byte type = *message;
        bool done = false;
        if (IsSound(message, size, instrument))
        {
            switch (type)
            {
                case (byte)'A':
                case (byte)'F':
                    done = _books.TryAdd<TAhead, TQueues>(message, instrument);
                    break;
                case (byte)'D':
                    done = _books.TryDelete<TAhead, TQueues>(message, instrument);
                    break;
                case (byte)'U':
                    done = _books.TryReplace<TAhead, TQueues>(message, instrument);
                    break;
                case (byte)'E':
                case (byte)'X':
                    // An execution that states its price may state a wrong one.
                    done = !_normalizer.StatedExecutions && _books.TryReduce<TAhead, TQueues>(message, instrument);
                    break;
                default:
                    break;
            }
        }

        if (!done && size != 0)
            ApplyEvent(message, size, index);
    }

    // Long enough to have a reference, as long as its type, of a known instrument. The rest is rare.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsSound(byte* message, int size, uint instrument) =>
        size >= ShortestOrder && size == ItchLength.Of(*message) && instrument < ItchNormalizer.UnresolvedInstrument;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ApplyEvent(byte* message, int size, int index)
    {
        ref byte first = ref Unsafe.AsRef<byte>(message);
        if (_normalizer.TryNormalize(ref first, size, _firstSequence + index, ref _event))
            _books.ApplyUndescribed(in _event);
    }
}
