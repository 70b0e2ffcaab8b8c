using System.Buffers.Binary;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Tests.Itch;

namespace HftGateway.MarketData.Tests.Pcap;

/// <summary>Captures written byte by byte from their formats' definitions.</summary>
internal static class CaptureBytes
{
    /// <summary>Destination of all frames: 233.54.12.111.</summary>
    public const uint Group = 0xE9360C6F;

    public static byte[] Packet(ulong sequence, int messages, string session = "S")
    {
        MoldUdp64PacketBuilder builder = new(session, sequence);
        for (int i = 0; i < messages; i++)
            Assert.True(builder.TryAppend(ItchSamples.Delete(1, sequence + (ulong)i)));
        return builder.Packet.ToArray();
    }

    public static byte[] Frame(byte[] payload, int vlanTags = 0, ushort port = 26_477)
    {
        byte[] tags = [.. Enumerable.Repeat(new byte[] { 0x81, 0, 0, 5 }, vlanTags).SelectMany(tag => tag)];
        byte[] ip = new byte[28];
        ip[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(2), (ushort)(28 + payload.Length));
        ip[9] = 17;
        BinaryPrimitives.WriteUInt32BigEndian(ip.AsSpan(16), Group);
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(22), port);
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(24), (ushort)(8 + payload.Length));
        return [.. new byte[12], .. tags, 8, 0, .. ip, .. payload];
    }

    public static byte[] Capture(params byte[][] frames)
    {
        MemoryStream file = new();
        Write32(file, false, 0xA1B23C4D, 0x0004_0002, 0, 0, 65_535, 1);
        foreach (byte[] frame in frames)
        {
            Write32(file, false, 1, 2, (uint)frame.Length, (uint)frame.Length);
            file.Write(frame);
        }

        return file.ToArray();
    }

    public static void Write32(MemoryStream file, bool isBigEndian, uint first, uint fraction, params uint[] rest) =>
        file.Write(Bytes32(isBigEndian, [first, fraction, .. rest]));

    public static byte[] Bytes32(bool isBigEndian, params uint[] values)
    {
        byte[] bytes = new byte[values.Length * 4];
        for (int i = 0; i < values.Length; i++)
        {
            if (isBigEndian)
                BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(i * 4), values[i]);
            else
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(i * 4), values[i]);
        }

        return bytes;
    }

    public static byte[] Bytes16(bool isBigEndian, ushort first, ushort second)
    {
        byte[] bytes = new byte[4];
        if (isBigEndian)
        {
            BinaryPrimitives.WriteUInt16BigEndian(bytes, first);
            BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), second);
        }
        else
        {
            BinaryPrimitives.WriteUInt16LittleEndian(bytes, first);
            BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(2), second);
        }

        return bytes;
    }

    public static byte[] Block(bool isBigEndian, uint type, byte[] body)
    {
        uint length = (uint)body.Length + 12;
        return [.. Bytes32(isBigEndian, type, length), .. body, .. Bytes32(isBigEndian, length)];
    }
}
