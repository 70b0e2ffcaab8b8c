using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using HftGateway.Fix;

namespace HftGateway.Benchmarks.Fix;

/// <summary>
/// Encoding order messages: the template encoder against a plain field-by-field one (same bytes, no allocation either,
/// framework formatting) and against string building. Prices, quantities and times change with every call.
/// </summary>
[MemoryDiagnoser]
public class FixEncodeBenchmarks
{
    private const long StartNs = 1_767_268_800_123_456_789;

    private readonly byte[] _buffer = new byte[1024];
    private readonly FixOutboundSession _session = new(Options());
    private readonly FixOutboundSession _other = new(Options());
    private readonly NewOrder[] _orders = new NewOrder[1024];
    private readonly FixMessageTemplates _templates;
    private readonly FixWriter _writer = new("FIX.4.4", "GATEWAY", "EXCHANGE", 9);
    private readonly ClOrdId _ids = new("HG");
    private readonly byte[] _number = new byte[20];
    private ulong _sequence = 1;
    private int _next;
    private long _nowNs = StartNs;
    private ulong _plainSequence = 1;

    /// <summary>Fills the orders; a fixed seed.</summary>
    public FixEncodeBenchmarks()
    {
        _templates = new FixMessageTemplates(Options(), new FixSymbolTable(["AAPL", "MSFT"]));
        var random = new Random(1);
        for (int i = 0; i < _orders.Length; i++)
        {
            _orders[i] = new NewOrder
            {
                OrderId = (uint)random.Next(1, 1_000_000), Price = random.Next(10_000, 5_000_000) * 100L,
                Quantity = (uint)random.Next(1, 5000), Side = random.Next(2) == 0 ? FixSide.Buy : FixSide.Sell,
                OrderType = FixOrderType.Limit, TimeInForce = FixTimeInForce.Day,
                TriggerSequence = (ulong)random.NextInt64(1_000_000_000), Symbol = (ushort)random.Next(2),
            };
        }
    }

    /// <summary>NewOrderSingle by template, through the session (sequence number and order memory included).</summary>
    [Benchmark(Baseline = true)]
    public int NewOrderSingle() => _session.WriteOrder(in Next(), _nowNs, _buffer);

    /// <summary>NewOrderSingle by template alone.</summary>
    [Benchmark]
    public int Template() => _templates.Write(in Next(), _sequence++, _nowNs, _buffer);

    /// <summary>NewOrderSingle by the generated writer: the same fields, the same bytes.</summary>
    [Benchmark]
    public int Generated()
    {
        ref NewOrder order = ref Next();
        Span<byte> id = stackalloc byte[_ids.Width];
        _ids.Encode(order.OrderId, id);
        return Fix44.NewOrderSingleWriter.Begin(_writer, _sequence++, _nowNs)
            .ClOrdID(id).OrderQty(order.Quantity, 0).OrdType(Fix44.OrdType.Limit).Price(order.Price / 100, 2)
            .Side((Fix44.Side)order.Side).Symbol(order.Symbol == 0 ? "AAPL"u8 : "MSFT"u8)
            .TimeInForce(Fix44.TimeInForce.Day).TransactTime(_nowNs).Field(7001, Trigger(order.TriggerSequence))
            .End().Length;
    }

    private ReadOnlySpan<byte> Trigger(ulong sequence)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(sequence, _number, out int written);
        return _number.AsSpan(0, written);
    }

    /// <summary>OrderCancelRequest by template.</summary>
    [Benchmark]
    public int OrderCancelRequest()
    {
        ref NewOrder order = ref Next();
        var cancel = new CancelOrder
        {
            OrderId = order.OrderId, OriginalOrderId = order.OrderId, Quantity = order.Quantity, Symbol = order.Symbol,
            Side = order.Side, TriggerSequence = order.TriggerSequence,
        };
        return _session.WriteOrder(in cancel, _nowNs, _buffer);
    }

    /// <summary>A Heartbeat by the general writer.</summary>
    [Benchmark]
    public int Heartbeat() => _other.WriteHeartbeat(_buffer, _nowNs += 1000);

    /// <summary>NewOrderSingle field by field with the framework's formatting, no allocation.</summary>
    [Benchmark]
    public int PlainSpans()
    {
        ref NewOrder order = ref Next();
        var writer = new PlainWriter(_buffer);
        writer.Text("35=D\u000134=");
        writer.Number(_plainSequence++);
        writer.Text("\u000149=GATEWAY\u000152=");
        writer.Time(_nowNs);
        writer.Text("\u000156=EXCHANGE\u000111=HG");
        writer.Padded(order.OrderId);
        writer.Text("\u000138=");
        writer.Number(order.Quantity);
        writer.Text("\u000140=2\u000144=");
        writer.Price(order.Price);
        writer.Text("\u000154=");
        writer.Text(order.Side == FixSide.Buy ? "1" : "2");
        writer.Text("\u000155=");
        writer.Text(order.Symbol == 0 ? "AAPL" : "MSFT");
        writer.Text("\u000159=0\u000160=");
        writer.Time(_nowNs);
        writer.Text("\u00017001=");
        writer.Number(order.TriggerSequence);
        writer.Text("\u0001");
        return writer.Finish();
    }

    /// <summary>NewOrderSingle by string interpolation.</summary>
    [Benchmark]
    public int Strings()
    {
        ref NewOrder order = ref Next();
        DateTime time = DateTime.UnixEpoch.AddTicks(_nowNs / 100);
        string text = time.ToString("yyyyMMdd-HH:mm:ss.fffffff", CultureInfo.InvariantCulture) + "00";
        string body = string.Create(CultureInfo.InvariantCulture,
            $"35=D\u000134={_plainSequence++}\u000149=GATEWAY\u000152={text}\u000156=EXCHANGE\u0001"
            + $"11=HG{order.OrderId:0000000000}\u0001"
            + $"38={order.Quantity}\u000140=2\u000144={order.Price / 10_000m:0.00##}\u000154={(char)order.Side}\u0001"
            + $"55={(order.Symbol == 0 ? "AAPL" : "MSFT")}\u000159=0\u000160={text}\u0001"
            + $"7001={order.TriggerSequence}\u0001");
        string message = $"8=FIX.4.4\u00019={body.Length}\u0001{body}";
        int length = Encoding.ASCII.GetBytes(message, _buffer), sum = 0;
        for (int i = 0; i < length; i++)
            sum += _buffer[i];
        return length + Encoding.ASCII.GetBytes($"10={sum % 256:000}\u0001", _buffer.AsSpan(length));
    }

    internal ReadOnlySpan<byte> Written(int length) => _buffer.AsSpan(0, length);

    private static FixSessionOptions Options() => new()
    {
        SenderCompId = "GATEWAY", TargetCompId = "EXCHANGE", ClOrdIdPrefix = "HG", Symbols = ["AAPL", "MSFT"],
        TimestampDigits = 9,
    };

    private ref NewOrder Next()
    {
        _nowNs += 1_234_567;
        return ref _orders[_next++ & 1023];
    }

    private ref struct PlainWriter(Span<byte> destination)
    {
        private const int BodyStart = 16;
        private readonly Span<byte> _destination = destination;
        private int _length = BodyStart;

        internal void Text(string text)
        {
            foreach (char c in text)
                _destination[_length++] = (byte)c;
        }

        internal void Number(ulong value)
        {
            System.Buffers.Text.Utf8Formatter.TryFormat(value, _destination[_length..], out int written);
            _length += written;
        }

        internal void Padded(ulong value)
        {
            System.Buffers.Text.Utf8Formatter.TryFormat(value, _destination[_length..], out int written, new('D', 10));
            _length += written;
        }

        internal void Price(long price)
        {
            (price / 10_000m).TryFormat(
                _destination[_length..], out int written, "0.00##", CultureInfo.InvariantCulture);
            _length += written;
        }

        internal void Time(long utcNs)
        {
            DateTime time = DateTime.UnixEpoch.AddTicks(utcNs / 100);
            time.TryFormat(
                _destination[_length..], out int written, "yyyyMMdd-HH:mm:ss.fffffff", CultureInfo.InvariantCulture);
            _length += written;
            Text("00");
        }

        internal int Finish()
        {
            int end = _length;
            _length = 0;
            Text("8=FIX.4.4\u00019=");
            Number((ulong)(end - BodyStart));
            Text("\u0001");
            int sum = 0;
            for (int i = 0; i < end; i++)
                sum += _destination[i];
            _length = end;
            Text("10=");
            System.Buffers.Text.Utf8Formatter.TryFormat(
                sum % 256, _destination[_length..], out int written, new('D', 3));
            _length += written;
            Text("\u0001");
            return _length;
        }
    }
}
