using HftGateway.Sbe.Tests.Little;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>Codecs that the source generator made of <c>every-construct.xml</c>, against bytes made by hand.</summary>
public sealed class GeneratedCodecTests
{
    private readonly byte[] _buffer = new byte[512];

    /// <summary>A buffer that holds other bytes: holes and fields that are not set must not show them.</summary>
    public GeneratedCodecTests() => Array.Fill(_buffer, (byte)0xA5);

    [Fact]
    public void ShouldWriteTheseBytesWhenTheOrderIsLittleEndian()
    {
        int length = EveryConstructLittle.Write(_buffer);

        Assert.Equal(EveryConstructVector.Little, _buffer[..length]);
        Assert.Equal(0xA5, _buffer[length]);
    }

    [Fact]
    public void ShouldWriteTheseBytesWhenTheOrderIsBigEndian()
    {
        int length = EveryConstructBig.Write(_buffer);

        Assert.Equal(EveryConstructVector.Big, _buffer[..length]);
    }

    [Fact]
    public void ShouldReadTheseValuesWhenTheBytesWereMadeByHand()
    {
        Assert.Equal(EveryConstructVector.Text, EveryConstructLittle.Read(EveryConstructVector.Little));
        Assert.Equal(EveryConstructVector.Text, EveryConstructBig.Read(EveryConstructVector.Big));
    }

    [Fact]
    public void ShouldRefuseTheMessageWhenAnyByteIsMissing()
    {
        byte[] whole = EveryConstructVector.Little;
        for (int length = 0; length < whole.Length; length++)
            Assert.NotEqual("M", EveryConstructLittle.Read(whole.AsSpan(0, length))[..1]);

        Assert.Equal("HeaderTooShort at byte 20", EveryConstructLittle.Read(whole.AsSpan(0, 20)));
        Assert.Equal("BlockBeyondBuffer at byte 145", EveryConstructLittle.Read(whole.AsSpan(0, 145)));
        Assert.Equal("GroupBeyondBuffer at byte 146", EveryConstructLittle.Read(whole.AsSpan(0, 175)));
        Assert.Equal("DataBeyondBuffer at byte 272", EveryConstructLittle.Read(whole.AsSpan(0, 275)));
    }

    [Fact]
    public void ShouldSayWhatItIsWhenTheMessageIsAnother()
    {
        byte[] other = [.. EveryConstructVector.Little];
        other[9] = 8;
        Assert.Equal("OtherSchema at byte 9", EveryConstructLittle.Read(other));
        other[9] = 7;
        other[8] = 2;
        Assert.Equal("OtherTemplate at byte 8", EveryConstructLittle.Read(other));
    }

    [Fact]
    public void ShouldRefuseToWriteWhenTheBufferIsTooSmall()
    {
        int whole = EveryConstructVector.Little.Length;
        for (int length = 0; length < whole; length++)
        {
            int given = length;
            Assert.Throws<ArgumentException>(() => EveryConstructLittle.Write(_buffer.AsSpan(0, given)));
            Assert.Equal(0xA5, _buffer[length]);
        }
    }

    [Fact]
    public void ShouldMakeNothingOfHugeNumbersWhenCountsAndLengthsAreHostile()
    {
        byte[] bytes = [.. EveryConstructVector.Little];
        int deep = 21 + 125 + 4 + 26;
        bytes.AsSpan(deep, 4).Fill(0xFF);
        Assert.Equal($"GroupBeyondBuffer at byte {deep}", EveryConstructLittle.Read(bytes));
        bytes = [.. EveryConstructVector.Little];
        bytes.AsSpan(4, 4).Fill(0xFF);
        Assert.Equal("BlockBeyondBuffer at byte 276", EveryConstructLittle.Read(bytes));
    }

    [Fact]
    public void ShouldKeepTheNumberWhenAnEnumsValueIsUnknown()
    {
        byte[] bytes = [.. EveryConstructVector.Little];
        bytes[21 + 8] = (byte)'z';

        Assert.True(MDecoder.TryWrap(bytes, out MDecoder m));

        Assert.Equal((byte)'z', (byte)m.M);
        Assert.False(m.HasEvent);
    }

    [Fact]
    public void ShouldShowNullsWhenTheVersionIsOlder()
    {
        // Version 1: neither since2 nor ToString, no late group, no text, no d2, and the engine has no late member.
        byte[] bytes = [.. EveryConstructVector.Little];
        bytes[0] = 1;
        // d2's bytes are then the next entry's, which no longer fit.
        Assert.Equal("DataBeyondBuffer", EveryConstructLittle.Read(bytes).Split(' ')[0]);
        bytes = [.. bytes[..(21 + 125)], 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 7];
        Assert.True(MDecoder.TryWrap(bytes, out MDecoder m));
        Assert.Equal(1, m.ActingVersion);
        Assert.False(m.HasSince2);
        Assert.Equal(MDecoder.Since2Null, m.Since2);
        Assert.Equal(sbyte.MinValue, m.ToString_);
        Assert.Equal(255, m.Engine.Late);
        Assert.Equal(ushort.MaxValue, m.ConstLate);
        Assert.Equal(0, m.LateGroup.Count);
        Assert.Equal([7], m.Root.ToArray());
        Assert.True(m.Text.IsEmpty);
        Assert.Equal(bytes.Length, m.EncodedLength);
    }

    [Fact]
    public void ShouldShowNullsBehindTheBlockWhenItIsShorter()
    {
        // A block of 50 bytes ends inside of utf, whatever the version says.
        byte[] bytes =
            [.. EveryConstructVector.Little[..(21 + 50)], 13, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 2, 0, 0, 0, 0, 0, 0];
        bytes[4] = 50;

        Assert.True(MDecoder.TryWrap(bytes, out MDecoder m));

        Assert.Equal("ABC", m.Equals_Text);
        Assert.True(m.Utf.IsEmpty);
        Assert.Equal(int.MinValue, m.Ints(0));
        Assert.True(m.Dec.IsNull);
        Assert.True(m.Engine.IsNull);
        Assert.Equal(255, m.Engine.Cylinders);
        Assert.False(m.CanAsStruct);
    }

    [Fact]
    public void ShouldSkipWhatItDoesNotKnowWhenTheVersionIsNewer()
    {
        byte[] newer = [.. EveryConstructVector.Little[..146], 0xEE, 0xEE, .. EveryConstructVector.Little[146..], 0xDD];
        newer[0] = 9;
        newer[4] = 127;

        Assert.Equal(EveryConstructVector.Text, EveryConstructLittle.Read(newer));
    }

    [Fact]
    public void ShouldReadTheBlockInPlaceWhenItIsAsStruct()
    {
        Assert.True(MDecoder.TryWrap(EveryConstructVector.Little, out MDecoder m));

        Assert.True(m.CanAsStruct);
        ref readonly MBlock block = ref m.AsStruct();
        Assert.Equal(5u, block.Count);
        Assert.Equal(7, block.Ints[2]);
        Assert.Equal(2.5, block.Doubles[1]);
        Assert.Equal(new Dec(12_345, -3), block.Dec);
        Assert.Equal(4, block.Engine.Cylinders);
        Assert.Equal(-2, block.Since2);
        Assert.True(m.Flat.TryAsStructs(out ReadOnlySpan<MDecoder.FlatBlock> entries));
        Assert.Equal(2, entries.Length);
        Assert.Equal(Bits.A, entries[1].C);
    }

    [Fact]
    public void ShouldConvertExactlyWhenADecimalIsRead()
    {
        Assert.Equal(12.345, new Dec(12_345, -3).ToDouble());
        Assert.Equal(12.345m, new Dec(12_345, -3).ToDecimal());
        Assert.Equal(-9_223_372_036_854_775_807m / 1000, new Dec(-long.MaxValue, -3).ToDecimal());
        Assert.Equal(70m, new Dec(7, 1).ToDecimal());
        Assert.Equal(2.5, new DecC(250).ToDouble());
        Assert.True(double.IsNaN(Dec.Null.ToDouble()));
        Assert.Equal("null", Dec.Null.ToString());
        Assert.Throws<OverflowException>(static () => new Dec(1, 100).ToDecimal());
    }

    [Fact]
    public void ShouldFindAnEntryByItsNumberWhenEntriesHaveOneSize()
    {
        Assert.True(MDecoder.TryWrap(EveryConstructVector.Little, out MDecoder m));

        Assert.Equal(2, m.Flat.Count);
        Assert.Equal(3, m.Flat[1].M.Mantissa);
        Assert.Throws<ArgumentOutOfRangeException>(static () =>
        {
            MDecoder.TryWrap(EveryConstructVector.Little, out MDecoder again);
            return again.Flat[2].A;
        });
    }

    [Fact]
    public void ShouldAllocateNothingWhenAMillionMessagesPass()
    {
        Pass(1000);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => Pass(1_000_000 / 2)));
    }

    private long Pass(int times)
    {
        long sum = 0;
        for (int i = 0; i < times; i++)
        {
            EveryConstructLittle.Write(_buffer);
            MDecoder.TryWrap(_buffer, out MDecoder m);
            foreach (MDecoder.DeepEntry entry in m.Deep)
            {
                foreach (MDecoder.DeepEntry.InnerEntry inner in entry.Inner)
                    sum += inner.InnerText.Length + inner.Empty_.Count;
                sum += entry.D1.Length;
            }
            sum += m.Engine.Booster.Ps + m.Text.Length;
        }
        return sum;
    }
}
