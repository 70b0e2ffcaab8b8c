using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Commands;
using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Driver;
using HftGateway.Aeron.Driver.Network;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Tests;

/// <summary>
/// Valid frames, commands, events and files, changed at random by a seed. HFTGW_AERON_FUZZ is how many there are of each kind
/// (files: a hundredth).
/// </summary>
public sealed class FuzzTests
{
    private const int Stream = 1001;
    private const int SessionId = 77;
    private const int InitialTermId = 5;
    private const int TermLength = 65536;
    private static readonly long Inputs =
        long.TryParse(Environment.GetEnvironmentVariable("HFTGW_AERON_FUZZ"), out long inputs) && inputs > 0 ? inputs : 20_000;

    [Fact]
    public void ShouldReadWhatIsWholeAndRefuseTheRestWhenControlFramesAreChanged()
    {
        var random = new Random(21);
        byte[] frame = new byte[2_048];
        byte[] again = new byte[2_048];
        long read = 0;
        for (long i = 0; i < Inputs; i++)
        {
            int length = WriteFrame(frame, random);
            length = Change(frame, length, random);
            ReadOnlySpan<byte> bytes = frame.AsSpan(0, length);
            if (ControlFrames.TryReadNak(bytes, out Nak nak))
            {
                Assert.True(length >= 28);
                Assert.True(ControlFrames.TryReadNak(again.AsSpan(0, ControlFrames.WriteNak(again, in nak)), out Nak same));
                Assert.Equal(nak, same);
                read++;
            }

            if (ControlFrames.TryReadStatus(bytes, out StatusMessage status))
            {
                Assert.True(length >= (status.HasGroupTag ? 44 : 36));
                int written = ControlFrames.WriteStatus(again, in status);
                Assert.True(ControlFrames.TryReadStatus(again.AsSpan(0, written), out StatusMessage same));
                Assert.Equal(status, same);
            }

            if (ControlFrames.TryReadSetup(bytes, out Setup setup))
            {
                Assert.True(ControlFrames.TryReadSetup(again.AsSpan(0, ControlFrames.WriteSetup(again, in setup)), out Setup same));
                Assert.Equal(setup, same);
            }

            if (ControlFrames.TryReadRtt(bytes, out RoundTrip rtt))
            {
                Assert.True(ControlFrames.TryReadRtt(again.AsSpan(0, ControlFrames.WriteRtt(again, in rtt)), out RoundTrip same));
                Assert.Equal(rtt, same);
            }

            if (ControlFrames.TryReadError(bytes, out ErrorFrame error))
                Assert.True(40 + error.Text.Length <= length && error.Text.Length <= 1023);
        }

        Assert.InRange(read, Inputs / 2, Inputs);
    }

    [Fact]
    public void ShouldServeTheOthersWhenDatagramsAreChanged()
    {
        using var system = new DriverAndClient(c => c with
        {
            ThreadingMode = ThreadingMode.Invoker, PublicationLingerTimeoutNs = 0, ClientLivenessTimeoutNs = long.MaxValue / 4,
            ImageLivenessTimeoutNs = 20_000_000, TimerIntervalNs = 1_000_000,
        }, isInvoked: true);
        int port = FreePort.Next();
        string control = $"127.0.0.1:{FreePort.Next()}";
        using Subscription subscription = Subscribe(system, $"aeron:udp?endpoint=127.0.0.1:{port}", Stream);
        using ExclusivePublication publication = Publish(
            system,
            $"aeron:udp?control={control}|control-mode=dynamic|session-id={SessionId}|init-term-id={InitialTermId}|"
            + $"term-id={InitialTermId}|term-offset=0",
            Stream);
        using Subscription good = Subscribe(system, "aeron:ipc", Stream + 1);
        using ExclusivePublication source = Publish(system, "aeron:ipc", Stream + 1);
        system.Await(() => good.ImageCount == 1 && source.IsConnected ? good : null);
        using var stranger = new UdpClient(0, AddressFamily.InterNetwork);
        IPEndPoint[] targets = [new IPEndPoint(IPAddress.Loopback, port), IPEndPoint.Parse(control)];
        var random = new Random(22);
        byte[] frame = new byte[2_048];
        byte[] message = new byte[64];
        var garbage = new Swallowed();
        var handler = new Received();
        long images = 0;
        for (long i = 0; i < Inputs; i++)
        {
            int length = WriteFrame(frame, random);
            if (random.Next(4) != 0)
                length = Change(frame, length, random);
            stranger.Client.SendTo(frame.AsSpan(0, length), SocketFlags.None, targets[random.Next(2)]);
            system.Driver.DoWork();
            images += subscription.ImageCount;
            subscription.Poll(ref garbage, 10);
            if (i % 64 != 0)
                continue;
            system.Client.Invoke();
            Received.Fill(message, handler.Next);
            while (source.Offer(message) < 0)
                system.Driver.DoWork();
            // A poll at the end of a term takes the padding only.
            if (good.Poll(ref handler, 10) == 0)
                Assert.Equal(1, good.Poll(ref handler, 10));
            Assert.Null(handler.Problem);
        }

        Assert.True(images > 0);
        Assert.True(system.Driver.Counters.Value((int)SystemCounter.InvalidPackets) > Inputs / 100);
        Assert.False(publication.IsClosed);
    }

    [Fact]
    public void ShouldServeTheOthersWhenCommandsAreChanged()
    {
        using var system = new DriverAndClient(c => c with
        {
            ThreadingMode = ThreadingMode.Invoker, PublicationLingerTimeoutNs = 0, ClientLivenessTimeoutNs = 20_000_000,
            TimerIntervalNs = 1_000_000, CounterFreeToReuseTimeoutNs = 0, ImageLivenessTimeoutNs = 1_000_000,
            InitialWindowLength = 4_096,
        }, isInvoked: true);
        using CncFile cnc = CncFile.TryOpen(system.DirectoryName)!;
        var random = new Random(23);
        byte[] command = new byte[1_024];
        for (long i = 0; i < Inputs; i++)
        {
            int type = WriteCommand(command, random, out int length);
            if (random.Next(8) != 0)
                length = Change(command, length, random);
            while (!cnc.ToDriver.TryWrite(type, command.AsSpan(0, length)))
                system.Driver.DoWork();
            system.Driver.DoWork();
            // Bounded: whatever they made is taken back when their client ends.
            if (i % 256 == 0)
                CloseAll(cnc, system.Driver);
        }

        CloseAll(cnc, system.Driver);
        Assert.True(system.Driver.Counters.Value((int)SystemCounter.Errors) > Inputs / 10);
        Wait.Until(
            () => system.Driver.DoWork() >= 0
                && Directory.GetFiles(Path.Combine(system.DirectoryName, "publications")).Length == 0,
            "the end of all that they made");
        using AeronClient client = system.Connect();
        long id = client.AsyncAddExclusivePublication("aeron:ipc", Stream);
        Wait.Until(
            () => system.Driver.DoWork() >= 0 && client.Invoke() >= 0 && client.GetExclusivePublication(id) != null,
            "a publication");
    }

    [Fact]
    public void ShouldGoOnWhenTheDriversEventsAreChanged()
    {
        string directory = TestDirectory.Next();
        Directory.CreateDirectory(directory);
        using CncFile cnc = CncFile.Create(directory, new CncLayout
        {
            ValuesLength = 128 * 1024, ClientLivenessTimeoutNs = long.MaxValue / 4,
        }, 0);
        cnc.Publish();
        ManyToOneRing ring = cnc.ToDriver;
        ring.ConsumerHeartbeatMs = AeronClock.System.EpochMs;
        long errors = 0;
        AeronClient client = AeronClient.Connect(new AeronContext
        {
            AeronDirectoryName = directory, UseConductorAgentInvoker = true, ErrorHandler = _ => errors++, DriverTimeoutMs = 60_000_000,
        });
        long subscriptionId = client.AsyncAddSubscription("aeron:ipc", Stream);
        var transmitter = new BroadcastTransmitter(cnc.ToClientsBuffer);
        byte[] record = new byte[1_024];
        new RecordWriter(record).Int64(subscriptionId).Int32(-1);
        transmitter.Transmit(CommandType.OnSubscriptionReady, record.AsSpan(0, 12));
        client.Invoke();
        Subscription subscription = client.GetSubscription(subscriptionId)!;
        var random = new Random(24);
        for (long i = 0; i < Inputs; i++)
        {
            int type = WriteEvent(record, random, subscriptionId, out int length);
            length = Change(record, length, random);
            transmitter.Transmit(type, record.AsSpan(0, length));
            client.Invoke();
            Assert.False(client.IsClosed);
        }

        Assert.True(errors > 0);
        Assert.Equal(0, subscription.ImageCount);
        client.Dispose();
        cnc.Dispose();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public void ShouldOpenOrRefuseWhenTheDriversFileIsChanged()
    {
        string directory = TestDirectory.Next();
        Directory.CreateDirectory(directory);
        byte[] good;
        var layout = new CncLayout
        {
            ToDriverCapacity = 4_096, ToClientsCapacity = 4_096, ValuesLength = 1_024, ErrorLogLength = 1_024,
        };
        using (CncFile cnc = CncFile.Create(directory, layout, 0))
        {
            var counters = new CountersManager(cnc.MetadataBuffer, cnc.ValuesBuffer, 0);
            for (int i = 0; i < 8; i++)
                counters.Allocate(i, "key"u8, $"counter {i}", i, -1, 0);
            var errors = new DistinctErrorLog(cnc.ErrorLogBuffer);
            errors.Record("one", 1);
            errors.Record("two", 2);
            cnc.Publish();
            good = new byte[cnc.FileLength];
            new ReadOnlySpan<byte>(File.ReadAllBytes(cnc.Path)).CopyTo(good);
        }

        var random = new Random(25);
        string path = Path.Combine(directory, CncFile.FileName);
        long opened = 0;
        long refused = 0;
        for (long i = 0; i < Math.Max(1_000, Inputs / 100); i++)
        {
            byte[] bytes = (byte[])good.Clone();
            int length = random.Next(8) == 0 ? random.Next(bytes.Length + 1) : bytes.Length;
            for (int changes = random.Next(1, 6); changes > 0; changes--)
            {
                // The header, the error log, the counters.
                int at = random.Next(3) switch { 0 => random.Next(52), 1 => bytes.Length - 1_200 + random.Next(300), _ => random.Next(bytes.Length) };
                BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Math.Min(at, bytes.Length - 4)), Extreme(random));
            }

            File.WriteAllBytes(path, bytes.AsSpan(0, length).ToArray());
            try
            {
                using CncFile? cnc = CncFile.TryOpen(directory);
                if (cnc == null)
                    continue;
                opened++;
                cnc.ReadErrors();
                cnc.Counters.ReadAll();
            }
            catch (AeronException)
            {
                refused++;
            }
        }

        Assert.True(opened > 100 && refused > 100, $"{opened} opened, {refused} refused");
        Directory.Delete(directory, recursive: true);
    }

    private static Subscription Subscribe(DriverAndClient system, string channel, int streamId)
    {
        long id = system.Client.AsyncAddSubscription(channel, streamId);
        return system.Await(() => system.Client.GetSubscription(id));
    }

    private static ExclusivePublication Publish(DriverAndClient system, string channel, int streamId)
    {
        long id = system.Client.AsyncAddExclusivePublication(channel, streamId);
        return system.Await(() => system.Client.GetExclusivePublication(id));
    }

    // The clients of commands are 1 to 8.
    private static void CloseAll(CncFile cnc, MediaDriver driver)
    {
        byte[] command = new byte[16];
        for (long client = 1; client <= 8; client++)
        {
            new RecordWriter(command).Int64(client).Int64(0);
            while (!cnc.ToDriver.TryWrite(CommandType.ClientClose, command))
                driver.DoWork();
        }

        while (driver.DoWork() > 0)
        {
        }
    }

    private static int WriteCommand(Span<byte> command, Random random, out int length)
    {
        int type = random.Next(1, 0x13);
        var writer = new RecordWriter(command);
        writer.Int64(random.Next(1, 9)).Int64(random.Next(1_000_000));
        string channel = random.Next(3) switch
        {
            0 => "aeron:ipc?term-length=64k",
            1 => "aeron:ipc?term-length=64k|session-id=7|mtu=1408|linger=0",
            _ => "aeron:ipc?alias=x|tether=false|rejoin=true|sparse=true",
        };
        switch (type)
        {
            case CommandType.AddPublication or CommandType.AddExclusivePublication:
                writer.Int32(random.Next(4)).Text(channel);
                break;
            case CommandType.AddSubscription:
                writer.Int64(0).Int32(random.Next(4)).Text(channel);
                break;
            case CommandType.AddCounter:
                writer.Int32(1_001).Bytes("key"u8).Align4().Text("label");
                break;
            case CommandType.AddStaticCounter:
                writer.Int64(random.Next(4)).Int32(1_002).Bytes("key"u8).Align4().Text("label");
                break;
            case CommandType.TerminateDriver:
                writer.Text("token");
                break;
            case CommandType.RejectImage:
                writer.Int64(random.Next(1_000)).Int64(0).Text("reason");
                break;
            case CommandType.GetNextAvailableSessionId:
                writer.Int32(random.Next(4));
                break;
            default:
                writer.Int64(random.Next(1_000_000)).Text(channel);
                break;
        }

        length = writer.Written.Length;
        return type;
    }

    private static int WriteEvent(Span<byte> record, Random random, long subscriptionId, out int length)
    {
        // All but the client's own timeout, which ends it.
        int type = random.Next(0x0F01, 0x0F0E);
        if (type == CommandType.OnClientTimeout)
            type = CommandType.OnError;
        var writer = new RecordWriter(record);
        long id = random.Next(2) == 0 ? subscriptionId : random.Next(100);
        switch (type)
        {
            case CommandType.OnError:
                writer.Int64(id).Int32(1).Text("refused");
                break;
            case CommandType.OnAvailableImage:
                writer.Int64(random.Next(100)).Int32(1).Int32(Stream).Int64(id).Int32(random.Next(10)).Text("/none").Align4()
                    .Text("aeron:ipc");
                break;
            case CommandType.OnPublicationReady or CommandType.OnExclusivePublicationReady:
                writer.Int64(id).Int64(id).Int32(1).Int32(Stream).Int32(1).Int32(-1).Text("/none");
                break;
            case CommandType.OnUnavailableImage:
                writer.Int64(random.Next(100)).Int64(id).Int32(Stream).Text("aeron:ipc");
                break;
            case CommandType.OnPublicationError:
                writer.Int64(id).Int64(-1).Int32(1).Int32(Stream).Int64(1).Int64(-1).Int32(2).Raw(new byte[16]).Int32(13).Text("no");
                break;
            default:
                writer.Int64(id).Int32(random.Next(10));
                break;
        }

        length = writer.Written.Length;
        return type;
    }

    // A frame of the session that the driver knows, or of a few others.
    private static int WriteFrame(Span<byte> frame, Random random)
    {
        int sessionId = random.Next(2) == 0 ? SessionId : random.Next(4);
        int offset = random.Next(64) * 32;
        switch (random.Next(8))
        {
            case 0:
                var nak = new Nak(sessionId, Stream, InitialTermId, offset, random.Next(1, 4_096));
                return ControlFrames.WriteNak(frame, in nak);
            case 1:
                var status = new StatusMessage(
                    (byte)(random.Next(4) << 6), sessionId, Stream, InitialTermId, offset, 4_096, random.Next(3),
                    random.Next(2) == 0, 7);
                return ControlFrames.WriteStatus(frame, in status);
            case 2:
                var setup = new Setup(0, offset, sessionId, Stream, InitialTermId, InitialTermId, TermLength, 1408, 0);
                return ControlFrames.WriteSetup(frame, in setup);
            case 3:
                var error = new ErrorFrame(sessionId, Stream, 3, 7, 13, Encoding.ASCII.GetBytes(new string('e', random.Next(40))));
                return ControlFrames.WriteError(frame, in error, random.Next(2) == 0);
            case 4:
                var rtt = new RoundTrip((byte)(random.Next(2) << 7), sessionId, Stream, random.NextInt64(), 0, random.Next(3));
                return ControlFrames.WriteRtt(frame, in rtt);
            default:
                return WriteData(frame, random, sessionId, offset);
        }
    }

    // One to three data frames, the last of them padding now and then, or a heartbeat.
    private static int WriteData(Span<byte> frame, Random random, int sessionId, int offset)
    {
        int length = 0;
        bool isHeartbeat = random.Next(8) == 0;
        for (int frames = random.Next(1, 4); frames > 0; frames--)
        {
            int payload = isHeartbeat ? -32 : random.Next(100);
            bool isPadding = !isHeartbeat && random.Next(16) == 0;
            Span<byte> at = frame[length..];
            at[..160].Clear();
            BinaryPrimitives.WriteInt32LittleEndian(at, 32 + payload);
            at[5] = (byte)(0xC0 | (random.Next(32) == 0 ? 0x30 : 0));
            at[6] = (byte)(isPadding ? 0 : 1);
            BinaryPrimitives.WriteInt32LittleEndian(at[8..], offset + length);
            BinaryPrimitives.WriteInt32LittleEndian(at[12..], sessionId);
            BinaryPrimitives.WriteInt32LittleEndian(at[16..], Stream);
            BinaryPrimitives.WriteInt32LittleEndian(at[20..], InitialTermId);
            if (isPadding || isHeartbeat)
                return length + 32;
            length += (32 + payload + 31) & ~31;
        }

        return length;
    }

    // One to four changes: a bit, a byte, a number, or the length.
    private static int Change(Span<byte> bytes, int length, Random random)
    {
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(Math.Max(1, Math.Min(length, 64)));
            switch (random.Next(5))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    BinaryPrimitives.WriteInt32LittleEndian(bytes[(at & ~3)..], Extreme(random));
                    break;
                case 3:
                    BinaryPrimitives.WriteInt64LittleEndian(bytes[(at & ~7)..], Extreme(random));
                    break;
                case 4 when random.Next(4) == 0:
                    length = random.Next(length + 33);
                    break;
            }
        }

        return length;
    }

    private static int Extreme(Random random) => random.Next(8) switch
    {
        0 => 0,
        1 => -1,
        2 => int.MaxValue,
        3 => int.MinValue,
        4 => random.Next(-64, 64),
        5 => 1 << random.Next(31),
        6 => -(1 << random.Next(31)),
        _ => random.Next(),
    };

    private struct Swallowed : IFragmentHandler
    {
        public long Bytes;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header) => Bytes += payload.Length;
    }
}
