using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Tests.Itch;

/// <summary>Messages to test with.</summary>
internal static class ItchSamples
{
    /// <summary>A message of any type: valid header, the rest random.</summary>
    public static byte[] Random(Random random, byte type)
    {
        byte[] message = new byte[ItchLength.Of(type)];
        random.NextBytes(message);
        message[0] = type;
        return message;
    }

    /// <summary>A message of a random type of the specification, its side valid where it has one.</summary>
    public static byte[] Random(Random random)
    {
        byte type = ItchLength.Types[random.Next(ItchLength.Types.Length)];
        byte[] message = Random(random, type);
        if (type is (byte)'A' or (byte)'F' or (byte)'P')
            message[19] = random.Next(2) == 0 ? (byte)'B' : (byte)'S';
        return message;
    }

    /// <summary>Messages behind 2-byte lengths.</summary>
    public static byte[] Frame(params IEnumerable<byte[]> messages)
    {
        MemoryStream stream = new();
        foreach (byte[] message in messages)
        {
            stream.WriteByte((byte)(message.Length >> 8));
            stream.WriteByte((byte)message.Length);
            stream.Write(message);
        }

        return stream.ToArray();
    }

    public static byte[] Add(
        string symbol, ushort locate, ulong id, char side, uint shares, uint price, ulong timeNs = 1)
    {
        AddOrderMessage add = ItchMessage.Create<AddOrderMessage>(locate, timeNs);
        add.OrderReferenceNumber = id;
        add.BuySellIndicator = (byte)side;
        add.Shares = shares;
        add.Stock = symbol;
        add.Price = price;
        return ItchMessage.AsBytes(in add).ToArray();
    }

    public static byte[] Delete(ushort locate, ulong id)
    {
        OrderDeleteMessage delete = ItchMessage.Create<OrderDeleteMessage>(locate, 2);
        delete.OrderReferenceNumber = id;
        return ItchMessage.AsBytes(in delete).ToArray();
    }
}
