namespace HftGateway.Fix.Tests.Engine;

public sealed class FixMessageLogTests
{
    [Fact]
    public void ShouldWriteALineForEachMessageAndMaskPasswords()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fixlog").FullName, "s.log");
        using (var log = new FixMessageLog(path))
        {
            log.Incoming(Naive.Raw("8=FIX.4.4|9=5|35=A|553=me|554=secret|925=new|10=000|"), Naive.Noon);
            log.Outgoing(Naive.Raw("8=FIX.4.4|9=5|35=0|10=000|"), Naive.Noon + 1);
            log.Note("a note", Naive.Noon + 2);
        }
        Assert.Equal(
            [
                "2026-01-01T12:00:00.123456789Z I 8=FIX.4.4|9=5|35=A|553=me|554=***|925=***|10=000|",
                "2026-01-01T12:00:00.123456790Z O 8=FIX.4.4|9=5|35=0|10=000|",
                "2026-01-01T12:00:00.123456791Z N a note",
            ],
            File.ReadAllLines(path));
    }

    [Theory]
    [InlineData("1401=5|1402=a|b|c|1403=3|1404=x|y|10=0|", "1401=5|1402=***|1403=3|1404=***|10=0|")]
    [InlineData("1401=5|1402=12345|58=t|", "1401=5|1402=***|58=t|")]
    [InlineData("1402=abc|58=t|", "1402=***|58=t|")]                  // no length: to the SOH
    [InlineData("1401=4|1402=a|b|c|58=t|", "1401=4|1402=***")]        // a length that lies: to the end
    [InlineData("1401=4000000000|1402=a|58=t|", "1401=4000000000|1402=***")]
    [InlineData("1401=x|1402=a|58=t|", "1401=x|1402=***|58=t|")]
    public void ShouldMaskEncryptedPasswordsAsFarAsTheirLengthSays(string message, string line)
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fixlog").FullName, "s.log");
        using (var log = new FixMessageLog(path))
            log.Incoming(Naive.Raw(message), Naive.Noon);
        Assert.Equal("2026-01-01T12:00:00.123456789Z I " + line, Assert.Single(File.ReadAllLines(path)));
    }

    [Fact]
    public void ShouldPutTheFileAsideWhenASessionDayEnds()
    {
        const long Day = 86_400_000_000_000;
        string path = Path.Combine(Directory.CreateTempSubdirectory("fixlog").FullName, "s.log");
        using (var log = new FixMessageLog(path))
        {
            log.Note("first day", Naive.Noon);
            log.Rotate(Naive.Noon, Naive.Noon + Day);
            log.Note("second day", Naive.Noon + Day);
            log.Rotate(Naive.Noon, Naive.Noon + (2 * Day));
            log.Note("third day", Naive.Noon + (2 * Day));
        }
        Assert.Equal(["2026-01-03T12:00:00.123456789Z N third day"], File.ReadAllLines(path));
        Assert.Equal(["2026-01-01T12:00:00.123456789Z N first day"], File.ReadAllLines(path + ".20260101-120000"));
        Assert.Equal(["2026-01-02T12:00:00.123456789Z N second day"], File.ReadAllLines(path + ".20260101-120000.1"));
    }

    [Fact]
    public void ShouldContinueTheFileWhenItCannotBePutAside()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fixlog").FullName, "s.log");
        using (var log = new FixMessageLog(path))
        {
            log.Note("first day", Naive.Noon);
            File.Move(path, path + ".taken");
            log.Rotate(Naive.Noon, Naive.Noon);
            log.Note("second day", Naive.Noon);
        }
        string[] lines = File.ReadAllLines(path + ".taken");
        Assert.Equal(3, lines.Length);
        Assert.Contains("N the log could not be put aside: ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("N second day", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldWriteEveryMessageWhileTheyKeepComing()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("fixlog").FullName, "s.log");
        int written = 0;
        using (var log = new FixMessageLog(path))
        {
            for (int i = 0; i < 50_000; i++)
            {
                long before = log.Dropped;
                log.Outgoing(Naive.Raw($"8=FIX.4.4|11={i}|{new string('x', i % 100)}|"), i);
                written += log.Dropped == before ? 1 : 0;
            }
        }
        Assert.Equal(written, File.ReadLines(path).Count(l => l.Contains(" O ", StringComparison.Ordinal)));
    }
}
