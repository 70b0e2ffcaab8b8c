using System.Globalization;
using System.Text;
using BenchmarkDotNet.Attributes;
using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Benchmarks.Fix;

/// <summary>
/// Reading an ExecutionReport of 289 bytes: framing with its checksum, the session's checks, the report's fields, and
/// all three, against splitting into strings.
/// </summary>
[MemoryDiagnoser]
public class FixParseBenchmarks
{
    private const long NowNs = 1_767_268_800_123_456_789;

    private readonly ClOrdId _ids = new("HG");
    private readonly FixFrameReader _reader = new();
    private readonly FixFieldMap _map = new();
    private readonly byte[] _message;
    private readonly byte[][] _stream = new byte[9000][];
    private FixInboundSession _session = Session();
    private readonly FixIndex _index = new();
    private readonly FixMessageValidator _validator = new(new FixMessageSchema(FixDictionaries.Get("FIX.4.4")));
    private int _next;
    private int _nextRead;

    /// <summary>Makes the messages.</summary>
    public FixParseBenchmarks()
    {
        for (int i = 0; i < _stream.Length; i++)
            _stream[i] = Message(1000 + i);
        _message = _stream[0];
        if (_message.Length != 289)
            throw new InvalidOperationException($"the report has {_message.Length} bytes");
    }

    /// <summary>Receive, frame, check the session's rules, read the report.</summary>
    [Benchmark(Baseline = true)]
    public long ReceiveCheckAndParse()
    {
        if (_next == _stream.Length)
        {
            _next = 0;
            _session = Session();
        }
        byte[] message = _stream[_next++];
        message.CopyTo(_reader.GetFree());
        _reader.Advance(message.Length);
        if (_reader.TryRead(out FixFrame frame) != FrameResult.Frame)
            throw new InvalidOperationException("not framed");
        _session.OnFrame(frame, NowNs, out SessionAction action);
        if (!action.Has(SessionDo.Deliver))
            throw new InvalidOperationException("not delivered");
        return ExecutionReportFields.Parse(frame, action.BodyFieldsOffset, _ids, out ExecutionReportFields report).IsOk
            ? report.LastPrice
            : -1;
    }

    /// <summary>Framing and checksum only.</summary>
    [Benchmark]
    public int Frame()
    {
        _message.CopyTo(_reader.GetFree());
        _reader.Advance(_message.Length);
        return _reader.TryRead(out FixFrame frame) == FrameResult.Frame ? frame.FieldsOffset : -1;
    }

    /// <summary>Header only.</summary>
    [Benchmark]
    public ulong Header()
    {
        FixFrame.TryCreate(_message, out FixFrame frame);
        FixHeader.Parse(frame, out FixHeader header);
        return header.Sequence;
    }

    /// <summary>The report's fields, framing included.</summary>
    [Benchmark]
    public long FrameAndReport()
    {
        FixFrame.TryCreate(_message, out FixFrame frame);
        return ExecutionReportFields.Parse(frame, frame.FieldsOffset, _ids, out ExecutionReportFields report).IsOk
            ? report.LastPrice
            : -1;
    }

    /// <summary>Framing, checksum, header and report to typed fields.</summary>
    [Benchmark]
    public long FrameHeaderAndReport()
    {
        FixFrame.TryCreate(NextMessage(), _map, out FixFrame frame);
        FixHeader.Parse(frame, out FixHeader header);
        return ExecutionReportFields.Parse(frame, header.BodyFieldsOffset, _ids, out ExecutionReportFields report).IsOk
            ? report.LastPrice + (long)header.Sequence
            : throw new InvalidOperationException("not read");
    }

    /// <summary>The same with the generated reader: every field of the message to its type.</summary>
    [Benchmark]
    public long Generated()
    {
        FixFrame.TryCreate(NextMessage(), _map, out FixFrame frame);
        FixHeader.Parse(frame, out FixHeader header);
        if (!Fix44.ExecutionReportReader.TryRead(frame, _index, out Fix44.ExecutionReportReader r).IsOk)
            throw new InvalidOperationException("not read");
        r.TryGetAvgPx(4, out long average);
        r.TryGetCumQty(0, out long filled);
        r.TryGetLastPx(4, out long price);
        r.TryGetLastQty(0, out long quantity);
        r.TryGetOrderQty(0, out long total);
        r.TryGetPrice(4, out long limit);
        r.TryGetTransactTime(out long time);
        r.TryGetLeavesQty(0, out long leaves);
        return (long)header.Sequence + average + filled + price + quantity + total + limit + time + leaves
            + r.ClOrdID.Length + r.ExecID.Length + r.OrderID.Length + r.OrigClOrdID.Length + r.Symbol.Length + r.Text.Length
            + (int)r.OrdStatus + (int)r.OrdType + (int)r.Side + (int)r.TimeInForce + (int)r.ExecType;
    }

    /// <summary>Framing and every check of the dictionary.</summary>
    [Benchmark]
    public bool Validate()
    {
        FixFrame.TryCreate(NextMessage(), out FixFrame frame);
        return _validator.Validate(frame).IsValid ? true : throw new InvalidOperationException("not valid");
    }

    private byte[] NextMessage()
    {
        if (++_nextRead == _stream.Length)
            _nextRead = 0;
        return _stream[_nextRead];
    }

    /// <summary>Walking over all fields.</summary>
    [Benchmark]
    public int Walk()
    {
        var fields = new FixFields(_message, 0, _message.Length);
        int sum = 0;
        while (fields.MoveNext())
            sum += fields.Tag;
        return sum;
    }

    /// <summary>Split into strings and a dictionary, checksum by loop, decimals: how it is written first.</summary>
    [Benchmark]
    public long Strings()
    {
        int sum = 0;
        for (int i = 0; i < _message.Length - 7; i++)
            sum += _message[i];
        var fields = new Dictionary<int, string>();
        string text = Encoding.ASCII.GetString(_message);
        foreach (string field in text.Split('\u0001', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = field.IndexOf('=', StringComparison.Ordinal);
            fields[int.Parse(field.AsSpan(0, equals), CultureInfo.InvariantCulture)] = field[(equals + 1)..];
        }
        if (int.Parse(fields[10], CultureInfo.InvariantCulture) != sum % 256)
            return -1;
        long quantity = long.Parse(fields[32], CultureInfo.InvariantCulture)
            + long.Parse(fields[151], CultureInfo.InvariantCulture)
            + long.Parse(fields[14], CultureInfo.InvariantCulture)
            + long.Parse(fields[38], CultureInfo.InvariantCulture);
        return quantity + (long)(decimal.Parse(fields[31], CultureInfo.InvariantCulture) * 10_000)
            + DateTime.ParseExact(fields[60], "yyyyMMdd-HH:mm:ss.ffffff", CultureInfo.InvariantCulture).Ticks;
    }

    private static FixInboundSession Session()
    {
        var session = new FixInboundSession(
            new FixSessionOptions { SenderCompId = "GATEWAY", TargetCompId = "EXCHANGE", ConfirmAfterLogon = false },
            999);
        session.OnConnected(NowNs);
        FixFrame.TryCreate(
            Build("35=A|34=999|49=EXCHANGE|52=20260101-12:00:00.123456|56=GATEWAY|98=0|108=30|"), out FixFrame logon);
        session.OnFrame(logon, NowNs, out _);
        return session;
    }

    private static byte[] Message(int sequence) => Build(
        $"35=8|34={sequence}|49=EXCHANGE|52=20260101-12:00:00.123456|56=GATEWAY|6=123.4500|"
        + $"11=HG0000000042|14=60|17=20260101000{sequence}|"
        + "31=123.4500|32=10|37=90000117|38=100|39=1|40=2|41=HG0000000041|44=123.5000|"
        + "54=1|55=AAPL|58=partial fill|59=0|"
        + "60=20260101-12:00:00.123400|150=F|151=40|");

    private static byte[] Build(string fields)
    {
        string body = fields.Replace('|', '\u0001');
        string start = $"8=FIX.4.4\u00019={body.Length}\u0001{body}";
        int sum = 0;
        foreach (char c in start)
            sum += c;
        return Encoding.ASCII.GetBytes($"{start}10={sum % 256:000}\u0001");
    }
}
