using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace HftGateway.Features.Reference;

/// <summary>Own minimal parsers of BinaryFILE ITCH and of LOBSTER lines; they trust their input.</summary>
internal static class ReferenceInput
{
    // Length by type; what the reference does not need is skipped by its prefix.
    private static readonly Dictionary<char, int> Lengths = new()
    {
        ['S'] = 12, ['R'] = 39, ['H'] = 25, ['Y'] = 20, ['L'] = 26, ['V'] = 35, ['W'] = 12, ['K'] = 28, ['J'] = 35,
        ['h'] = 21, ['A'] = 36, ['F'] = 40, ['E'] = 31, ['C'] = 36, ['X'] = 23, ['D'] = 19, ['U'] = 35, ['P'] = 44,
        ['Q'] = 40, ['B'] = 19, ['I'] = 50, ['N'] = 20, ['O'] = 48,
    };

    /// <summary>Length of a message's type.</summary>
    public static int Length(ReferenceMessage message) => Lengths[message.Type];

    /// <summary>Messages of a BinaryFILE.</summary>
    public static IEnumerable<ReferenceMessage> Itch(byte[] file)
    {
        long index = 0;
        for (int at = 0; at + 3 <= file.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
            if (length == 0)
                length = Lengths[(char)file[at + 2]];
            yield return Itch(file.AsSpan(at + 2, length), index++);
            at += 2 + length;
        }
    }

    /// <summary>One ITCH message without framing.</summary>
    public static ReferenceMessage Itch(ReadOnlySpan<byte> m, long index)
    {
        char type = (char)m[0];
        ReferenceMessage message = new()
        {
            Index = index,
            Type = type,
            Locate = (int)Number(m, 1, 2),
            TimeNs = (long)Number(m, 5, 6),
            Stock = type switch
            {
                'R' or 'H' or 'h' => Text(m, 11),
                'A' or 'F' or 'P' => Text(m, 24),
                _ => "",
            },
        };
        return type switch
        {
            'A' or 'F' or 'P' => message with
            {
                Reference = Number(m, 11, 8), Side = (char)m[19], Shares = (long)Number(m, 20, 4),
                Price = (long)Number(m, 32, 4),
            },
            'E' or 'X' => message with { Reference = Number(m, 11, 8), Shares = (long)Number(m, 19, 4) },
            'C' => message with
            {
                Reference = Number(m, 11, 8), Shares = (long)Number(m, 19, 4), Printable = m[31] == 'Y',
                Price = (long)Number(m, 32, 4),
            },
            'D' => message with { Reference = Number(m, 11, 8) },
            'U' => message with
            {
                Reference = Number(m, 11, 8), NewReference = Number(m, 19, 8), Shares = (long)Number(m, 27, 4),
                Price = (long)Number(m, 31, 4),
            },
            'H' => message with { State = (char)m[19] },
            'h' => message with { State = (char)m[19], Action = (char)m[20] },
            _ => message,
        };
    }

    /// <summary>Messages of a LOBSTER file, features specification 2.5, as those of one symbol.</summary>
    public static IEnumerable<ReferenceMessage> Lobster(IEnumerable<string> lines, string symbol)
    {
        long index = 0;
        foreach (string line in lines)
        {
            string[] fields = line.Trim().Split(',');
            long price = long.Parse(fields[4], CultureInfo.InvariantCulture);
            int type = int.Parse(fields[1], CultureInfo.InvariantCulture);
            yield return new ReferenceMessage
            {
                Index = index++,
                TimeNs = (long)(decimal.Parse(fields[0], CultureInfo.InvariantCulture) * 1_000_000_000m),
                Type = "?AXDEPQH"[type],
                Locate = 1,
                Stock = symbol,
                Reference = ulong.Parse(fields[2], CultureInfo.InvariantCulture),
                Shares = long.Parse(fields[3], CultureInfo.InvariantCulture),
                Price = price,
                Side = fields[5] == "1" ? 'B' : 'S',
                State = price == 1 ? 'T' : 'H',
                IsStated = type == 4,
            };
        }
    }

    private static ulong Number(ReadOnlySpan<byte> m, int offset, int bytes)
    {
        ulong value = 0;
        foreach (byte b in m.Slice(offset, bytes))
            value = (value << 8) | b;
        return value;
    }

    private static string Text(ReadOnlySpan<byte> m, int offset) =>
        Encoding.Latin1.GetString(m.Slice(offset, 8)).TrimEnd(' ');
}
