using System.Diagnostics;
using System.Globalization;

namespace HftGateway.Fix.Tests.Store;

/// <summary>
/// A process that stores messages and says so on a pipe is killed at random points; the next one goes on with the file.
/// What it said is in the store, under the number it said, and no number is used twice.
/// </summary>
public sealed class StoreKillTests : IDisposable
{
    private const string Identity = "FIX.4.4:US->THEM";
    private const int Rounds = 6;

    private readonly string _folder = Directory.CreateTempSubdirectory("fixkill").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ShouldLoseNothingThatWasSaidWhenKilled()
    {
        string path = Path.Combine(_folder, "s.fixstore");
        var random = new Random(42);
        ulong last = 0, expected = 1;
        for (int round = 0; round < Rounds; round++)
        {
            using Process child = Start(path);
            ulong first = 0;
            int lines = random.Next(1, 3000);
            for (int i = 0; i < lines; i++)
            {
                string line = child.StandardOutput.ReadLine() ?? throw new IOException(child.StandardError.ReadToEnd());
                ulong number = ulong.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
                if (line[0] == 'S')
                {
                    first = first == 0 ? number : first;
                    Assert.True(number > last, $"number {number} was used before");
                    last = number;
                }
                else
                {
                    expected = number;
                }
            }
            child.Kill();
            // What it had written into the pipe was said too.
            foreach (string line in child.StandardOutput.ReadToEnd().Split('\n'))
            {
                if (line.Length < 2 || !ulong.TryParse(line.AsSpan(1), out ulong number))
                    continue;
                if (line[0] == 'S')
                    last = Math.Max(last, number);
                else if (line[0] == 'E')
                    expected = Math.Max(expected, number);
            }
            child.WaitForExit();
            using FixStore store = FixStore.Open(path, Identity, 0);
            // Up to one message and one number were stored and not yet said.
            Assert.InRange(store.NextOutbound, last + 1, last + 2);
            Assert.InRange(store.ExpectedInbound, expected, expected + 1);
            for (ulong sequence = 1; sequence < store.NextOutbound; sequence++)
            {
                Assert.True(store.TryFind(sequence, out StoredMessage message));
                Assert.Equal(StoreTests.Content(sequence), message.Bytes.ToArray());
            }
            last = store.NextOutbound - 1;
            expected = store.ExpectedInbound;
        }
    }

    /// <summary>The child: stores and says, until it is killed.</summary>
    internal static void Child(string path)
    {
        using FixStore store = FixStore.Open(path, Identity, 0, new FixStoreOptions { SegmentBytes = 1 << 16 });
        using Stream pipe = Console.OpenStandardOutput();
        while (true)
        {
            ulong sequence = store.NextOutbound;
            store.TryAppend((FixMsgType)'8', 0, StoreTests.Content(sequence));
            Say(pipe, 'S', sequence);
            store.ExpectedInbound++;
            Say(pipe, 'E', store.ExpectedInbound);
        }
    }

    private static void Say(Stream pipe, char what, ulong number) =>
        pipe.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what}{number}\n")));

    private static Process Start(string path) => Process.Start(new ProcessStartInfo(
        Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet",
        ["exec", typeof(StoreKillTests).Assembly.Location, "store-child", path])
    {
        RedirectStandardOutput = true, RedirectStandardError = true,
    })!;
}
