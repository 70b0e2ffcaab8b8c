using System.Buffers.Binary;
using System.Text;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>
/// A seeded channel of MDP 3.0: packets of one book message with 1 to 8 entries for a few instruments, nearly all near the
/// touch, as valid as an exchange's: levels exist, prices are in order, counts follow each other.
/// </summary>
internal static class Mdp3PacketMaker
{
    public const int Instruments = 8;
    private const int Depth = 10;
    private const int EntryBytes = 32;
    private const long UnitMantissa = 100_000;
    private const ulong Time = 1_700_000_000_000_000_000;

    /// <summary>Definitions of the instruments, one packet.</summary>
    public static byte[] Definitions()
    {
        var writer = new Mdp3PacketWriter(4_000);
        writer.Begin(1, Time);
        for (int i = 0; i < Instruments; i++)
        {
            Span<byte> root = writer.BeginMessage(Mdp3Template.DefinitionFuture, 224);
            BinaryPrimitives.WriteUInt32LittleEndian(root[1..], Instruments);
            root[5] = (byte)'A';
            root[14] = 17;
            Encoding.ASCII.GetBytes($"BENCH{i}", root[35..]);
            BinaryPrimitives.WriteInt32LittleEndian(root[55..], SecurityId(i));
            BinaryPrimitives.WriteInt64LittleEndian(root[91..], 100 * UnitMantissa);
            writer.AddGroup(9, 0);
            Span<byte> feed = writer.AddGroup(4, 1);
            "GBX"u8.CopyTo(feed);
            feed[3] = Depth;
            writer.AddGroup(4, 0);
            writer.AddGroup(5, 0);
            writer.EndMessage();
        }

        return writer.Packet.ToArray();
    }

    /// <summary>Packets with exactly so many entries together, numbered from 1.</summary>
    public static List<byte[]> Packets(int entries, int seed)
    {
        var random = new Random(seed);
        var books = new List<long>[Instruments * 2];
        for (int i = 0; i < books.Length; i++)
            books[i] = [];
        uint[] counts = new uint[Instruments];
        var writer = new Mdp3PacketWriter();
        List<byte[]> packets = [];
        while (entries > 0)
        {
            int count = Math.Min(entries, random.Next(1, 9));
            entries -= count;
            writer.Begin((uint)packets.Count + 1, Time + (ulong)packets.Count * 1_000);
            Span<byte> root = writer.BeginMessage(Mdp3Template.Book, 11);
            BinaryPrimitives.WriteUInt64LittleEndian(root, Time + (ulong)packets.Count * 1_000);
            root[8] = 128 | 4;
            Span<byte> at = writer.AddGroup(EntryBytes, count);
            int instrument = random.Next(Instruments);
            for (int i = 0; i < count; i++, at = at[EntryBytes..])
            {
                // Entries of one instrument stand together.
                if (random.Next(3) == 0)
                    instrument = random.Next(Instruments);
                Entry(random, books, instrument, ++counts[instrument], at);
            }

            writer.AddGroup(24, 0, isAligned: true);
            writer.EndMessage();
            packets.Add(writer.Packet.ToArray());
        }

        return packets;
    }

    private static int SecurityId(int instrument) => 100_000 + instrument * 977;

    private static void Entry(Random random, List<long>[] books, int instrument, uint count, Span<byte> at)
    {
        var side = (EventSide)random.Next(2);
        List<long> levels = books[instrument * 2 + (int)side];
        int sign = side == EventSide.Buy ? -1 : 1;
        // Three of four entries change a size; the rest come and go, most of them at the best levels.
        int action = levels.Count < 5 ? 0 : random.Next(8) switch { 0 => 0, 1 => 2, _ => 1 };
        int rank = Math.Min((int)(random.NextDouble() * random.NextDouble() * Depth), levels.Count - (action == 0 ? 0 : 1));
        if (action == 0)
        {
            long better = rank > 0 ? levels[rank - 1] : rank < levels.Count ? levels[rank] - sign * 200 : sign * 100_000;
            long worse = rank < levels.Count ? levels[rank] : better + sign * 200;
            long price = (better + worse) / 2;
            if (price == better || price == worse || Math.Abs(price) > 1L << 40)
                action = levels.Count > 0 ? 1 : 0;
            else
                levels.Insert(rank, price);
            rank = Math.Min(rank, levels.Count - 1);
            if (levels.Count > Depth)
                levels.RemoveAt(Depth);
            rank = Math.Min(rank, levels.Count - 1);
        }

        BinaryPrimitives.WriteInt64LittleEndian(at, levels[rank] * UnitMantissa);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], random.Next(1, 500));
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], SecurityId(instrument));
        BinaryPrimitives.WriteUInt32LittleEndian(at[16..], count);
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], random.Next(1, 20));
        at[24] = (byte)(rank + 1);
        at[25] = (byte)action;
        at[26] = side == EventSide.Buy ? (byte)'0' : (byte)'1';
        if (action == 2)
            levels.RemoveAt(rank);
    }
}
