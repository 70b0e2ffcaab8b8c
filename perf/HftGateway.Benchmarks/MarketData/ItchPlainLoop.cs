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
    private const int Messages = 1_000_000;
    private const int Symbols = 100;
    private const int Rounds = 25;

    /// <summary>Measures and prints, in a few seconds.</summary>
    public static void Run(TextWriter output)
    {
        byte[] file = ItchBlockMaker.Make(Messages, Symbols);
        InputEvent[] slots = new InputEvent[1024];
        using ItchNormalizer all = new(InstrumentUniverse.All(Symbols));
        using ItchNormalizer one = new(InstrumentUniverse.Of(ItchBlockMaker.SymbolOf(1)));
        ItchBlockMaker.Subscribe(all, Symbols);
        ItchBlockMaker.Subscribe(one, Symbols);
        Measure(output, "framing", () => ItchDecodeBenchmark.Walk(Block(file)));
        Measure(output, "framing and events, all symbols", () => ItchDecodeBenchmark.Normalize(Block(file), all, slots));
        Measure(output, "framing and events, 1 symbol of 100", () => ItchDecodeBenchmark.Normalize(Block(file), one, slots));
        Measure(output, "reader from memory, framing", () => Read(file));
    }

    private static MessageBlock Block(byte[] file) => new() { Bytes = file, Count = Messages, FirstSequence = 1 };

    private static long Read(byte[] file)
    {
        long bytes = 0;
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "memory");
        while (source.TryReadBlock(out MessageBlock block))
            bytes += ItchDecodeBenchmark.Walk(block);
        return bytes;
    }

    private static void Measure(TextWriter output, string name, Func<long> run)
    {
        double[] ns = new double[Rounds];
        long result = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            result = run();
            ns[round] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Messages;
        }

        Array.Sort(ns);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-40} best {ns[0]:F2}, median {ns[Rounds / 2]:F2} ns a message ({result})"));
    }
}
