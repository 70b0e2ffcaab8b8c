using System.Buffers.Binary;
using HftGateway.MarketData.Itch;

namespace HftGateway.Books.Tests;

/// <summary>Seeded BinaryFILE images of order flow over many symbols, sound or with everything that can be
/// wrong.</summary>
internal static class RandomItch
{
    private const int Touch = 1_000_000;

    public static string Symbol(int index) => $"S{index}";

    public static byte[] File(int seed, int messages, int symbols, bool hostile)
    {
        Random random = new(seed);
        MemoryStream file = new();
        List<(ulong Id, int Symbol, uint Shares)> live = [];
        ulong next = 1;
        byte[] message = new byte[ItchLength.Longest];
        for (int i = 0; i < messages; i++)
        {
            if (i < symbols)
            {
                Write(file, Directory(message, i));
                continue;
            }

            int kind = random.Next(100);
            if (live.Count == 0 || kind < 46)
                Write(file, Spoil(Add()));
            else
                Write(file, Spoil(Change(kind)));
        }

        return file.ToArray();

        Span<byte> Add()
        {
            int symbol = random.Next(symbols) * random.Next(symbols) / symbols;
            bool sell = random.Next(2) == 0;
            char type = random.Next(20) == 0 ? 'F' : 'A';
            Span<byte> m = Header(type, symbol);
            ulong id = hostile && random.Next(50) == 0 ? Odd() : next += 1 + (ulong)random.Next(3);
            uint shares = (uint)random.Next(1, 500);
            int distance = (int)(60 * random.NextDouble() * random.NextDouble());
            BinaryPrimitives.WriteUInt64BigEndian(m[11..], id);
            m[19] = (byte)(sell ? 'S' : 'B');
            BinaryPrimitives.WriteUInt32BigEndian(m[20..], shares);
            Name(m[24..], symbol);
            int price = sell ? Touch + (100 * distance) : Touch - 100 - (100 * distance);
            BinaryPrimitives.WriteInt32BigEndian(m[32..], price);
            live.Add((id, symbol, shares));
            return m;
        }

        Span<byte> Change(int kind)
        {
            int recent = live.Count - 1 - random.Next(Math.Min(40, live.Count));
            int at = random.Next(3) == 0 ? random.Next(live.Count) : recent;
            (ulong id, int symbol, uint shares) = live[at];
            char type = kind < 80 ? 'D' : kind < 88 ? 'U' : kind < 93 ? 'E' : kind < 95 ? 'X' : kind < 96 ? 'C'
                : "PHIYQ"[random.Next(5)];
            Span<byte> m = Header(type, symbol);
            BinaryPrimitives.WriteUInt64BigEndian(m[11..], id);
            uint part = (uint)random.Next(1, (int)shares + 1);
            switch (type)
            {
                case 'U':
                    ulong to = next += 1 + (ulong)random.Next(3);
                    BinaryPrimitives.WriteUInt64BigEndian(m[19..], to);
                    BinaryPrimitives.WriteUInt32BigEndian(m[27..], shares);
                    BinaryPrimitives.WriteInt32BigEndian(m[31..], Touch + (100 * random.Next(-30, 30)));
                    live[at] = (to, symbol, shares);
                    break;
                case 'E' or 'X' or 'C':
                    BinaryPrimitives.WriteUInt32BigEndian(m[19..], part);
                    if (type == 'C')
                    {
                        m[31] = (byte)"YN"[random.Next(2)];
                        BinaryPrimitives.WriteInt32BigEndian(m[32..], Touch);
                    }

                    Shrink(at, part);
                    break;
                case 'D':
                    Shrink(at, shares);
                    break;
                default:
                    m[11..].Fill(1);
                    if (type is 'P')
                        Name(m[24..], symbol);
                    if (type is 'H' or 'Y')
                        Name(m[11..], symbol);
                    m[19] = (byte)"THBS"[random.Next(4)];
                    break;
            }

            return m;
        }

        void Shrink(int at, uint shares)
        {
            (ulong id, int symbol, uint left) = live[at];
            if (left > shares)
            {
                live[at] = (id, symbol, left - shares);
                return;
            }

            live[at] = live[^1];
            live.RemoveAt(live.Count - 1);
        }

        Span<byte> Spoil(Span<byte> m)
        {
            if (!hostile || random.Next(12) != 0)
                return m;
            switch (random.Next(7))
            {
                case 0:
                    return m[..random.Next(0, m.Length)];
                case 1:
                    m[0] = (byte)random.Next(256);
                    return m;
                case 2:
                    BinaryPrimitives.WriteUInt16BigEndian(m[1..], (ushort)random.Next(0, symbols + 20));
                    return m;
                case 3 when m.Length > 23:
                    m[19..23].Fill((byte)(random.Next(2) * 255));
                    return m;
                case 4 when m.Length > 35:
                    m[32..36].Fill((byte)(random.Next(2) * 255));
                    return m;
                case 5:
                    BinaryPrimitives.WriteUInt64BigEndian(m[11..], Odd());
                    return m;
                default:
                    m[random.Next(m.Length)] ^= (byte)(1 << random.Next(8));
                    return m;
            }
        }

        ulong Odd() => random.Next(4) switch
        {
            0 => 0,
            1 => ulong.MaxValue - (ulong)random.Next(3),
            2 => (1UL << 20) + (ulong)random.Next(3) - 1,
            _ => live.Count == 0 ? 5 : live[random.Next(live.Count)].Id,
        };

        Span<byte> Header(char type, int symbol)
        {
            Span<byte> m = message.AsSpan(0, ItchLength.Of((byte)type));
            m.Clear();
            m[0] = (byte)type;
            BinaryPrimitives.WriteUInt16BigEndian(m[1..], (ushort)(symbol + 1));
            return m;
        }

        Span<byte> Directory(byte[] _, int symbol)
        {
            Span<byte> m = Header('R', symbol);
            Name(m[11..], symbol);
            m[24] = 100;
            return m;
        }
    }

    private static void Name(Span<byte> to, int symbol)
    {
        to[..8].Fill((byte)' ');
        System.Text.Encoding.ASCII.GetBytes(Symbol(symbol), to);
    }

    private static void Write(MemoryStream file, ReadOnlySpan<byte> message)
    {
        // A length of 0 would stand for the type's own.
        if (message.Length == 0)
            return;
        file.WriteByte((byte)(message.Length >> 8));
        file.WriteByte((byte)message.Length);
        file.Write(message);
    }
}
