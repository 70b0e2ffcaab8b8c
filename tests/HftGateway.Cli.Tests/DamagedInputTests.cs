namespace HftGateway.Cli.Tests;

/// <summary>Damaged input: everything before the damage is printed, and the error names the byte offset.</summary>
public sealed class DamagedInputTests : IDisposable
{
    private const int AddBytes = 36;
    private static readonly byte[][] Messages =
    [
        ItchBytes.System(1, 'O'),
        ItchBytes.Add(2, 1, 'B', 100, "ABC", 100_000),
        ItchBytes.Add(3, 2, 'S', 100, "ABC", 100_100),
        ItchBytes.Delete(4, 1),
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ShouldPrintTheOthersWhenOneMessageHasTheWrongLengthOrType()
    {
        byte[] shortAdd = Messages[1][..(AddBytes - 1)];
        byte[] unknown = [(byte)'z', .. Messages[3][1..]];
        string path = _folder.Write(
            "bad.itch", ItchBytes.File(Messages[0], shortAdd, Messages[2], unknown, Messages[3]));
        Hftgw.Result result = Hftgw.Fail(1, "decode", "--input", path);
        Assert.Equal(["0", "2", "4"], result.Lines.Select(static l => l.Split([':', ','])[1]));
        // Behind the first record (2 + 12) and the length.
        Assert.Contains("byte offset 16", result.Error, StringComparison.Ordinal);
        Assert.Contains("2 messages", result.Error, StringComparison.Ordinal);

        string onlyUnknown = _folder.Write("unknown.itch", ItchBytes.File(Messages[0], unknown, Messages[3]));
        result = Hftgw.Fail(1, "decode", "--input", onlyUnknown);
        Assert.Equal(2, result.Lines.Length);
        Assert.Contains("type 'z'", result.Error, StringComparison.Ordinal);
        Assert.Contains("byte offset 16", result.Error, StringComparison.Ordinal);
    }

    // The records begin at 0, 14, 52 and 90 and the file ends at 111.
    [Theory]
    [InlineData(110, 3, 90)]
    [InlineData(93, 3, 90)]
    [InlineData(92, 3, 90)]
    [InlineData(91, 3, 90)]
    [InlineData(53, 2, 52)]
    [InlineData(51, 1, 14)]
    [InlineData(17, 1, 14)]
    [InlineData(13, 0, 0)]
    public void ShouldPrintEverythingBeforeTheCutWhenTheFileIsTruncated(int length, int whole, int offset)
    {
        byte[] file = ItchBytes.File(Messages);
        Assert.Equal(111, file.Length);
        string path = _folder.Write("cut.itch", file[..length]);
        Hftgw.Result result = Hftgw.Fail(1, "decode", "--input", path);
        Assert.Equal(whole, result.Lines.Length);
        Assert.Contains($"byte offset {offset}", result.Error, StringComparison.Ordinal);
        Assert.Contains(path, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldPrintWholeFilesWhenTheCutIsBetweenRecords()
    {
        string path = _folder.Write("whole.itch", ItchBytes.File(Messages)[..90]);
        Assert.Equal(3, Hftgw.Run("decode", "--input", path).AssertDone().Lines.Length);
    }

    [Fact]
    public void ShouldDeliverWhatWasDecompressedWhenGzipIsDamaged()
    {
        const int Repeats = 20_000;
        byte[] plain = ItchBytes.File(
            [Messages[0], .. Enumerable.Range(1, Repeats).Select(static i => ItchBytes.Delete(i, (ulong)(i * 7919L)))]);
        byte[] zipped = ItchBytes.Gzip(plain);
        Hftgw.Result cut = Hftgw.Fail(1, "decode", "--input", _folder.Write("cut.gz", zipped[..(zipped.Length / 2)]));
        Assert.InRange(cut.Lines.Length, 1_000, Repeats);
        Assert.StartsWith("{\"index\":0,\"offset\":2,\"type\":\"S\"", cut.Lines[0], StringComparison.Ordinal);
        Assert.Contains("byte offset", cut.Error, StringComparison.Ordinal);

        byte[] withoutTrailer = zipped[..^8];
        Assert.Equal(
            Repeats + 1, Hftgw.Fail(1, "decode", "--input", _folder.Write("trailer.gz", withoutTrailer)).Lines.Length);

        byte[] flipped = [.. zipped];
        for (int i = 0; i < 64; i++)
            flipped[(flipped.Length / 2) + i] ^= 0x55;
        Hftgw.Result damaged = Hftgw.Fail(1, "decode", "--input", _folder.Write("flipped.gz", flipped));
        Assert.NotEmpty(damaged.Lines);
        Assert.Contains("byte offset", damaged.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldRefuseWhatIsNoRecording()
    {
        byte[] garbage = new byte[4_096];
        new Random(11).NextBytes(garbage);
        string path = _folder.Write("garbage", garbage);
        Assert.Contains(path, Hftgw.Fail(2, "decode", "--input", path).Error, StringComparison.Ordinal);
        Assert.Contains(
            "is a directory", Hftgw.Fail(2, "decode", "--input", Path.GetTempPath()).Error, StringComparison.Ordinal);
        string absent = _folder["absent"];
        foreach (string[] command in new[] { ["decode"], ["book", "--symbol", "A"], new[] { "replay" } })
            Assert.Contains(absent, Hftgw.Fail(2, [.. command, "--input", absent]).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldFindNothingInAnEmptyFile()
    {
        string path = _folder.Write("empty", []);
        Assert.Empty(Hftgw.Run("decode", "--input", path).AssertDone().Bytes);
        Assert.Equal(["total 0"], Hftgw.Run("decode", "--input", path, "--format", "count").AssertDone().Lines);
        Assert.Contains(
            "instruments.symbols", Hftgw.Fail(2, "replay", "--input", path).Error, StringComparison.Ordinal);
    }
}
