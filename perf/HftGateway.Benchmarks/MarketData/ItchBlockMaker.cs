using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>
/// A synthetic run of framed ITCH messages with the type mix of a busy Nasdaq day and random types in a row, so that
/// the
/// branch predictor gets no help it would not get from a feed.
/// </summary>
internal static class ItchBlockMaker
{
    // Share of each type in a thousand, from a full day of the venue.
    private static readonly (char Type, int Share)[] Mix =
        [('A', 430), ('D', 415), ('U', 75), ('E', 40), ('X', 14), ('F', 8), ('I', 10), ('P', 7), ('C', 1)];

    /// <summary>Makes a BinaryFILE image.</summary>
    /// <param name="count">Messages.</param>
    /// <param name="symbols">Symbols, with locates from 1.</param>
    /// <param name="seed">Seed of the random choice.</param>
    public static byte[] Make(int count, int symbols, int seed = 1)
    {
        Random random = new(seed);
        MemoryStream stream = new();
        using BinaryFileWriter writer = new(stream);
        byte[] message = new byte[ItchLength.Longest];
        for (int i = 0; i < count; i++)
        {
            byte type = Pick(random);
            random.NextBytes(message);
            ref ItchHeader header = ref ItchMessage.As<AddHeader>(ref message[0]).Header;
            header.MessageType = type;
            header.StockLocate = (ushort)random.Next(1, symbols + 1);
            header.Timestamp = 34_200_000_000_000UL + ((ulong)i * 1000);
            message[19] = type is (byte)'A' or (byte)'F' or (byte)'P' ? "BS"u8[random.Next(2)] : message[19];
            writer.Write(message.AsSpan(0, ItchLength.Of(type)));
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Symbol of a locate.</summary>
    public static string SymbolOf(int locate) => $"S{locate}";

    /// <summary>Makes every second locate known to a normaliser, the others known as not wanted.</summary>
    public static void Subscribe(ItchNormalizer normalizer, int symbols)
    {
        HftGateway.MarketData.Events.InputEvent e = default;
        for (int locate = 1; locate <= symbols; locate++)
        {
            AddOrderMessage add = ItchMessage.Create<AddOrderMessage>((ushort)locate, 1);
            add.Stock = SymbolOf(locate);
            add.BuySellIndicator = (byte)'B';
            byte[] bytes = ItchMessage.AsBytes(in add).ToArray();
            _ = normalizer.TryNormalize(ref bytes[0], bytes.Length, 1, ref e);
        }
    }

    private static byte Pick(Random random)
    {
        int ticket = random.Next(1000);
        foreach ((char type, int share) in Mix)
        {
            if ((ticket -= share) < 0)
                return (byte)type;
        }

        return (byte)'D';
    }

    private struct AddHeader : IItchMessage
    {
        public ItchHeader Header;

        public static byte Code => 0;

        public static int Length => ItchHeader.SizeBytes;
    }
}
