using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace HftGateway.Cli.Tests;

/// <summary>
/// Writes ITCH 5.0 messages byte by byte from the specification's tables, and walks over files of them.
/// </summary>
internal static class ItchBytes
{
    public const int Locate = 7;

    public static byte[] File(params byte[][] messages) => [.. messages.SelectMany(Framed)];

    public static byte[] Framed(byte[] message) => [(byte)(message.Length >> 8), (byte)message.Length, .. message];

    public static byte[] System(long ns, char code) => [.. Head('S', ns, 0), (byte)code];

    public static byte[] Add(long ns, ulong reference, char side, uint shares, string stock, uint price) =>
        [.. Head('A', ns), .. Big(reference, 8), (byte)side, .. Big(shares, 4),
            .. Encoding.ASCII.GetBytes(stock.PadRight(8)), .. Big(price, 4)];

    public static byte[] Executed(long ns, ulong reference, uint shares, ulong match) =>
        [.. Head('E', ns), .. Big(reference, 8), .. Big(shares, 4), .. Big(match, 8)];

    public static byte[] Cancel(long ns, ulong reference, uint shares)
        => [.. Head('X', ns), .. Big(reference, 8), .. Big(shares, 4)];

    public static byte[] Delete(long ns, ulong reference) => [.. Head('D', ns), .. Big(reference, 8)];

    public static byte[] Replace(long ns, ulong old, ulong reference, uint shares, uint price) =>
        [.. Head('U', ns), .. Big(old, 8), .. Big(reference, 8), .. Big(shares, 4), .. Big(price, 4)];

    /// <summary>Offsets of the messages (behind their length) in a file of well-formed records.</summary>
    public static List<int> Offsets(byte[] file)
    {
        var offsets = new List<int>();
        for (int at = 0; at + 2 < file.Length; at += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at)))
            offsets.Add(at + 2);
        return offsets;
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest))
            gzip.Write(bytes);
        return output.ToArray();
    }

    private static byte[] Head(char type, long ns, ushort locate = Locate) =>
        [(byte)type, .. Big(locate, 2), .. Big(0, 2), .. Big((ulong)ns, 6)];

    private static byte[] Big(ulong value, int bytes)
    {
        byte[] all = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(all, value);
        return all[(8 - bytes)..];
    }
}
