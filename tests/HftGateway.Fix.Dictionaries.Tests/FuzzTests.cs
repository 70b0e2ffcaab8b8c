using System.Globalization;
using System.Text;
using HftGateway.Fix;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Dictionaries.Tests;

/// <summary>
/// Mutated messages through framing, header, validator, walker and generated readers: no exception, no endless loop, and the
/// answers agree with each other. HFTGATEWAY_FIX_FUZZ sets the number of messages, HFTGATEWAY_FIX_SEED the seed.
/// </summary>
public sealed class FuzzTests
{
    private static readonly string[] Seeds =
    [
        "35=D|34=7|49=S|52=20260105-10:00:00.123|56=T|11=a|78=2|79=A|539=1|524=N|804=2|545=x|805=1|545=y|79=B|80=3|55=X|54=1|"
            + "60=20260105-10:00:00|38=100|40=2|44=1.5|354=3|355=a|b|",
        "35=8|34=2|49=S|52=20260105-10:00:00|56=T|627=1|628=H|37=o|17=e|150=F|39=1|55=X|54=1|151=1|14=1|6=1.25|555=2|600=A|539=1|"
            + "524=P|804=1|545=S|566=1|600=B|58=t|",
        "35=A|34=1|49=S|52=20260105-10:00:00|56=T|98=0|108=30|95=3|96=x|y|384=2|372=D|385=S|372=8|385=R|93=3|89=a|b|",
        "35=W|34=3|49=S|52=20260105-10:00:00|56=T|55=X|268=2|269=0|270=1.5|271=10|269=1|270=1.6|271=20|273=10:00:00.123|",
        "35=3|34=4|49=S|52=20260105-10:00:00|56=T|45=2|371=55|372=D|373=1|58=Required tag missing|",
    ];

    private readonly FixMessageValidator _all = new(new FixMessageSchema(FixDictionaries.Get("FIX.4.4")));
    private readonly FixMessageValidator _lenient = new(new FixMessageSchema(FixDictionaries.Get("FIX.4.4")), new FixValidationOptions
    {
        AllowUnknownTags = true, CheckUserDefinedTags = false, CheckDuplicateTags = false, CheckEmptyValues = false,
        CheckEnumValues = false, CheckFieldOrder = false, CheckFormats = false, CheckGroupCounts = false,
        CheckGroupOrder = false, CheckRequiredTags = false,
    });

    private readonly FixIndex _index = new();
    private readonly FixIndex _mappedIndex = new();
    private readonly FixFieldMap _map = new();

    [Fact]
    public void ShouldSurviveMutatedMessages()
    {
        int count = FastParserTests.Count("HFTGATEWAY_FIX_FUZZ", 100_000);
        int seed = FastParserTests.Count("HFTGATEWAY_FIX_SEED", 1);
        var random = new Random(seed);
        byte[][] bodies = [.. Seeds.Select(s => Encoding.ASCII.GetBytes(s.Replace('|', '\u0001')))];
        byte[] buffer = new byte[2048], start = new byte[32];
        long framed = 0, valid = 0;
        for (int i = 0; i < count; i++)
        {
            int length = Mutate(bodies[random.Next(bodies.Length)], bodies, buffer, random);
            int total = Frame(buffer, length, random, start);
            if (!FixFrame.TryCreate(buffer.AsSpan(0, total), out FixFrame frame))
                continue;
            framed++;
            try
            {
                valid += Check(frame) ? 1 : 0;
            }
            catch (Exception error)
            {
                string text = Encoding.Latin1.GetString(buffer, 0, total).Replace('\u0001', '|');
                Assert.Fail($"message {i} of seed {seed}: {error.GetType().Name} {error.Message}: {text}");
            }
        }
        Assert.True(framed > count / 2, $"only {framed} of {count} were framed");
        Assert.True(valid > 0 && valid < framed, $"{valid} of {framed} were valid");
    }

    private bool Check(in FixFrame frame)
    {
        FixHeader.Parse(frame, out _);
        FixValidationResult strict = _all.Validate(frame), lenient = _lenient.Validate(frame);
        if (strict.IsValid && !lenient.IsValid)
            throw new InvalidOperationException($"valid, but not without checks: {lenient.Reason} {lenient.RefTag}");
        var walker = new FixFieldWalker(frame, _all.Schema);
        int fields = 0, next = frame.FieldsOffset;
        while (walker.MoveNext())
        {
            if (walker.FieldOffset != next || walker.NextOffset <= next)
                throw new InvalidOperationException("the walker left a hole");
            next = walker.NextOffset;
            fields++;
        }
        if (next != frame.TrailerOffset)
            throw new InvalidOperationException("the walker stopped before the end");
        if (!FixFrame.TryCreate(frame.Bytes, _map, out FixFrame mapped))
            throw new InvalidOperationException("framed without a map, but not with one");
        switch (frame.MsgType)
        {
            case FixMsgType.NewOrderSingle:
                FixParseResult result = Fix44.NewOrderSingleReader.TryRead(frame, _index, out var order);
                Same(result, Fix44.NewOrderSingleReader.TryRead(mapped, _mappedIndex, out var order2));
                return Read(result, strict, fields) && Walk(order) >= 0 && Walk(order) == Walk(order2) && strict.IsValid;
            case FixMsgType.ExecutionReport:
                result = Fix44.ExecutionReportReader.TryRead(frame, _index, out var report);
                Same(result, Fix44.ExecutionReportReader.TryRead(mapped, _mappedIndex, out var report2));
                return Read(result, strict, fields) && Walk(report) >= 0 && Walk(report) == Walk(report2) && strict.IsValid;
            default:
                return strict.IsValid;
        }
    }

    // Reading by the order of earlier messages finds what taking apart finds.
    private void Same(FixParseResult plain, FixParseResult mapped)
    {
        bool same = plain.IsOk == mapped.IsOk && plain.Tag == mapped.Tag && plain.Error == mapped.Error
            && (!plain.IsOk || _index.Count == _mappedIndex.Count);
        for (int i = 0; same && plain.IsOk && i < _index.Count; i++)
            same = _index.TagAt(i) == _mappedIndex.TagAt(i) && _index.RangeAt(i) == _mappedIndex.RangeAt(i);
        for (int slot = 0; same && plain.IsOk && slot < 40; slot++)
            same = _index.Slot(slot) == _mappedIndex.Slot(slot) && _index.EntryOfSlot(slot) == _mappedIndex.EntryOfSlot(slot);
        if (!same)
            throw new InvalidOperationException($"{plain} and {_index.Count} fields, by the order {mapped} and {_mappedIndex.Count}");
    }

    // A valid message can be read, and the index has all its fields.
    private bool Read(FixParseResult result, FixValidationResult strict, int fields)
    {
        if (strict.IsValid && (!result.IsOk || _index.Count != fields))
            throw new InvalidOperationException($"valid, but the reader says {result} and has {_index.Count} of {fields} fields");
        return result.IsOk;
    }

    private static long Walk(Fix44.NewOrderSingleReader order)
    {
        long sum = order.ClOrdID.Length + order.Text.Length + (long)order.SecurityType + (int)order.Side + order.EncodedText.Length;
        order.TryGetPrice(8, out long price);
        order.TryGetTransactTime(out _);
        Fix44.AllocsGroup allocs = order.Allocs;
        while (allocs.MoveNext())
        {
            sum += allocs.AllocAccount.Length + 1;
            Fix44.NestedPartyIDsGroup parties = allocs.NestedPartyIDs;
            while (parties.MoveNext())
            {
                Fix44.NestedPartySubIDsGroup subs = parties.NestedPartySubIDs;
                while (subs.MoveNext())
                    sum += subs.NestedPartySubID.Length + 1;
            }
        }
        return Math.Abs(sum + (price & 0xFF));
    }

    private static long Walk(Fix44.ExecutionReportReader report)
    {
        long sum = report.Text.Length + report.OrderID.Length + (int)report.OrdStatus;
        report.TryGetLastPx(4, out _);
        report.TryGetAvgPx(4, out _);
        Fix44.LegsGroup legs = report.Legs;
        while (legs.MoveNext())
        {
            sum += legs.LegSymbol.Length + 1;
            Fix44.NestedPartyIDsGroup parties = legs.NestedPartyIDs;
            while (parties.MoveNext())
                sum += parties.NestedPartyID.Length + 1;
        }
        return sum;
    }

    // Bytes changed, fields moved, repeated, dropped, or taken from another message.
    private static int Mutate(byte[] body, byte[][] others, byte[] buffer, Random random)
    {
        Span<byte> mutated = buffer.AsSpan(32);
        body.CopyTo(mutated);
        int length = body.Length;
        for (int n = random.Next(4); n > 0; n--)
        {
            switch (random.Next(4))
            {
                case 0:
                    mutated[random.Next(5, length)] = "0123456789=.\u0001-YX \u0001"u8[random.Next(18)];
                    break;
                case 1:
                    (int at, int size) = Field(mutated[..length], random);
                    if (at < 5)
                        break;
                    mutated[(at + size)..length].CopyTo(mutated[at..]);
                    length -= size;
                    break;
                default:
                    byte[] from = others[random.Next(others.Length)];
                    (int source, int bytes) = Field(from, random);
                    (int target, _) = Field(mutated[..length], random);
                    if (target < 5 || source < 5 || length + bytes > 1500)
                        break;
                    mutated[target..length].CopyTo(mutated[(target + bytes)..]);
                    from.AsSpan(source, bytes).CopyTo(mutated[target..]);
                    length += bytes;
                    break;
            }
        }
        if (mutated[length - 1] != 1)
            mutated[length++] = 1;
        return length;
    }

    private static (int Offset, int Bytes) Field(ReadOnlySpan<byte> message, Random random)
    {
        int at = random.Next(message.Length);
        int start = message[..at].LastIndexOf((byte)1) + 1, end = message[at..].IndexOf((byte)1);
        return (start, (end < 0 ? message.Length : at + end + 1) - start);
    }

    // Length and checksum made right, but for one in sixteen.
    private static int Frame(byte[] buffer, int length, Random random, byte[] start)
    {
        "8=FIX.4.4\u00019="u8.CopyTo(start);
        System.Buffers.Text.Utf8Formatter.TryFormat(length, start.AsSpan(12), out int digits);
        start[12 + digits] = 1;
        int begin = 13 + digits;
        buffer.AsSpan(32, length).CopyTo(buffer.AsSpan(begin));
        start.AsSpan(0, begin).CopyTo(buffer);
        int end = begin + length, sum = FixChecksum.Sum(buffer.AsSpan(0, end));
        "10=000\u0001"u8.CopyTo(buffer.AsSpan(end));
        buffer[end + 3] = (byte)('0' + (sum / 100));
        buffer[end + 4] = (byte)('0' + (sum / 10 % 10));
        buffer[end + 5] = (byte)('0' + (sum % 10));
        if (random.Next(16) == 0)
            buffer[random.Next(end + 7)] ^= 1;
        return end + 7;
    }
}
