using System.Globalization;
using System.Text;

namespace HftGateway.Fix.Tests;

public sealed class FixValueTests
{
    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    [Theory]
    [InlineData("123.4567", FixParseError.None, 1_234_567)]
    [InlineData("123", FixParseError.None, 1_230_000)]
    [InlineData("123.", FixParseError.None, 1_230_000)]
    [InlineData(".5", FixParseError.None, 5_000)]
    [InlineData("-0.0001", FixParseError.None, -1)]
    [InlineData("00023.2300", FixParseError.None, 232_300)]
    [InlineData("1.23450000000000000000", FixParseError.None, 12_345)]
    [InlineData("1.23456", FixParseError.PricePrecision, 0)]
    [InlineData("0.00001", FixParseError.PricePrecision, 0)]
    [InlineData("922337203685477.5807", FixParseError.None, long.MaxValue)]
    [InlineData("922337203685477.5808", FixParseError.OutOfRange, 0)]
    [InlineData("9223372036854775807", FixParseError.OutOfRange, 0)]
    [InlineData("99999999999999999999999", FixParseError.OutOfRange, 0)]
    [InlineData("", FixParseError.BadFormat, 0)]
    [InlineData("-", FixParseError.BadFormat, 0)]
    [InlineData(".", FixParseError.BadFormat, 0)]
    [InlineData("+1", FixParseError.BadFormat, 0)]
    [InlineData("1e5", FixParseError.BadFormat, 0)]
    [InlineData("1.2.3", FixParseError.BadFormat, 0)]
    [InlineData("1,5", FixParseError.BadFormat, 0)]
    [InlineData(" 1", FixParseError.BadFormat, 0)]
    public void ShouldBeExactOrRefuseWhenPriceIsParsed(string text, FixParseError error, long price)
    {
        FixParseError actual = FixValue.ParsePrice(Bytes(text), out long value);
        Assert.Equal(error, actual);
        if (error == FixParseError.None)
            Assert.Equal(price, value);
    }

    [Fact]
    public void ShouldAgreeWithDecimalWhenPricesAreRandom()
    {
        var random = new Random(5);
        for (int i = 0; i < 100_000; i++)
        {
            long price = random.NextInt64(-1_000_000_000_000, 1_000_000_000_000) >> random.Next(40);
            string text = (price / 10_000m).ToString(
                random.Next(2) == 0 ? "0.0000" : "0.####", CultureInfo.InvariantCulture);
            Assert.Equal(FixParseError.None, FixValue.ParsePrice(Bytes(text), out long parsed));
            Assert.Equal(price, parsed);
        }
    }

    [Theory]
    [InlineData("100", FixParseError.None, 100)]
    [InlineData("100.000", FixParseError.None, 100)]
    [InlineData("100.5", FixParseError.PricePrecision, 0)]
    public void ShouldBeWholeWhenQuantityIsParsed(string text, FixParseError error, long quantity)
    {
        Assert.Equal(error, FixValue.ParseQuantity(Bytes(text), out long value));
        Assert.Equal(quantity, value);
    }

    [Theory]
    [InlineData("0", true, 0)]
    [InlineData("00023", true, 23)]
    [InlineData("18446744073709551615", true, ulong.MaxValue)]
    [InlineData("18446744073709551616", false, 0)]
    [InlineData("99999999999999999999", false, 0)]
    [InlineData("", false, 0)]
    [InlineData("+1", false, 0)]
    [InlineData("-1", false, 0)]
    public void ShouldBeExactWhenUnsignedIsParsed(string text, bool ok, ulong expected)
    {
        Assert.Equal(ok, FixValue.TryParseUInt64(Bytes(text), out ulong value));
        if (ok)
            Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("-2147483648", true, int.MinValue)]
    [InlineData("2147483647", true, int.MaxValue)]
    [InlineData("2147483648", false, 0)]
    [InlineData("-2147483649", false, 0)]
    [InlineData("-", false, 0)]
    public void ShouldBeExactWhenSignedIsParsed(string text, bool ok, int expected)
    {
        Assert.Equal(ok, FixValue.TryParseInt32(Bytes(text), out int value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("19700101-00:00:00", 0L)]
    [InlineData("20260101-12:00:00", 1_767_268_800_000_000_000)]
    [InlineData("20260101-12:00:00.1", 1_767_268_800_100_000_000)]
    [InlineData("20260101-12:00:00.123", 1_767_268_800_123_000_000)]
    [InlineData("20260101-12:00:00.123456", 1_767_268_800_123_456_000)]
    [InlineData("20260101-12:00:00.123456789", 1_767_268_800_123_456_789)]
    [InlineData("20260101-12:00:00.123456789999", 1_767_268_800_123_456_789)]
    [InlineData("20161231-23:59:60", 1_483_228_800_000_000_000)]
    [InlineData("20240229-00:00:00", 1_709_164_800_000_000_000)]
    public void ShouldBeExactWhenTimestampHasZeroToTwelveDigits(string text, long utcNs)
    {
        Assert.True(FixValue.TryParseTimestamp(Bytes(text), out long value));
        Assert.Equal(utcNs, value);
    }

    [Theory]
    [InlineData("20260101-12:00:00.")]
    [InlineData("20260101-12:00:00.1234567890123")]
    [InlineData("20260101-12:00:61")]
    [InlineData("20260101-24:00:00")]
    [InlineData("20260101-12:60:00")]
    [InlineData("20260001-12:00:00")]
    [InlineData("20261301-12:00:00")]
    [InlineData("20260132-12:00:00")]
    [InlineData("20230229-12:00:00")]
    [InlineData("21000229-12:00:00")]
    [InlineData("19691231-23:59:59")]
    [InlineData("22620101-00:00:00")]
    [InlineData("2026-101-12:00:00")]
    [InlineData("20260101-12:00:0x")]
    [InlineData("20260101T12:00:00")]
    [InlineData("20260101-12:00")]
    [InlineData("")]
    public void ShouldRefuseWhenTimestampIsMalformed(string text) =>
        Assert.False(FixValue.TryParseTimestamp(Bytes(text), out _));

    [Fact]
    public void ShouldAgreeWithDateTimeWhenTimestampsAreRandom()
    {
        var random = new Random(11);
        for (int i = 0; i < 100_000; i++)
        {
            long utcNs = random.NextInt64(0, 9_000_000_000_000_000_000);
            Assert.True(FixValue.TryParseTimestamp(Bytes(Naive.Time(utcNs, 9)), out long parsed));
            Assert.Equal(utcNs, parsed);
        }
    }

    [Theory]
    [InlineData("Y", true, true)]
    [InlineData("N", true, false)]
    [InlineData("y", false, false)]
    [InlineData("YY", false, false)]
    [InlineData("", false, false)]
    public void ShouldAcceptOnlyYAndNWhenBooleanIsParsed(string text, bool ok, bool expected)
    {
        Assert.Equal(ok, FixValue.TryParseBoolean(Bytes(text), out bool value));
        Assert.Equal(expected, value);
    }

    [Fact]
    public void ShouldRoundTripWhenClOrdIdsAreEncoded()
    {
        var ids = new ClOrdId("HG1");
        var text = new byte[ids.Width];
        foreach (uint id in (uint[])[1, 9, 10, 99_999_999, 100_000_000, 123_456_789, uint.MaxValue])
        {
            Assert.Equal(13, ids.Encode(id, text));
            Assert.Equal("HG1" + id.ToString("0000000000", CultureInfo.InvariantCulture), Naive.Text(text));
            Assert.True(ids.TryDecode(text, out uint back));
            Assert.Equal(id, back);
        }
        string[] foreigners =
            ["HG10000000000", "HG20000000001", "HG100000001", "HG19999999999", "HG1000000000x", "NONE", ""];
        foreach (string foreign in foreigners)
            Assert.False(ids.TryDecode(Bytes(foreign), out _), foreign);
        Assert.Equal(0, ids.Encode(1, new byte[12]));
    }

    [Fact]
    public void ShouldFindEverySymbolWhenTheTableIsLarge()
    {
        string[] symbols = Enumerable.Range(0, 9000).Select(i => $"S{i}.X").ToArray();
        var table = new FixSymbolTable(symbols);
        for (int i = 0; i < symbols.Length; i++)
        {
            Assert.True(table.TryFind(Bytes(symbols[i]), out ushort index));
            Assert.Equal(i, index);
            Assert.Equal(symbols[i], Naive.Text(table[i]));
        }
        Assert.False(table.TryFind("S9000.X"u8, out _));
        Assert.False(table.TryFind(""u8, out _));
        Assert.Throws<ArgumentException>(() => new FixSymbolTable(["A", "A"]));
        Assert.Throws<ArgumentException>(() => new FixSymbolTable([""]));
        Assert.Throws<ArgumentException>(() => new FixSymbolTable(["A\u0001B"]));
    }

    [Fact]
    public void ShouldCompareByContentWhenIdentifiersAreHeldByValue()
    {
        Assert.True(FixId.TryCreate("ABC"u8, out FixId a));
        Assert.True(FixId.TryCreate("ABC"u8, out FixId b));
        Assert.True(FixId.TryCreate("ABD"u8, out FixId c));
        Assert.True(a == b && a != c && a.GetHashCode() == b.GetHashCode());
        Assert.True(FixId.TryCreate(new byte[31], out FixId longest));
        Assert.Equal(31, longest.Length);
        Assert.False(FixId.TryCreate(new byte[32], out _));
        Assert.Equal("ABC", a.ToString());
        Assert.Equal(32, System.Runtime.CompilerServices.Unsafe.SizeOf<FixId>());
    }
}
