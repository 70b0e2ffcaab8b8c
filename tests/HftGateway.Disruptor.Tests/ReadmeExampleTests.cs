using System.Text;
using HftGateway.Platform.Threads;

namespace HftGateway.Disruptor.Tests;

/// <summary>The example in the library's README, compiled, run, and compared with what the README shows.</summary>
public class ReadmeExampleTests
{
    private const string SourceName = "ReadmeExampleTests.cs";

    [Fact]
    public void ShouldPriceEveryTradeWhenTheExampleRuns() => Assert.Equal(500_000_500_000, RunExample());

    [Fact]
    public void ShouldBeTheExampleThatTheReadmeShows()
    {
        string? root = RepositoryRoot();
        if (root == null)
            return;
        string source = File.ReadAllText(
            Path.Combine(root, "tests", "HftGateway.Disruptor.Tests", SourceName));
        string readme = File.ReadAllText(Path.Combine(root, "src", "HftGateway.Disruptor", "README.md"));
        foreach (string region in (string[])["types", "use"])
            Assert.Contains(Region(source, region), readme, StringComparison.Ordinal);
    }

    private static long RunExample()
    {
        // <use>
        using var ring = new RingBuffer<Trade, SingleProducerSequencer, YieldingWait>(1024);
        var graph = new ProcessorGraph<Trade, SingleProducerSequencer, YieldingWait>(ring);
        var pricer = graph.Add(new Pricer(), new ThreadSpec("pricer"));
        var summer = graph.Add(new Summer(), new ThreadSpec("summer"), pricer);
        graph.Start();

        for (int i = 1; i <= 1_000_000; i++)
        {
            long sequence = ring.Next();
            ref Trade slot = ref ring[sequence];
            slot.PriceTicks = i;
            slot.Shares = 1;
            ring.Publish(sequence);
        }

        graph.Halt();
        long total = summer.Handler.Total;
        // </use>
        return total;
    }

    private static string Region(string source, string name)
    {
        string[] lines = source.Split('\n');
        int start = Array.FindIndex(lines, line => line.Trim() == $"// <{name}>");
        int end = Array.FindIndex(lines, line => line.Trim() == $"// </{name}>");
        int indent = lines[start].Length - lines[start].TrimStart().Length;
        var text = new StringBuilder();
        foreach (string line in lines[(start + 1)..end])
            text.Append(line.Length > indent ? line[indent..] : "").Append('\n');
        return text.ToString();
    }

    private static string? RepositoryRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder != null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "HftGateway.sln")))
                return folder.FullName;
        return null;
    }

    // <types>
    private struct Trade
    {
        public long PriceTicks;
        public long Shares;
        public long ValueTicks;
    }

    private struct Pricer : IEventHandler<Trade>
    {
        public readonly void OnEvent(ref Trade trade, long sequence, bool endOfBatch) =>
            trade.ValueTicks = trade.PriceTicks * trade.Shares;

        public readonly void OnBatchStart(long batchSize) { }
        public readonly void OnStart() { }
        public readonly void OnShutdown() { }
        public readonly void OnTimeout(long sequence) { }
    }

    private struct Summer : IEventHandler<Trade>
    {
        public long Total;

        public void OnEvent(ref Trade trade, long sequence, bool endOfBatch) => Total += trade.ValueTicks;

        public readonly void OnBatchStart(long batchSize) { }
        public readonly void OnStart() { }
        public readonly void OnShutdown() { }
        public readonly void OnTimeout(long sequence) { }
    }
    // </types>
}
