using HftGateway.Exchange.Synthetic;
using HftGateway.MarketData;
using HftGateway.MarketData.Input;

namespace HftGateway.Pipeline.Tests.Replay;

/// <summary>A synthetic day in memory, made once for all tests of a class.</summary>
public sealed class SyntheticRecording
{
    private readonly byte[] _bytes;

    public SyntheticRecording()
        : this(400_000, 4)
    {
    }

    private SyntheticRecording(long messages, int symbols)
    {
        using var stream = new MemoryStream();
        SyntheticDayGenerator.Write(
            stream,
            new SyntheticDayOptions { Messages = messages, Symbols = symbols, Seed = 11, MaxLiveOrders = 100_000 });
        _bytes = stream.ToArray();
        Symbols = ReadSymbols();
    }

    public IReadOnlyList<string> Symbols { get; }

    public static SyntheticRecording Of(long messages, int symbols) => new(messages, symbols);

    public MessageSource Open() => MessageInput.Open(new MemoryStream(_bytes, writable: false), "synthetic");

    private List<string> ReadSymbols()
    {
        var symbols = new List<string>();
        using MessageSource source = Open();
        while (source.TryReadBlock(out MessageBlock block))
        {
            foreach (ReadOnlySpan<byte> message in block)
            {
                if (message[0] == (byte)'R')
                    symbols.Add(System.Text.Encoding.ASCII.GetString(message.Slice(11, 8)).TrimEnd());
            }
        }

        return symbols;
    }
}
