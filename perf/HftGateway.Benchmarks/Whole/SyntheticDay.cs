using System.Text;
using HftGateway.Exchange.Synthetic;
using HftGateway.MarketData;
using HftGateway.MarketData.Input;

namespace HftGateway.Benchmarks.Whole;

/// <summary>
/// A synthetic trading day in memory, in the file format of recordings: what is measured on it is the pipeline with its
/// reader, not a disk.
/// <para><b>Limits.</b> About 32 bytes of memory a message.</para>
/// </summary>
internal sealed class SyntheticDay
{
    private const int SymbolOffset = 11;
    private const int SymbolBytes = 8;

    private readonly byte[] _bytes;

    /// <summary>Generates the day; equal arguments give equal bytes.</summary>
    /// <param name="messages">Messages.</param>
    /// <param name="symbols">Symbols.</param>
    public SyntheticDay(long messages, int symbols)
    {
        using MemoryStream stream = new();
        SyntheticDayGenerator.Write(stream, new SyntheticDayOptions
        {
            Messages = messages, Symbols = symbols, Seed = 1, MaxLiveOrders = MaxLiveOrders,
        });
        _bytes = stream.ToArray();
        Symbols = ReadDirectory();
    }

    /// <summary>Most orders alive at once.</summary>
    public static int MaxLiveOrders => 200_000;

    /// <summary>Symbols by instrument index.</summary>
    public IReadOnlyList<string> Symbols { get; }

    /// <summary>Opens the day from its beginning.</summary>
    public MessageSource Open() => MessageInput.Open(new MemoryStream(_bytes, writable: false), "synthetic");

    private List<string> ReadDirectory()
    {
        List<string> symbols = [];
        using MessageSource source = Open();
        while (source.TryReadBlock(out MessageBlock block))
        {
            foreach (ReadOnlySpan<byte> message in block)
            {
                if (message[0] == (byte)'R')
                    symbols.Add(Encoding.ASCII.GetString(message.Slice(SymbolOffset, SymbolBytes)).TrimEnd());
            }
        }
        return symbols;
    }
}
