using System.Reflection;
using System.Runtime.InteropServices;
using HftGateway.Sbe.Schema;

namespace HftGateway.Telemetry.Tests;

/// <summary>The telemetry schema and its generated codecs.</summary>
public sealed class TelemetryCodecTests
{
    private readonly byte[] _buffer = new byte[4096];

    [Fact]
    public void ShouldHaveNoFindingsWhenTheSchemaIsRead()
    {
        SbeSchemaResult result = Read();

        Assert.Empty(result.Diagnostics);
    }

    [Fact]
    public void ShouldAlignEveryNumberWhenBlocksAreMapped()
    {
        foreach (SbeMessage message in Read().Schema!.Messages)
            CheckAlignment(message);
    }

    [Fact]
    public void ShouldKeepTheOrderOfVersion1WhenVectorsAreWritten()
    {
        SbeMessage vector = Read().Schema!.FindMessage("FeatureVector")!;

        Assert.Equal(FeatureVectorLayout.Names, vector.Fields.Where(f => f.Id >= 100).Select(f => f.Description!));
        Assert.Equal(FeatureVectorLayout.Count, FeatureVectorLayout.Names.Count);
        Assert.Equal(40 + (8 * FeatureVectorLayout.Count), FeatureVectorDecoder.BlockLength);
        // The values are an array of doubles in the block, in the order of the names.
        Assert.All(vector.Fields.Where(f => f.Id >= 100).Select((f, i) => (f, i)), p =>
            Assert.Equal(40 + (8 * p.i), p.f.Offset));
    }

    [Fact]
    public void ShouldWriteTheseBytesWhenASignalIsEncoded()
    {
        Array.Fill(_buffer, (byte)0xEE);
        Assert.True(ModelSignalEncoder.TryWrap(_buffer, out ModelSignalEncoder signal));
        signal.SourceSequence = 0x0102030405060708;
        signal.SourcePublishTimeNs = 2;
        signal.SentTimeNs = -1;
        signal.PDown = 0.25;
        signal.PUp = 0.5;
        signal.HorizonMs = 1000;
        signal.ModelId = 3;
        signal.ModelVersion = 4;
        signal.FeatureVersion = FeatureVectorLayout.Version;
        signal.Instrument = 5;

        Assert.Equal(64, signal.EncodedLength);
        Assert.Equal(
            "3800" + "0800" + "591B" + "0000" // block length 56, template 8, schema 7001, version 0
            + "0807060504030201" + "0200000000000000" + "FFFFFFFFFFFFFFFF"
            + "000000000000D03F" + "000000000000E03F" // 0.25 and 0.5
            + "E8030000" + "0300" + "0400" + "0100" + "0500" + "00000000",
            Convert.ToHexString(_buffer.AsSpan(0, 64)));
        Assert.Equal(0xEE, _buffer[64]);
    }

    [Fact]
    public void ShouldReadTheSameVectorWhenItIsMappedAsAStructure()
    {
        double[] values = [.. Enumerable.Range(0, 20).Select(i => i == 7 ? double.NaN : i / 4.0)];
        Assert.True(FeatureVectorEncoder.TryWrap(_buffer, out FeatureVectorEncoder encoder));
        encoder.Sequence = 42;
        encoder.FeatureVersion = FeatureVectorLayout.Version;
        encoder.NanBitmap = FeatureVectorLayout.NanBitmap(values);
        ref FeatureVectorBlock block = ref encoder.AsStruct();
        values.CopyTo(MemoryMarshal.CreateSpan(ref block.BookImbalance, 20));

        Assert.True(
            FeatureVectorDecoder.TryWrap(_buffer.AsSpan(0, encoder.EncodedLength), out FeatureVectorDecoder vector));

        Assert.Equal(42u, vector.Sequence);
        Assert.Equal(1u << 7, vector.NanBitmap);
        Assert.Equal(0, vector.BookImbalance);
        Assert.Equal(double.NaN, vector.VwapDeviation);
        Assert.Equal(4.75, vector.Sigma1s);
    }

    [Fact]
    public void ShouldReadBackWhatWasWrittenWhenMessagesHaveGroupsAndData()
    {
        Assert.True(FeatureNamesEncoder.TryWrap(_buffer, out FeatureNamesEncoder names));
        names.PlanVersion = 9;
        int next = 0;
        foreach (FeatureNamesEncoder.NamesEntry entry in names.Names(3))
            entry.SetName(FeatureVectorLayout.Names[next++]);
        Assert.True(FeatureNamesDecoder.TryWrap(_buffer.AsSpan(0, names.EncodedLength), out FeatureNamesDecoder read));
        List<string> found = [];
        foreach (FeatureNamesDecoder.NamesEntry entry in read.Names)
            found.Add(entry.NameText);
        Assert.Equal(FeatureVectorLayout.Names.Take(3), found);

        Assert.True(StageLatencyEncoder.TryWrap(_buffer, out StageLatencyEncoder latency));
        latency.P99Ns = 1234;
        latency.Stage = "book"u8;
        latency.SetHistogram([1, 2, 3]);
        Assert.True(
            StageLatencyDecoder.TryWrap(_buffer.AsSpan(0, latency.EncodedLength), out StageLatencyDecoder stage));
        Assert.Equal(1234, stage.P99Ns);
        Assert.Equal("book", stage.StageText);
        Assert.Equal([1, 2, 3], stage.Histogram.ToArray());
    }

    [Fact]
    public void ShouldShowNullsWhenABookHasOneSide()
    {
        Assert.True(TopOfBookEncoder.TryWrap(_buffer, out TopOfBookEncoder top));
        top.BidPrice = 1_000_100;
        top.State = BookState.Stale | BookState.Halted;

        Assert.True(TopOfBookDecoder.TryWrap(_buffer.AsSpan(0, top.EncodedLength), out TopOfBookDecoder read));

        Assert.True(read.HasBidPrice);
        Assert.False(read.HasAskPrice);
        Assert.Equal(BookState.Stale | BookState.Halted, read.State);
        Assert.StartsWith("TopOfBook { sequence = 0, ", read.ToString(), StringComparison.Ordinal);
        Assert.Contains("askPrice = null", read.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldAllocateNothingWhenAMillionMessagesPass()
    {
        long sum = Pass(1_000);
        Assert.Equal(0, SteadyState.AllocatedBytes(() => sum += Pass(1_000_000)));
        Assert.NotEqual(0, sum);
    }

    private static void CheckAlignment(SbeBlock block)
    {
        // A multiple of 8 where the block has 8-byte numbers.
        int widest = block.Fields.Select(WidthOf).DefaultIfEmpty(1).Max();
        Assert.True(block.BlockLength % widest == 0, block.Name);
        Assert.All(block.Fields, f => Assert.True(f.Offset % WidthOf(f) == 0, $"{block.Name}.{f.Name}"));
        foreach (SbeGroup group in block.Groups)
            CheckAlignment(group);
    }

    private static int WidthOf(SbeField field) => field.Encoding switch
    {
        SbeTypeEncoding type => type.Primitive.Size(),
        _ => field.Size,
    };

    private static SbeSchemaResult Read()
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("telemetry.xml")!;
        using StreamReader reader = new(stream);
        return SbeSchemaReader.Read(reader.ReadToEnd(), "telemetry.xml");
    }

    private long Pass(int messages)
    {
        long sum = 0;
        for (int i = 0; i < messages; i++)
        {
            HealthEncoder.TryWrap(_buffer, out HealthEncoder health);
            health.Events = (ulong)i;
            foreach (HealthEncoder.FeedsEntry feed in health.Feeds(2))
                feed.Messages = (ulong)i;
            HealthDecoder.TryWrap(_buffer, out HealthDecoder read);
            foreach (HealthDecoder.FeedsEntry feed in read.Feeds)
                sum += (long)feed.Messages;
        }
        return sum;
    }
}
