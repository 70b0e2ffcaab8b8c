using System.Buffers.Binary;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Lobster;

/// <summary>
/// Writes the ITCH 5.0 message that says what a LOBSTER line says, framed as in a BinaryFILE, so that everything behind
/// the decoder works on recordings of both kinds. The mapping: docs/lobster.md.
/// <para>An execution's line states price and side, for which ITCH's E has no field. They travel in the field of the
/// match number, which LOBSTER does not have: the side's letter in its first byte, the price in its last four. An
/// <see cref="ItchNormalizer"/> with <see cref="ItchNormalizer.StatedExecutions"/> set reads them there.</para>
/// <para><b>Invariants.</b> A price that the wire cannot hold becomes the largest one, which every book refuses and
/// counts.</para>
/// </summary>
internal static class LobsterItchMessage
{
    /// <summary>Size of the largest one with its length prefix.</summary>
    public const int MaxBytes = 2 + 44;

    private const uint RoundLot = 100;

    /// <summary>Writes the message of a line.</summary>
    /// <param name="e">The line.</param>
    /// <param name="symbol">Stock field.</param>
    /// <param name="locate">Stock locate.</param>
    /// <param name="to">At least <see cref="MaxBytes"/>.</param>
    /// <returns>Bytes written, the length prefix included.</returns>
    public static int Write(in LobsterEvent e, Alpha8 symbol, ushort locate, Span<byte> to)
    {
        byte type = e.Type switch
        {
            LobsterEventType.Submission => (byte)'A',
            LobsterEventType.PartialCancel => (byte)'X',
            LobsterEventType.Deletion => (byte)'D',
            LobsterEventType.Execution => (byte)'E',
            LobsterEventType.HiddenExecution => (byte)'P',
            LobsterEventType.Cross => (byte)'Q',
            _ => (byte)'H',
        };
        Span<byte> message = Begin(type, e.TimeNs, locate, to);
        if (type == 'H')
        {
            Stock(message, 11, symbol);
            // Unknown states are not trading: a strategy then stays out.
            message[19] = e.Price switch { 1 => (byte)'T', 0 => (byte)'Q', _ => (byte)'H' };
            message[20..].Fill((byte)' ');
            return 2 + message.Length;
        }

        byte side = e.Direction == 1 ? (byte)'B' : (byte)'S';
        uint price = e.Price is >= 0 and <= uint.MaxValue ? (uint)e.Price : uint.MaxValue;
        if (type == 'Q')
        {
            BinaryPrimitives.WriteUInt64BigEndian(message[11..], (ulong)e.Size);
            Stock(message, 19, symbol);
            BinaryPrimitives.WriteUInt32BigEndian(message[27..], price);
            message[39] = (byte)'H';
            return 2 + message.Length;
        }

        BinaryPrimitives.WriteUInt64BigEndian(message[11..], e.OrderId);
        if (type is (byte)'A' or (byte)'P')
        {
            message[19] = side;
            BinaryPrimitives.WriteUInt32BigEndian(message[20..], (uint)e.Size);
            Stock(message, 24, symbol);
            BinaryPrimitives.WriteUInt32BigEndian(message[32..], price);
        }
        else if (type is (byte)'E' or (byte)'X')
        {
            BinaryPrimitives.WriteUInt32BigEndian(message[19..], (uint)e.Size);
            if (type == 'E')
            {
                message[23] = side;
                BinaryPrimitives.WriteUInt32BigEndian(message[27..], price);
            }
        }

        return 2 + message.Length;
    }

    /// <summary>Writes the directory message that gives the symbol its locate.</summary>
    /// <param name="timeNs">Time of the first line.</param>
    /// <param name="symbol">Stock field.</param>
    /// <param name="locate">Stock locate.</param>
    /// <param name="to">At least <see cref="MaxBytes"/>.</param>
    /// <returns>Bytes written, the length prefix included.</returns>
    public static int WriteDirectory(long timeNs, Alpha8 symbol, ushort locate, Span<byte> to)
    {
        Span<byte> message = Begin((byte)'R', timeNs, locate, to);
        Stock(message, 11, symbol);
        message[19..].Fill((byte)' ');
        BinaryPrimitives.WriteUInt32BigEndian(message[21..], RoundLot);
        message[25] = (byte)'N';
        message[34..38].Clear();
        return 2 + message.Length;
    }

    private static Span<byte> Begin(byte type, long timeNs, ushort locate, Span<byte> to)
    {
        int length = ItchLength.Of(type);
        BinaryPrimitives.WriteUInt16BigEndian(to, (ushort)length);
        Span<byte> message = to.Slice(2, length);
        message.Clear();
        // The time's 48 bits end at offset 11; the two upper bytes of the 64 are the tracking number, which is 0.
        BinaryPrimitives.WriteInt64BigEndian(message[3..], timeNs);
        message[0] = type;
        BinaryPrimitives.WriteUInt16BigEndian(message[1..], locate);
        return message;
    }

    private static void Stock(Span<byte> message, int offset, Alpha8 symbol) =>
        Alpha8.AsBytes(in symbol).CopyTo(message[offset..]);
}
