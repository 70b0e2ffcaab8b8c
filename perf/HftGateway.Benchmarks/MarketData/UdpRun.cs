using System.Diagnostics;
using System.Globalization;
using System.Net;
using HftGateway.MarketData;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Udp;
using HftGateway.Platform.Timing;

namespace HftGateway.Benchmarks.MarketData;

/// <summary>
/// The subcommand <c>udp [MESSAGES_PER_S] [SECONDS]</c>: what receiving a datagram costs in each way, and whether a
/// MoldUDP64 feed at a rate gets through the loopback interface without loss. Two threads: one sends, one receives and
/// walks every message.
/// </summary>
internal static class UdpRun
{
    private const int DeleteBytes = 19;
    private const int CostRounds = 2_000;
    private const int CostBatch = 64;
    private const long DrainMs = 500;

    /// <summary>Runs the measurement.</summary>
    /// <param name="arguments">Rate and length.</param>
    /// <param name="output">Where the table goes.</param>
    /// <returns>0; 1 when messages were lost; 2 when the arguments are wrong.</returns>
    public static int Execute(ReadOnlySpan<string> arguments, TextWriter output)
    {
        long rate = 2_000_000;
        double seconds = 5;
        CultureInfo culture = CultureInfo.InvariantCulture;
        if (arguments.Length > 2 || (arguments.Length > 0 && !long.TryParse(arguments[0], culture, out rate))
            || (arguments.Length > 1 && !double.TryParse(arguments[1], culture, out seconds)) || rate < 1_000)
        {
            Console.Error.WriteLine("usage: udp [MESSAGES_PER_S] [SECONDS]");
            return 2;
        }

        output.WriteLine("receive, ns a datagram of 400 bytes that waits in the socket      median     p10     p90");
        Cost(output, "recv", new UdpReceiverOptions { Address = IPAddress.Loopback, Port = 0 });
        Cost(output, "recvmmsg of 1, stamps", With(1, UdpTimestamps.Software));
        Cost(output, "recvmmsg of 64", With(CostBatch, UdpTimestamps.None));
        Cost(output, "recvmmsg of 64, stamps", With(CostBatch, UdpTimestamps.Software));
        bool isWhole = Feed(output, rate, seconds, TotalViewPacket);
        isWhole &= Feed(output, rate, seconds, SmallPacket);
        return isWhole ? 0 : 1;
    }

    // As many messages as fit an Ethernet frame; and as few as a quiet feed has.
    private const int TotalViewPacket = 60;
    private const int SmallPacket = 8;

    private static UdpReceiverOptions With(int batch, UdpTimestamps stamps) => new()
    {
        Address = IPAddress.Loopback, Port = 0, BatchSize = batch, Timestamps = stamps,
        ReceiveBufferBytes = 32 << 20, MaxDatagramBytes = 2_048,
    };

    private static void Cost(TextWriter output, string name, UdpReceiverOptions options)
    {
        using UdpReceiver receiver = new(options);
        using UdpBatchSender sender = new(
            new UdpSenderOptions { Address = IPAddress.Loopback, Port = receiver.Port }, CostBatch);
        byte[] datagram = new byte[400];
        double[] samples = new double[CostRounds];
        for (int round = -100; round < CostRounds; round++)
        {
            while (sender.TryAdd(datagram))
            {
            }

            while (!sender.Flush())
            {
            }

            long start = TimeStampCounter.Now();
            int received = 0;
            while (received < CostBatch)
                received += receiver.TryReceiveDatagram(out _) ? 1 : 0;
            if (round >= 0)
                samples[round] = TimeStampCounter.ToNs(TimeStampCounter.Now() - start) / (double)CostBatch;
        }

        Array.Sort(samples);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-64} {samples[CostRounds / 2],7:F0} {samples[CostRounds / 10],7:F0} "
            + $"{samples[CostRounds * 9 / 10],7:F0}"));
    }

    private static bool Feed(TextWriter output, long rate, double seconds, int messagesPerPacket)
    {
        using UdpReceiver receiver = new(With(CostBatch, UdpTimestamps.Software));
        Listener listener = new(receiver);
        Thread thread = new(listener.Run) { IsBackground = true };
        thread.Start();
        long start = Stopwatch.GetTimestamp();
        (long sent, long late) = Send(receiver.Port, rate, seconds, messagesPerPacket);
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
        listener.StopAfter(sent, DrainMs);
        thread.Join();
        long lost = sent - listener.Messages;
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"feed: {sent} messages, {messagesPerPacket} a packet, in {elapsed:F2} s = {sent / elapsed / 1e6:F2} M/s; "
            + $"received {listener.Messages}, lost {lost} ({listener.Gaps} gaps, {receiver.ReadDrops()} datagrams "
            + $"dropped by the kernel); receiver empty-handed {listener.EmptyShare:P0} of its calls; sender late "
            + $"{late / 1e6:F1} ms at most; receive buffer {receiver.ReceiveBufferBytes >> 10} KiB"));
        return lost == 0;
    }

    private static (long Sent, long LatestNs) Send(int port, long rate, double seconds, int messagesPerPacket)
    {
        using UdpBatchSender sender = new(new UdpSenderOptions { Address = IPAddress.Loopback, Port = port }, CostBatch);
        MoldUdp64PacketBuilder builder = new("BENCH");
        byte[] message = new byte[DeleteBytes];
        message[0] = (byte)'D';
        long total = (long)(rate * seconds);
        long sent = 0;
        long latestNs = 0;
        long start = TimeStampCounter.Now();
        while (sent < total)
        {
            long elapsedNs = TimeStampCounter.ToNs(TimeStampCounter.Now() - start);
            long due = Math.Min(total, (long)(elapsedNs * (double)rate / 1e9));
            if (due - sent < messagesPerPacket && sent + messagesPerPacket <= total)
                continue;
            latestNs = Math.Max(latestNs, elapsedNs - (long)(sent * 1e9 / rate));
            while (sent < due)
            {
                for (int i = 0; i < messagesPerPacket && sent < total; i++, sent++)
                    _ = builder.TryAppend(message);
                while (!sender.TryAdd(builder.Packet))
                    FlushAll(sender);
                builder.Clear();
            }

            FlushAll(sender);
        }

        return (sent, latestNs);
    }

    private static void FlushAll(UdpBatchSender sender)
    {
        while (!sender.Flush())
        {
        }
    }

    /// <summary>Receives, checks numbers, and walks every message.</summary>
    private sealed class Listener(UdpReceiver receiver)
    {
        private readonly MoldUdp64Receiver _mold = new(null, 1);
        private long _expected = long.MaxValue;
        private long _deadlineMs = long.MaxValue;
        private long _calls;
        private long _empty;
        private long _sum;

        public long Messages => _mold.Messages;

        public long Gaps => _mold.Gaps;

        public double EmptyShare => _empty / (double)Math.Max(1, _calls);

        public void StopAfter(long messages, long waitMs)
        {
            Volatile.Write(ref _deadlineMs, Environment.TickCount64 + waitMs);
            Volatile.Write(ref _expected, messages);
        }

        public void Run()
        {
            while (_mold.Messages < Volatile.Read(ref _expected)
                && Environment.TickCount64 < Volatile.Read(ref _deadlineMs))
            {
                _calls++;
                if (!receiver.TryReceiveDatagram(out UdpDatagram datagram))
                {
                    _empty++;
                    continue;
                }

                _ = _mold.OnPacket(datagram.Payload, out MessageBlock block);
                foreach (ReadOnlySpan<byte> message in block)
                    _sum += message[0];
            }
        }
    }
}
