using System.Buffers.Binary;
using System.Text;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Mdp3;

namespace HftGateway.MarketData.Tests.Mdp3;

/// <summary>Packets of a made-up channel, short to write; one price unit is 10^-4, a mantissa 10^5 of them.</summary>
internal sealed class Feed
{
    public const long Unit = 100_000;
    public const ulong Time = 1_700_000_000_000_000_000;
    public const byte End = 128 | 4;

    private readonly Mdp3PacketWriter _writer = new(60_000);

    public byte[] Packet(uint sequence, params Action<Mdp3PacketWriter>[] messages) =>
        PacketAt(sequence, Time + sequence, messages);

    public byte[] PacketAt(uint sequence, ulong time, params Action<Mdp3PacketWriter>[] messages)
    {
        _writer.Begin(sequence, time);
        foreach (Action<Mdp3PacketWriter> message in messages)
        {
            message(_writer);
            _writer.EndMessage();
        }

        return _writer.Packet.ToArray();
    }

    public static Action<Mdp3PacketWriter> Book(byte indicator, params Entry[] entries) => w =>
    {
        Root(w, Mdp3Template.Book, indicator);
        Span<byte> at = w.AddGroup(32, entries.Length);
        foreach (Entry e in entries)
        {
            BinaryPrimitives.WriteInt64LittleEndian(at, e.Price == long.MaxValue ? e.Price : e.Price * Unit);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], e.Size);
            BinaryPrimitives.WriteInt32LittleEndian(at[12..], e.Security);
            BinaryPrimitives.WriteUInt32LittleEndian(at[16..], e.Count);
            BinaryPrimitives.WriteInt32LittleEndian(at[20..], 1);
            at[24] = (byte)e.Level;
            at[25] = (byte)e.Action;
            at[26] = (byte)e.Type;
            at = at[32..];
        }

        w.AddGroup(24, 0, isAligned: true);
    };

    public static Action<Mdp3PacketWriter> Trade(byte indicator, Entry e, byte aggressor, params ulong[] orders) => w =>
    {
        Root(w, Mdp3Template.TradeSummary, indicator);
        Span<byte> at = w.AddGroup(32, 1);
        BinaryPrimitives.WriteInt64LittleEndian(at, e.Price * Unit);
        BinaryPrimitives.WriteInt32LittleEndian(at[8..], e.Size);
        BinaryPrimitives.WriteInt32LittleEndian(at[12..], e.Security);
        BinaryPrimitives.WriteUInt32LittleEndian(at[16..], e.Count);
        BinaryPrimitives.WriteInt32LittleEndian(at[20..], orders.Length);
        at[24] = aggressor;
        at[25] = (byte)e.Action;
        BinaryPrimitives.WriteUInt32LittleEndian(at[26..], 77);
        Span<byte> ids = w.AddGroup(16, orders.Length, isAligned: true);
        for (int i = 0; i < orders.Length; i++)
            BinaryPrimitives.WriteUInt64LittleEndian(ids[(16 * i)..], orders[i]);
    };

    public static Action<Mdp3PacketWriter> Orders(byte indicator, params OrderEntry[] entries) => w =>
    {
        Root(w, Mdp3Template.OrderBook, indicator);
        Span<byte> at = w.AddGroup(40, entries.Length);
        foreach (OrderEntry e in entries)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(at, e.Id);
            BinaryPrimitives.WriteUInt64LittleEndian(at[8..], e.Priority);
            BinaryPrimitives.WriteInt64LittleEndian(at[16..], e.Price * Unit);
            BinaryPrimitives.WriteInt32LittleEndian(at[24..], e.Size);
            BinaryPrimitives.WriteInt32LittleEndian(at[28..], e.Security);
            at[32] = (byte)e.Action;
            at[33] = (byte)e.Type;
            at = at[40..];
        }
    };

    public static Action<Mdp3PacketWriter> Snapshot(
        int security, uint packet, uint count, uint total, params Entry[] levels) => w =>
        {
            Span<byte> root = w.BeginMessage(Mdp3Template.Snapshot, 59);
            BinaryPrimitives.WriteUInt32LittleEndian(root, packet);
            BinaryPrimitives.WriteUInt32LittleEndian(root[4..], total);
            BinaryPrimitives.WriteInt32LittleEndian(root[8..], security);
            BinaryPrimitives.WriteUInt32LittleEndian(root[12..], count);
            BinaryPrimitives.WriteUInt64LittleEndian(root[16..], Time);
            root[34] = 17;
            for (int i = 35; i < 59; i += 8)
                BinaryPrimitives.WriteInt64LittleEndian(root[i..], long.MaxValue);
            Span<byte> at = w.AddGroup(22, levels.Length);
            foreach (Entry e in levels)
            {
                BinaryPrimitives.WriteInt64LittleEndian(at, e.Price * Unit);
                BinaryPrimitives.WriteInt32LittleEndian(at[8..], e.Size);
                BinaryPrimitives.WriteInt32LittleEndian(at[12..], 1);
                at[16] = (byte)e.Level;
                at[21] = (byte)e.Type;
                at = at[22..];
            }
        };

    public static Action<Mdp3PacketWriter> OrderSnapshot(
        int security, uint packet, uint chunks, uint chunk, params OrderEntry[] orders) => w =>
        {
            Span<byte> root = w.BeginMessage(Mdp3Template.OrderSnapshot, 28);
            BinaryPrimitives.WriteUInt32LittleEndian(root, packet);
            BinaryPrimitives.WriteUInt32LittleEndian(root[4..], 1);
            BinaryPrimitives.WriteInt32LittleEndian(root[8..], security);
            BinaryPrimitives.WriteUInt32LittleEndian(root[12..], chunks);
            BinaryPrimitives.WriteUInt32LittleEndian(root[16..], chunk);
            BinaryPrimitives.WriteUInt64LittleEndian(root[20..], Time);
            Span<byte> at = w.AddGroup(29, orders.Length);
            foreach (OrderEntry e in orders)
            {
                BinaryPrimitives.WriteUInt64LittleEndian(at, e.Id);
                BinaryPrimitives.WriteUInt64LittleEndian(at[8..], e.Priority);
                BinaryPrimitives.WriteInt64LittleEndian(at[16..], e.Price * Unit);
                BinaryPrimitives.WriteInt32LittleEndian(at[24..], e.Size);
                at[28] = (byte)e.Type;
                at = at[29..];
            }
        };

    public static Action<Mdp3PacketWriter> Define(
        int security, string symbol, uint total = 1, byte state = 17, int depth = 10, long tick = 100) => w =>
        {
            Span<byte> root = w.BeginMessage(Mdp3Template.DefinitionFuture, 224);
            BinaryPrimitives.WriteUInt32LittleEndian(root[1..], total);
            root[5] = (byte)'A';
            BinaryPrimitives.WriteUInt64LittleEndian(root[6..], Time);
            root[14] = state;
            Encoding.ASCII.GetBytes("GRP", root[23..]);
            Encoding.ASCII.GetBytes("ASSET", root[29..]);
            Encoding.ASCII.GetBytes(symbol, root[35..]);
            BinaryPrimitives.WriteInt32LittleEndian(root[55..], security);
            Encoding.ASCII.GetBytes("FUT", root[59..]);
            Encoding.ASCII.GetBytes("USD", root[76..]);
            BinaryPrimitives.WriteInt64LittleEndian(root[91..], tick * Unit);
            BinaryPrimitives.WriteInt64LittleEndian(root[99..], 1_000_000_000);
            w.AddGroup(9, 0);
            Span<byte> feeds = w.AddGroup(4, 2);
            "GBX"u8.CopyTo(feeds);
            feeds[3] = (byte)depth;
            "GBI"u8.CopyTo(feeds[4..]);
            feeds[7] = 2;
            w.AddGroup(4, 0);
            w.AddGroup(5, 0);
        };

    public static Action<Mdp3PacketWriter> Status(int security, string group, string asset, byte state) => w =>
    {
        Span<byte> root = w.BeginMessage(Mdp3Template.SecurityStatus, 30);
        BinaryPrimitives.WriteUInt64LittleEndian(root, Time);
        Encoding.ASCII.GetBytes(group, root[8..]);
        Encoding.ASCII.GetBytes(asset, root[14..]);
        BinaryPrimitives.WriteInt32LittleEndian(root[20..], security);
        root[26] = 128;
        root[27] = state;
        root[28] = 1;
        root[29] = 4;
    };

    public static Action<Mdp3PacketWriter> ChannelReset() => w =>
    {
        Span<byte> root = w.BeginMessage(Mdp3Template.ChannelReset, 9);
        BinaryPrimitives.WriteUInt64LittleEndian(root, Time);
        root[8] = 128;
        w.AddGroup(2, 1);
    };

    public static Action<Mdp3PacketWriter> Heartbeat() => w => w.BeginMessage(Mdp3Template.AdminHeartbeat, 0);

    private static void Root(Mdp3PacketWriter w, Mdp3Template template, byte indicator)
    {
        Span<byte> root = w.BeginMessage(template, 11);
        BinaryPrimitives.WriteUInt64LittleEndian(root, Time);
        root[8] = indicator;
        // The two bytes of padding are nobody's: exchanges send what they like there.
        root[9] = 0xAB;
    }

    /// <summary>An entry: action 0 new, 1 change, 2 delete…; type 0 bid, 1 offer, E, F implied.</summary>
    public readonly record struct Entry(
        int Security, uint Count, char Type, int Level, long Price, int Size = 1, int Action = 0);

    public readonly record struct OrderEntry(
        int Security, ulong Id, char Type, long Price, int Size, ulong Priority, int Action = 0);
}
