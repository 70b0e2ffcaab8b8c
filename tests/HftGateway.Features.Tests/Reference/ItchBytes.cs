using System.Buffers.Binary;
using System.Text;

namespace HftGateway.Features.Reference;

/// <summary>Writes ITCH messages without framing, for feeds made in tests.</summary>
internal static class ItchBytes
{
    public static byte[] Add(long time, int locate, string stock, ulong id, char side, long shares, long price)
    {
        byte[] m = Header('A', 36, locate, time);
        Number(m, 11, 8, id);
        m[19] = (byte)side;
        Number(m, 20, 4, (ulong)shares);
        Stock(m, 24, stock);
        Number(m, 32, 4, (ulong)price);
        return m;
    }

    public static byte[] AddMpid(long time, int locate, string stock, ulong id, char side, long shares, long price)
    {
        byte[] m = [.. Add(time, locate, stock, id, side, shares, price), .. "MPID"u8];
        m[0] = (byte)'F';
        return m;
    }

    public static byte[] Execute(long time, int locate, ulong id, long shares)
    {
        byte[] m = Header('E', 31, locate, time);
        Number(m, 11, 8, id);
        Number(m, 19, 4, (ulong)shares);
        return m;
    }

    public static byte[] ExecuteAt(long time, int locate, ulong id, long shares, bool printable, long price)
    {
        byte[] m = Header('C', 36, locate, time);
        Number(m, 11, 8, id);
        Number(m, 19, 4, (ulong)shares);
        m[31] = (byte)(printable ? 'Y' : 'N');
        Number(m, 32, 4, (ulong)price);
        return m;
    }

    public static byte[] Cancel(long time, int locate, ulong id, long shares)
    {
        byte[] m = Header('X', 23, locate, time);
        Number(m, 11, 8, id);
        Number(m, 19, 4, (ulong)shares);
        return m;
    }

    public static byte[] Delete(long time, int locate, ulong id)
    {
        byte[] m = Header('D', 19, locate, time);
        Number(m, 11, 8, id);
        return m;
    }

    public static byte[] Replace(long time, int locate, ulong id, ulong newId, long shares, long price)
    {
        byte[] m = Header('U', 35, locate, time);
        Number(m, 11, 8, id);
        Number(m, 19, 8, newId);
        Number(m, 27, 4, (ulong)shares);
        Number(m, 31, 4, (ulong)price);
        return m;
    }

    public static byte[] Trade(long time, int locate, string stock, long shares, long price)
    {
        byte[] m = Header('P', 44, locate, time);
        m[19] = (byte)'B';
        Number(m, 20, 4, (ulong)shares);
        Stock(m, 24, stock);
        Number(m, 32, 4, (ulong)price);
        return m;
    }

    public static byte[] Cross(long time, int locate, string stock, long shares, long price)
    {
        byte[] m = Header('Q', 40, locate, time);
        Number(m, 11, 8, (ulong)shares);
        Stock(m, 19, stock);
        Number(m, 27, 4, (ulong)price);
        m[39] = (byte)'O';
        return m;
    }

    public static byte[] Broken(long time, int locate) => Header('B', 19, locate, time);

    public static byte[] System(long time, char code)
    {
        byte[] m = Header('S', 12, 0, time);
        m[11] = (byte)code;
        return m;
    }

    public static byte[] Action(long time, int locate, string stock, char state)
    {
        byte[] m = Header('H', 25, locate, time);
        Stock(m, 11, stock);
        m[19] = (byte)state;
        return m;
    }

    public static byte[] Operational(long time, int locate, string stock, char market, char action)
    {
        byte[] m = Header('h', 21, locate, time);
        Stock(m, 11, stock);
        m[19] = (byte)market;
        m[20] = (byte)action;
        return m;
    }

    private static byte[] Header(char type, int length, int locate, long time)
    {
        byte[] m = new byte[length];
        m[0] = (byte)type;
        Number(m, 1, 2, (ulong)locate);
        Number(m, 5, 6, (ulong)time);
        return m;
    }

    private static void Number(byte[] m, int offset, int bytes, ulong value)
    {
        Span<byte> wide = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(wide, value);
        wide[(8 - bytes)..].CopyTo(m.AsSpan(offset));
    }

    private static void Stock(byte[] m, int offset, string stock) =>
        Encoding.ASCII.GetBytes(stock.PadRight(8)).CopyTo(m, offset);
}
