using System.Diagnostics;
using System.Globalization;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>
/// The same measurements as <see cref="ItchDecodeBenchmark"/> in a loop that a reader sees through: best and median of
/// several rounds, in ns a message.
/// </summary>
public static class ItchPlainLoop
{
    // A block of half a megabyte, as the readers hand them out: what is measured is decoding, not the memory bus.
    private const int Messages = 16_384;
    private const int Symbols = 100;
    private const int ReaderMessages = 1_000_000;
    private const int BudgetMs = 1_500;

    /// <summary>Measures and prints, in a few seconds.</summary>
    public static void Run(TextWriter output)
    {
        byte[] file = ItchBlockMaker.Make(Messages, Symbols);
        InputEvent[] slots = new InputEvent[1024];
        using ItchNormalizer all = new(InstrumentUniverse.All(Symbols));
        using ItchNormalizer one = new(InstrumentUniverse.Of(ItchBlockMaker.SymbolOf(1)));
        ItchBlockMaker.Subscribe(all, Symbols);
        ItchBlockMaker.Subscribe(one, Symbols);
        Measure(output, "framing", Messages, () => ItchDecodeBenchmark.Walk(Block(file)));
        Measure(output, "framing and events, all symbols", Messages, () => Normalize(file, all, slots));
        Measure(output, "framing and events, 1 symbol of 100", Messages, () => Normalize(file, one, slots));
        byte[] large = ItchBlockMaker.Make(ReaderMessages, Symbols);
        Measure(output, "reader and framing, 30 MB", ReaderMessages, () => Read(large));
    }

    private static MessageBlock Block(byte[] file) => new() { Bytes = file, Count = Messages, FirstSequence = 1 };

    private static long Normalize(byte[] file, ItchNormalizer normalizer, InputEvent[] slots) =>
        ItchDecodeBenchmark.Normalize(Block(file), normalizer, slots);

    private static long Read(byte[] file)
    {
        long bytes = 0;
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "memory");
        while (source.TryReadBlock(out MessageBlock block))
            bytes += ItchDecodeBenchmark.Walk(block);
        return bytes;
    }

    private static void Measure(TextWriter output, string name, int messages, Func<long> run)
    {
        List<double> ns = [];
        long result = 0;
        for (long begin = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begin).TotalMilliseconds < BudgetMs;)
        {
            long start = Stopwatch.GetTimestamp();
            result = run();
            ns.Add(Stopwatch.GetElapsedTime(start).TotalNanoseconds / messages);
        }

        // The first half warms up: the runtime recompiles what is hot.
        ns.RemoveRange(0, ns.Count / 2);
        ns.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-40} best {ns[0]:F2}, median {ns[ns.Count / 2]:F2} ns a message ({result})"));
    }
}
