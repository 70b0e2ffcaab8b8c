using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using HftGateway.Exchange.Tests.Flow;
using HftGateway.MarketData.Events;

namespace HftGateway.Exchange.Tests.Server;

/// <summary>
/// Reads MoldUDP64 and ITCH with plain offsets taken from the specifications, follows the books strictly, and notes the
/// messages that are no book changes.
/// </summary>
internal sealed class FeedSubscriber
{
    public readonly FeedReader Reader = new();
    public readonly List<string> Events = [];
    public long NextSequence = 1;
    public long Packets, Heartbeats, EndPackets, LargestPacket;
    public long LastTimeNs;
    public readonly HashSet<ulong> Seen = [];

    /// <summary>Receives until <paramref name="done"/>; the socket's own time-out ends a wait that is too
    /// long.</summary>
    public void Run(Socket socket, Func<FeedSubscriber, bool> done)
    {
        var buffer = new byte[65_536];
        while (!done(this))
            Take(buffer.AsSpan(0, socket.Receive(buffer)));
    }

    public void Take(ReadOnlySpan<byte> packet)
    {
        Packets++;
        LargestPacket = Math.Max(LargestPacket, packet.Length);
        Assert.Equal("SIM       ", Encoding.ASCII.GetString(packet[..10]));
        Assert.Equal(NextSequence, BinaryPrimitives.ReadInt64BigEndian(packet[10..]));
        ushort count = BinaryPrimitives.ReadUInt16BigEndian(packet[18..]);
        packet = packet[20..];
        Heartbeats += count == 0 ? 1 : 0;
        EndPackets += count == 0xFFFF ? 1 : 0;
        for (int i = 0; count != 0xFFFF && i < count; i++)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(packet);
            Message(packet.Slice(2, length));
            packet = packet[(2 + length)..];
            NextSequence++;
        }

        Assert.Equal(0, packet.Length);
    }

    public void Message(ReadOnlySpan<byte> m)
    {
        long high = BinaryPrimitives.ReadUInt16BigEndian(m[5..]);
        long time = (high << 32) | BinaryPrimitives.ReadUInt32BigEndian(m[7..]);
        Assert.True(time >= LastTimeNs, $"time went back from {LastTimeNs} to {time}");
        LastTimeNs = time;
        var symbol = (ushort)(BinaryPrimitives.ReadUInt16BigEndian(m[1..]) - 1);
        ulong reference = m.Length >= 19 ? BinaryPrimitives.ReadUInt64BigEndian(m[11..]) : 0;
        switch ((char)m[0])
        {
            case 'A':
                Assert.Equal(36, m.Length);
                Seen.Add(reference);
                Reader.Add(symbol, reference, m[19] == 'B' ? EventSide.Buy : EventSide.Sell, Int(m, 20), Int(m, 32));
                Reader.Counts['A']++;
                break;
            case 'E':
                Assert.Equal(31, m.Length);
                Reader.Take(reference, Int(m, 19));
                Reader.Counts['E']++;
                break;
            case 'X':
                Assert.Equal(23, m.Length);
                Reader.Take(reference, Int(m, 19));
                break;
            case 'D':
                Assert.Equal(19, m.Length);
                Assert.True(Reader.Orders.Remove(reference));
                break;
            case 'U':
                Assert.Equal(35, m.Length);
                Reader.Replace(reference, BinaryPrimitives.ReadUInt64BigEndian(m[19..]), Int(m, 27), Int(m, 31));
                break;
            case 'S':
                Assert.Equal((12, ushort.MaxValue), (m.Length, symbol));
                Events.Add($"S {(char)m[11]}");
                break;
            case 'R':
                Assert.Equal(39, m.Length);
                Events.Add($"R {symbol + 1} {Encoding.ASCII.GetString(m.Slice(11, 8))} {Int(m, 21)}");
                break;
            case 'H':
                Assert.Equal(25, m.Length);
                Events.Add($"H {symbol + 1} {Encoding.ASCII.GetString(m.Slice(11, 8))} {(char)m[19]}");
                break;
            default:
                Assert.Fail($"unexpected message {(char)m[0]}");
                break;
        }
    }

    private static int Int(ReadOnlySpan<byte> m, int at) => BinaryPrimitives.ReadInt32BigEndian(m[at..]);
}
