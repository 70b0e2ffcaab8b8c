namespace HftGateway.Fix.Tests;

public sealed class FixFieldsTests
{
    private static List<(int Tag, string Value, FixParseError Error)> Walk(
        ReadOnlySpan<byte> bytes, int offset, int end)
    {
        var result = new List<(int, string, FixParseError)>();
        var fields = new FixFields(bytes, offset, end);
        int last = -1;
        while (fields.MoveNext())
        {
            Assert.True(fields.FieldOffset > last);
            last = fields.FieldOffset;
            Assert.Equal(Naive.Text(fields.Value), Naive.Text(bytes.Slice(fields.Range.Offset, fields.Range.Length)));
            result.Add((fields.Tag, Naive.Text(fields.Value), fields.Error));
        }
        Assert.Equal(end, fields.NextOffset);
        return result;
    }

    private static List<(int Tag, string Value, FixParseError Error)> Walk(string text)
    {
        byte[] bytes = Naive.Raw(text);
        return Walk(bytes, 0, bytes.Length);
    }

    [Theory]
    [InlineData("1=a|22=bb|333=ccc|4444=dddd|55555=e|666666=f|7777777=g|")]
    [InlineData("1=a|")]
    [InlineData("58=x=y==|60=|44=1|")]
    public void ShouldYieldTagsAndValuesWhenFieldsAreWellFormed(string text)
    {
        string[] parts = text.TrimEnd('|').Split('|');
        List<(int Tag, string Value, FixParseError Error)> fields = Walk(text);
        Assert.Equal(parts.Length, fields.Count);
        for (int i = 0; i < parts.Length; i++)
        {
            Assert.Equal(int.Parse(parts[i].Split('=')[0]), fields[i].Tag);
            string value = parts[i][(parts[i].IndexOf('=') + 1)..];
            Assert.Equal(value, fields[i].Value);
            Assert.Equal(value.Length == 0 ? FixParseError.EmptyValue : FixParseError.None, fields[i].Error);
        }
    }

    [Theory]
    [InlineData("=x|44=1|")]
    [InlineData("x|44=1|")]
    [InlineData("|44=1|")]
    [InlineData("055=x|44=1|")]
    [InlineData("0=x|44=1|")]
    [InlineData("-5=x|44=1|")]
    [InlineData("5a=x|44=1|")]
    [InlineData("12345678=x|44=1|")]
    [InlineData("99999999999=x|44=1|")]
    [InlineData(" 55=x|44=1|")]
    [InlineData("5:=x|44=1|")]
    [InlineData("5/=x|44=1|")]
    public void ShouldNameTheFieldAndGoOnWhenATagIsMalformed(string text)
    {
        string[] paddings = ["", "58=012345678901234567890123456789|58=012345678901234567890123456789012345|"];
        foreach (string padding in paddings)
        {
            List<(int Tag, string Value, FixParseError Error)> fields = Walk(text + padding);
            Assert.Equal(FixParseError.InvalidTag, fields[0].Error);
            Assert.Equal((44, "1", FixParseError.None), fields[1]);
        }
    }

    [Fact]
    public void ShouldReadDataByLengthWhenItContainsSoh()
    {
        foreach (int tag in (int[])[90, 93, 95, 212, 348, 350, 354, 364, 445, 618, 621, 1401, 1403])
        {
            int data = tag == 93 ? 89 : tag + 1;
            List<(int Tag, string Value, FixParseError Error)> fields =
                Walk($"35=B|{tag}=11|{data}=a|10=000|b=|"
                    + "58=0123456789012345678901234567890123456789012345678901234567890123|44=1|");
            Assert.Equal((data, "a|10=000|b=", FixParseError.None), fields[2]);
            Assert.Equal(58, fields[3].Tag);
            Assert.Equal((44, "1", FixParseError.None), fields[4]);
        }
    }

    [Theory]
    [InlineData("95=12|96=a|b|")]
    [InlineData("95=2|96=a|b|")]
    [InlineData("95=3|58=a|b|")]
    [InlineData("95=999999999|96=a|b|")]
    [InlineData("95=4294967295|96=a|b|")]
    public void ShouldReportDataLengthWhenTheDataDoesNotFit(string text)
    {
        Assert.Contains(Walk(text), f => f.Error == FixParseError.DataLength);
        Assert.Contains(Walk(text + new string('x', 100) + "|"), f => f.Error == FixParseError.DataLength);
    }

    [Fact]
    public void ShouldEqualPlainSplittingWhenMessagesAreRandom()
    {
        const int seed = 42;
        var random = new Random(seed);
        for (int round = 0; round < 5000; round++)
        {
            var expected = new List<(int, string, FixParseError)>();
            var text = new System.Text.StringBuilder();
            int count = random.Next(1, 40);
            for (int i = 0; i < count; i++)
            {
                int tag = random.Next(1, random.Next(3) == 0 ? 10_000_000 : 700);
                string value = new('v', random.Next(1, random.Next(10) == 0 ? 150 : 12));
                if (tag is 90 or 93 or 95 or 212 or 445 or 618 or 621 or (>= 348 and <= 364) or (>= 1401 and <= 1403))
                    tag = 58;
                expected.Add((tag, value, FixParseError.None));
                text.Append(tag).Append('=').Append(value).Append('|');
            }
            byte[] bytes = Naive.Raw("JUNK" + text + "TAIL");
            Assert.True(
                expected.SequenceEqual(Walk(bytes, 4, bytes.Length - 4)),
                $"seed {seed} round {round}: {Naive.Text(bytes)}");
        }
    }

    [Fact]
    public void ShouldStayInsideAndTerminateWhenBytesAreRandom()
    {
        const int seed = 99;
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(0, 200)];
            for (int i = 0; i < bytes.Length; i++)
                bytes[i] = (byte)(random.Next(4) == 0 ? random.Next(256) : "0123456789=\u0001"[random.Next(12)]);
            int offset = random.Next(bytes.Length + 1);
            Walk(bytes, offset, random.Next(offset, bytes.Length + 1));
        }
    }

    [Fact]
    public void ShouldReadTheHeaderWhenItsOrderIsFree()
    {
        byte[] bytes = Naive.Message(
            "35=8|52=20260101-12:00:00.5|34=12|122=20251231-23:59:59.999999999|"
            + "56=ME|43=Y|49=YOU|97=N|50=desk|37=1|34=13|");
        Assert.True(FixFrame.TryCreate(bytes, out FixFrame frame));
        Assert.True(FixHeader.Parse(frame, out FixHeader header).IsOk);
        Assert.Equal(12ul, header.Sequence);
        Assert.Equal(FixMsgType.ExecutionReport, header.MsgType);
        Assert.Equal(1_767_268_800_500_000_000, header.SendingTimeNs);
        Assert.Equal(1_767_225_599_999_999_999, header.OrigSendingTimeNs);
        Assert.Equal(1, header.PossDup);
        Assert.Equal(0, header.PossResend);
        Assert.Equal("YOU", Naive.Text(frame.Value(header.SenderCompId)));
        Assert.Equal("ME", Naive.Text(frame.Value(header.TargetCompId)));
        Assert.StartsWith("37=1|", Naive.Text(bytes.AsSpan(header.BodyFieldsOffset)));
    }

    [Theory]
    [InlineData("35=0|49=A|56=B|52=20260101-12:00:00|", FixParseError.RequiredTagMissing, 34)]
    [InlineData("35=0|34=1|56=B|52=20260101-12:00:00|", FixParseError.RequiredTagMissing, 49)]
    [InlineData("35=0|34=1|49=A|52=20260101-12:00:00|", FixParseError.RequiredTagMissing, 56)]
    [InlineData("35=0|34=1|49=A|56=B|", FixParseError.RequiredTagMissing, 52)]
    [InlineData("35=0|34=1|49=A|56=B|58=x|52=20260101-12:00:00|", FixParseError.OutOfOrder, 52)]
    [InlineData("35=0|34=1|34=1|49=A|56=B|52=20260101-12:00:00|", FixParseError.DuplicateTag, 34)]
    [InlineData("35=0|35=0|34=1|49=A|56=B|52=20260101-12:00:00|", FixParseError.DuplicateTag, 35)]
    [InlineData("35=0|34=1|49=|56=B|52=20260101-12:00:00|", FixParseError.EmptyValue, 49)]
    [InlineData("35=|34=1|49=A|56=B|52=20260101-12:00:00|", FixParseError.EmptyValue, 35)]
    [InlineData("35=0|34=x|49=A|56=B|52=20260101-12:00:00|", FixParseError.BadFormat, 34)]
    [InlineData("35=0|34=0|49=A|56=B|52=20260101-12:00:00|", FixParseError.OutOfRange, 34)]
    [InlineData("35=0|34=1|43=y|49=A|56=B|52=20260101-12:00:00|", FixParseError.BadFormat, 43)]
    [InlineData("35=0|34=1|49=A|56=B|52=20260101 12:00:00|", FixParseError.BadFormat, 52)]
    [InlineData("35=0|34=1|49=A|56=B|52=20260101-12:00:00|122=x|", FixParseError.BadFormat, 122)]
    public void ShouldNameTheTagWhenTheHeaderIsWrong(string body, FixParseError error, int tag)
    {
        Assert.True(FixFrame.TryCreate(Naive.Message(body), out FixFrame frame));
        Assert.Equal(new FixParseResult(error, tag), FixHeader.Parse(frame, out _));
    }
}
