namespace HftGateway.Cli.Tests;

/// <summary><c>hftgw generate itch</c>.</summary>
public sealed class GenerateTests : IClassFixture<GeneratedDay>
{
    private readonly GeneratedDay _day;

    public GenerateTests(GeneratedDay day) => _day = day;

    [Fact]
    public void ShouldWriteTheSameBytesWhenTheSeedIsTheSame()
    {
        Hftgw.Result piped = Hftgw.Shell(
            $"$HFTGW generate itch --out - --symbols 3 --messages {GeneratedDay.Messages} --seed 7 | cat");
        piped.AssertDone();
        Assert.Equal(_day.Bytes, piped.Bytes);
        Assert.Equal(20_000, ItchBytes.Offsets(piped.Bytes).Count);
        Hftgw.Result other = Hftgw.Run(
            "generate", "itch", "--out", "-", "--symbols", "3", "--messages", GeneratedDay.Messages, "--seed", "8");
        Assert.NotEqual(_day.Bytes, other.AssertDone().Bytes);
    }

    [Fact]
    public void ShouldEndAtOnceWhenTheReaderOfThePipeHasGone()
    {
        // The whole day would be 100 million messages.
        Hftgw.Result head = Hftgw.Shell("$HFTGW generate itch --out - --quiet | head -c 100");
        Assert.Equal(100, head.Bytes.Length);
        Assert.Equal("", head.Errors);
    }

    [Fact]
    public void ShouldFailWithALineWhenTheDiskIsFull()
    {
        Hftgw.Result full = Hftgw.Fail(
            1, "generate", "itch", "--out", "/dev/full", "--symbols", "3", "--messages", GeneratedDay.Messages);
        Assert.Contains("/dev/full", full.Error, StringComparison.Ordinal);
        Assert.Contains("No space left", full.Error, StringComparison.Ordinal);
        Assert.Contains("incomplete", full.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNameThePathWhenTheOutputCannotBeCreated()
    {
        string path = _day.Folder["no/such/folder/day.itch"];
        Assert.Contains(path, Hftgw.Fail(2, "generate", "itch", "--out", path).Error, StringComparison.Ordinal);
        Assert.Contains("cannot be created", Hftgw.Fail(2, "generate", "itch", "--out", Path.GetTempPath()).Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decode --input {0}")]
    [InlineData("decode --input {0} --format count")]
    [InlineData("book --input {0} --symbol A --depth 1")]
    [InlineData("config show")]
    [InlineData("config show --json")]
    public void ShouldFailWhenStandardOutputIsFull(string command)
    {
        Hftgw.Result full = Hftgw.Shell("$HFTGW "
            + string.Format(System.Globalization.CultureInfo.InvariantCulture, command, _day.Path)
            + " --quiet > /dev/full");
        full.AssertFailed(1);
        Assert.Contains("No space left", full.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldSayThatTheFileIsIncompleteWhenInterrupted()
    {
        string path = _day.Folder["interrupted.itch"];
        using Hftgw command = Hftgw.Start("generate", "itch", "--out", path);
        while (!File.Exists(path) || new FileInfo(path).Length == 0)
            Thread.Yield();
        command.Interrupt();
        Hftgw.Result result = command.WaitForExit();
        result.AssertFailed(1);
        Assert.Contains("interrupted; the file is incomplete", result.Error, StringComparison.Ordinal);
    }
}
