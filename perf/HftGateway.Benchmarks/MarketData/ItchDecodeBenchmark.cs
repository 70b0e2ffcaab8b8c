using BenchmarkDotNet.Attributes;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Itch;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>ns a message: walking the framing only, and decoding into events, on a synthetic block.</summary>
public class ItchDecodeBenchmark
{
    private const int Messages = 16_384;
    private const int Symbols = 100;
    private readonly InputEvent[] _slots = new InputEvent[1024];
    private byte[] _file = [];
    private ItchNormalizer? _all;
    private ItchNormalizer? _one;

    /// <summary>Makes the block and the subscriptions.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _file = ItchBlockMaker.Make(Messages, Symbols);
        _all = new ItchNormalizer(InstrumentUniverse.All(Symbols));
        _one = new ItchNormalizer(InstrumentUniverse.Of(ItchBlockMaker.SymbolOf(1)));
        ItchBlockMaker.Subscribe(_all, Symbols);
        ItchBlockMaker.Subscribe(_one, Symbols);
    }

    /// <summary>Framing only.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Messages)]
    public long Framing() => Walk(Block());

    /// <summary>Every message becomes an event.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long NormalizeAll() => Normalize(Block(), _all!, _slots);

    /// <summary>One symbol of a hundred is subscribed.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public long NormalizeOneSymbolOfHundred() => Normalize(Block(), _one!, _slots);

    internal static long Walk(MessageBlock block)
    {
        long bytes = 0;
        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
            bytes += messages.Length;
        return bytes;
    }

    internal static long Normalize(MessageBlock block, ItchNormalizer normalizer, InputEvent[] slots)
    {
        long accepted = 0;
        MessageBlock.Enumerator messages = block.GetEnumerator();
        while (messages.MoveNext())
        {
            ref InputEvent slot = ref slots[(int)accepted & 1023];
            if (normalizer.TryNormalize(ref messages.First, messages.Length, messages.Index + 1, ref slot))
                accepted++;
        }

        return accepted;
    }

    private MessageBlock Block() => new() { Bytes = _file, Count = Messages, FirstSequence = 1 };
}
