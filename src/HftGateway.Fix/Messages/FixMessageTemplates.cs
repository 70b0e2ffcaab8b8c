using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace HftGateway.Fix;

/// <summary>
/// Encodes the three order messages by copying prepared pieces and writing numbers between them, left to right.
/// Standard
/// header in the usual order, body in ascending tags, no leading zeros except in ClOrdIDs and CheckSum.
/// <para><b>Threading.</b> One thread (the time's text is cached).</para>
/// <para><b>Invariants.</b> Writes inside the destination only. With less room than the message needs nothing is
/// returned; bytes of the destination behind the returned length may be overwritten. Does not own a sequence number:
/// see
/// <see cref="FixOutboundSession"/>.</para>
/// <para><b>Limits.</b> <see cref="MaxMessageBytes"/>; a destination at least that long is written directly, a
/// shorter one
/// through a scratch buffer. BodyLength always has three digits: CompIDs, prefixes and symbols are capped for
/// that.</para>
/// <para><b>Checksum.</b> Summed while writing: pieces and symbols know their sums, digits are summed in the register they
/// are made in. Reading the message again would wait for its own stores to reach the cache.</para>
/// <para><b>Cost.</b> perf/README.md, <c>fix: encode NewOrderSingle</c>.</para>
/// <para><b>Reference.</b> FIX 4.2 (HandlInst required), 4.4 volume 4, 5.0 SP2: NewOrderSingle, OrderCancelRequest,
/// OrderCancelReplaceRequest. What they need otherwise is the same.</para>
/// </summary>
public sealed unsafe class FixMessageTemplates
{
    /// <summary>No order message is longer.</summary>
    public const int MaxMessageBytes = 640;

    /// <summary>An answer instead of a length: the order has a value that must not be sent.</summary>
    public const int Refused = -1;

    // Counted from the second byte of a message over FIXT, whose BeginString is a byte longer.
    private const int LengthHole = 12; // behind "8=FIX.4.4|9="
    private const int BodyStart = 16;
    private const uint Soh = FixFields.Soh;

    private readonly byte[] _scratch = GC.AllocateArray<byte>(MaxMessageBytes, pinned: true);
    private readonly byte[] _pieces = GC.AllocateArray<byte>(1024, pinned: true);
    private readonly byte* _start;       // "8=FIX.4.4|9=000|35=?|34=", 24 bytes and _shift
    private readonly byte* _sender;      // "|49=SENDER|52="
    private readonly byte* _target;      // "|56=TARGET|11=PREFIX"
    private readonly byte* _original;    // "|41=PREFIX"
    private readonly byte* _trigger;     // "|7001="
    private readonly int _shift;         // 1 over FIXT, else 0
    private readonly int _senderBytes;
    private readonly int _targetBytes;
    private readonly int _originalBytes;
    private readonly int _triggerBytes;
    private readonly uint _beginSum;     // of the three pieces that begin every message, the zeros of BodyLength included
    private readonly uint _originalSum;
    private readonly uint _triggerSum;
    private readonly int _priceDecimals;
    private readonly bool _handlInst;
    private readonly FixSymbolTable _symbols;
    private readonly FixTimestamp _timestamp;

    /// <summary>Prepares the pieces for a session.</summary>
    public FixMessageTemplates(FixSessionOptions options, FixSymbolTable symbols)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(symbols);
        options.Validate();
        _symbols = symbols;
        _timestamp = new FixTimestamp(options.TimestampDigits);
        _priceDecimals = options.PriceDecimals;
        _handlInst = options.SendHandlInst || options.Version == FixVersion.Fix42;
        byte* next = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pieces));
        _start = Piece(ref next, $"8={options.Version.BeginString()}\u00019=000\u000135=?\u000134=", out int startBytes);
        _shift = startBytes - 24;
        _sender = Piece(ref next, $"\u000149={options.SenderCompId}\u000152=", out _senderBytes);
        _target = Piece(ref next, $"\u000156={options.TargetCompId}\u000111={options.ClOrdIdPrefix}", out _targetBytes);
        _original = Piece(ref next, $"\u000141={options.ClOrdIdPrefix}", out _originalBytes);
        _trigger = Piece(ref next, options.TriggerTag == 0 ? "" : $"\u0001{options.TriggerTag}=", out _triggerBytes);
        _beginSum = FixDigits.Sum(_start, startBytes) - '?' + FixDigits.Sum(_sender, _senderBytes)
            + FixDigits.Sum(_target, _targetBytes);
        _originalSum = FixDigits.Sum(_original, _originalBytes);
        _triggerSum = FixDigits.Sum(_trigger, _triggerBytes);
    }

    /// <summary>Encodes a NewOrderSingle.</summary>
    /// <param name="order">The order.</param>
    /// <param name="sequence">MsgSeqNum [34].</param>
    /// <param name="utcNs">SendingTime [52] and TransactTime [60].</param>
    /// <param name="destination">Where to write.</param>
    /// <returns>Bytes written; 0 when the destination is too short; <see cref="Refused"/> for a bad order.</returns>
    public int Write(in NewOrder order, ulong sequence, long utcNs, Span<byte> destination)
    {
        if (destination.Length < MaxMessageBytes)
            return CopyIfItFits(Write(order, sequence, utcNs, _scratch), destination);
        if (order.OrderId == 0 || order.Quantity == 0 || order.Symbol >= _symbols.Count
            || !IsValid(order.Side) || !IsValid(order.OrderType, order.TimeInForce))
            return Refused;
        fixed (byte* first = destination)
        {
            byte* message = first + _shift;
            byte* p = Begin(message, 'D', sequence, utcNs, order.OrderId, out FixTimestamp.Text time, out uint sum);
            p = Flags(p, order.PostOnly, ref sum);
            p = FixDigits.Write(
                Tag(p, Soh | ('3' << 8) | ('8' << 16) | ('=' << 24), ref sum), order.Quantity, ref sum);
            p = OrderType(p, order.OrderType, ref sum);
            if (order.OrderType == FixOrderType.Limit)
                p = FixDigits.WritePrice(
                    Tag(p, Soh | ('4' << 8) | ('4' << 16) | ('=' << 24), ref sum), order.Price, _priceDecimals, ref sum);
            p = SideAndSymbol(p, order.Side, order.Symbol, ref sum);
            p = TimeInForceTag(p, order.TimeInForce, ref sum);
            return End(message, p, in time, order.TriggerSequence, sum);
        }
    }

    /// <summary>Encodes an OrderCancelReplaceRequest; parameters and result as for a new order.</summary>
    public int Write(in ReplaceOrder order, ulong sequence, long utcNs, Span<byte> destination)
    {
        if (destination.Length < MaxMessageBytes)
            return CopyIfItFits(Write(order, sequence, utcNs, _scratch), destination);
        if (order.OrderId == 0 || order.OriginalOrderId == 0 || order.Quantity == 0 || order.Symbol >= _symbols.Count
            || !IsValid(order.Side) || !IsValid(order.OrderType, order.TimeInForce))
            return Refused;
        fixed (byte* first = destination)
        {
            byte* message = first + _shift;
            byte* p = Begin(message, 'G', sequence, utcNs, order.OrderId, out FixTimestamp.Text time, out uint sum);
            p = Flags(p, order.PostOnly, ref sum);
            p = FixDigits.Write(
                Tag(p, Soh | ('3' << 8) | ('8' << 16) | ('=' << 24), ref sum), order.Quantity, ref sum);
            p = OrderType(p, order.OrderType, ref sum);
            p = Original(p, order.OriginalOrderId, ref sum);
            if (order.OrderType == FixOrderType.Limit)
                p = FixDigits.WritePrice(
                    Tag(p, Soh | ('4' << 8) | ('4' << 16) | ('=' << 24), ref sum), order.Price, _priceDecimals, ref sum);
            p = SideAndSymbol(p, order.Side, order.Symbol, ref sum);
            p = TimeInForceTag(p, order.TimeInForce, ref sum);
            return End(message, p, in time, order.TriggerSequence, sum);
        }
    }

    /// <summary>Encodes an OrderCancelRequest; parameters and result as for a new order.</summary>
    public int Write(in CancelOrder order, ulong sequence, long utcNs, Span<byte> destination)
    {
        if (destination.Length < MaxMessageBytes)
            return CopyIfItFits(Write(order, sequence, utcNs, _scratch), destination);
        if (order.OrderId == 0 || order.OriginalOrderId == 0 || order.Quantity == 0 || order.Symbol >= _symbols.Count
            || !IsValid(order.Side))
            return Refused;
        fixed (byte* first = destination)
        {
            byte* message = first + _shift;
            byte* p = Begin(message, 'F', sequence, utcNs, order.OrderId, out FixTimestamp.Text time, out uint sum);
            p = FixDigits.Write(
                Tag(p, Soh | ('3' << 8) | ('8' << 16) | ('=' << 24), ref sum), order.Quantity, ref sum);
            p = Original(p, order.OriginalOrderId, ref sum);
            p = SideAndSymbol(p, order.Side, order.Symbol, ref sum);
            return End(message, p, in time, order.TriggerSequence, sum);
        }
    }

    // Every piece of text below begins with the SOH of the field before it; SideAndSymbol ends with its own.

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Begin(
        byte* message, char type, ulong sequence, long utcNs, uint orderId, out FixTimestamp.Text time, out uint sum)
    {
        time = _timestamp.Format(utcNs);
        sum = _beginSum + type + (2 * time.Sum);
        Vector256.Load(_start).Store(message - _shift);
        message[BodyStart + 3] = (byte)type;
        byte* p = FixDigits.Write(message + 24, sequence, ref sum);
        p = Copy(p, _sender, _senderBytes);
        p = _timestamp.Store(p, in time);
        p = Copy(p, _target, _targetBytes);
        return ClOrdId.WriteDigits(p, orderId, ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int End(byte* message, byte* p, in FixTimestamp.Text time, ulong trigger, uint sum)
    {
        *(uint*)p = '6' | ('0' << 8) | ('=' << 16);
        p = _timestamp.Store(p + 3, in time);
        if (_triggerBytes != 0)
        {
            *(ulong*)p = *(ulong*)_trigger;
            sum += _triggerSum;
            p = FixDigits.Write(p + _triggerBytes, trigger, ref sum);
        }
        *p++ = FixFields.Soh;
        uint length = (uint)(p - message) - BodyStart;
        // Three digits and SOH over the hole in one store.
        uint digits = FixDigits.FourRaw(length);
        *(uint*)(message + LengthHole) = ((digits | 0x30303030) >> 8) | (Soh << 24);
        sum += ((digits * 0x01010101) >> 24) + FixDigits.Sum('6' | ('0' << 8) | ('=' << 16) | (Soh << 24));
        return (int)(FixChecksum.WriteTrailer(p, sum & 0xFF) - message) + _shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Flags(byte* p, byte postOnly, ref uint sum)
    {
        if (postOnly != 0)
        {
            *(ulong*)p = Soh | ('1' << 8) | ('8' << 16) | ((uint)'=' << 24) | ((ulong)'6' << 32);
            sum += FixDigits.Sum(Soh | ('1' << 8) | ('8' << 16) | ((uint)'=' << 24)) + '6';
            p += 5;
        }
        if (_handlInst)
        {
            *(ulong*)p = Soh | ('2' << 8) | ('1' << 16) | ((uint)'=' << 24) | ((ulong)'1' << 32);
            sum += FixDigits.Sum(Soh | ('2' << 8) | ('1' << 16) | ((uint)'=' << 24)) + '1';
            p += 5;
        }
        return p;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Tag(byte* p, uint text, ref uint sum)
    {
        *(uint*)p = text;
        sum += FixDigits.Sum(text);
        return p + 4;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* OrderType(byte* p, FixOrderType type, ref uint sum)
    {
        *(ulong*)p = Soh | ('4' << 8) | ('0' << 16) | ((uint)'=' << 24) | ((ulong)type << 32);
        sum += FixDigits.Sum(Soh | ('4' << 8) | ('0' << 16) | ((uint)'=' << 24)) + (uint)type;
        return p + 5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* TimeInForceTag(byte* p, FixTimeInForce timeInForce, ref uint sum)
    {
        *(ulong*)p = '5' | ('9' << 8) | ('=' << 16) | ((uint)timeInForce << 24) | ((ulong)Soh << 32);
        sum += FixDigits.Sum('5' | ('9' << 8) | ('=' << 16) | (Soh << 24)) + (uint)timeInForce;
        return p + 5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* Original(byte* p, uint orderId, ref uint sum)
    {
        sum += _originalSum;
        return ClOrdId.WriteDigits(Copy(p, _original, _originalBytes), orderId, ref sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private byte* SideAndSymbol(byte* p, FixSide side, int symbol, ref uint sum)
    {
        *(ulong*)p = Soh | ('5' << 8) | ('4' << 16) | ((uint)'=' << 24) | ((ulong)side << 32) | ((ulong)Soh << 40);
        p += 6;
        ref byte field = ref Unsafe.AsRef(in _symbols.Field(symbol));
        Vector256.LoadUnsafe(in field).Store(p);
        sum += FixDigits.Sum(Soh | ('5' << 8) | ('4' << 16) | ((uint)'=' << 24)) + (uint)side + Soh
            + Unsafe.Add(ref field, FixSymbolTable.Stride - 2);
        return p + Unsafe.Add(ref field, FixSymbolTable.Stride - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* Copy(byte* p, byte* piece, int length)
    {
        Vector256.Load(piece).Store(p);
        for (int at = 32; at < length; at += 32)
            Vector256.Load(piece + at).Store(p + at);
        return p + length;
    }

    private int CopyIfItFits(int length, Span<byte> destination)
    {
        if (length <= 0)
            return length;
        return _scratch.AsSpan(0, length).TryCopyTo(destination) ? length : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid(FixSide side) =>
        side is FixSide.Buy or FixSide.Sell or FixSide.SellShort or FixSide.SellShortExempt;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsValid(FixOrderType type, FixTimeInForce timeInForce) =>
        type is FixOrderType.Limit or FixOrderType.Market
        && timeInForce is FixTimeInForce.Day or FixTimeInForce.ImmediateOrCancel;

    private static byte* Piece(ref byte* next, string text, out int length)
    {
        byte* piece = next;
        length = Encoding.ASCII.GetBytes(text, new Span<byte>(piece, text.Length));
        next += (length + 63) / 32 * 32; // whole vectors, with zeroes behind the text
        return piece;
    }
}
