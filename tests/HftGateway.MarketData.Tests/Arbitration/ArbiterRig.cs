using System.Buffers.Binary;
using System.Text;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;

namespace HftGateway.MarketData.Tests.Arbitration;

/// <summary>
/// An arbiter of MoldUDP64 lines whose outputs are written down in a line of text: content as "first:letters", notices
/// by their kind. Message n of the original has the letter 'a' + n mod 26 unless a test says otherwise.
/// </summary>
internal sealed class ArbiterRig : IDisposable
{
    private readonly StringBuilder _log = new();

    public ArbiterRig(ArbiterOptions options) => Arbiter = new PacketArbiter<MoldNumbering>(options);

    public PacketArbiter<MoldNumbering> Arbiter { get; }

    /// <summary>What came out since the last look.</summary>
    public string Take()
    {
        string text = _log.ToString().TrimEnd();
        _log.Clear();
        return text;
    }

    public string Send(int line, byte[] packet, long nowNs)
    {
        Arbiter.OnTime(nowNs);
        Drain();
        bool any = Arbiter.OnPacket(line, packet, nowNs, out ArbitratedPacket output);
        while (any)
        {
            Write(in output);
            any = Arbiter.TryNext(out output);
        }

        return Take();
    }

    public string Send(int line, ulong first, int count, long nowNs) => Send(line, Packet(first, count), nowNs);

    public string Wait(long nowNs)
    {
        Arbiter.OnTime(nowNs);
        Drain();
        return Take();
    }

    public void Drain()
    {
        while (Arbiter.TryNext(out ArbitratedPacket output))
            Write(in output);
    }

    public void Dispose() => Arbiter.Dispose();

    public static string Letters(ulong first, int count) =>
        new([.. Enumerable.Range(0, count).Select(i => (char)('a' + ((first + (ulong)i) % 26)))]);

    public static byte[] Packet(ulong first, int count, string session = "S") =>
        Packet(first, Letters(first, count), session);

    public static byte[] Packet(ulong first, string letters, string session = "S")
    {
        MoldUdp64PacketBuilder builder = new(session, first);
        foreach (char letter in letters)
            Assert.True(builder.TryAppend([(byte)letter]));
        return builder.Packet.ToArray();
    }

    public static byte[] Heartbeat(ulong next, string session = "S") =>
        new MoldUdp64PacketBuilder(session, next).Heartbeat().ToArray();

    public static byte[] End(ulong next, string session = "S") =>
        new MoldUdp64PacketBuilder(session, next).EndOfSession().ToArray();

    private void Write(in ArbitratedPacket output)
    {
        switch (output.Kind)
        {
            case ArbitratedKind.Content:
                _log.Append(output.First).Append(':').Append(Text(in output)).Append(' ');
                break;
            case ArbitratedKind.Stale:
                _log.Append("stale-").Append(output.Reason).Append(' ');
                break;
            case ArbitratedKind.Lost:
                _log.Append("lost-").Append(output.First).Append('+').Append(output.Count).Append(' ');
                break;
            case ArbitratedKind.LineDown or ArbitratedKind.LineUp:
                _log.Append(output.Kind).Append('-').Append(output.Line).Append(' ');
                break;
            default:
                _log.Append(output.Kind).Append('-').Append(output.First).Append(' ');
                break;
        }
    }

    private static string Text(in ArbitratedPacket output)
    {
        StringBuilder text = new();
        int start = output.Start;
        for (int i = 0; start < output.Packet.Length; i++)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(output.Packet[start..]);
            if (i >= output.Skip)
                text.Append(Encoding.ASCII.GetString(output.Packet.Slice(start + 2, length)));
            start += 2 + length;
        }

        Assert.Equal((int)output.Count, text.Length);
        return text.ToString();
    }
}
