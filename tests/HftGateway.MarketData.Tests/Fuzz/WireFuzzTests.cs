using System.Diagnostics;
using System.Globalization;
using HftGateway.MarketData.Glimpse;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Mold;
using HftGateway.MarketData.Pcap;
using HftGateway.MarketData.Soup;
using HftGateway.MarketData.Tests.Itch;
using Xunit.Abstractions;

namespace HftGateway.MarketData.Tests.Fuzz;

/// <summary>
/// Every decoder and session of the wire on mutated inputs: none crashes, reads beyond its bytes, throws, or says what
/// cannot be. A hundred thousand inputs each in the tests; more with the environment variable
/// <c>HFTGW_FUZZ_INPUTS</c> (inputs a target) and other ones with <c>HFTGW_FUZZ_SEED</c>.
/// </summary>
public sealed class WireFuzzTests(ITestOutputHelper output)
{
    private const long DefaultInputs = 100_000;
    private const int WorkBytes = 4_000;

    private readonly byte[] _work = new byte[WorkBytes];
    private readonly byte[] _buffer = new byte[64 * 1024];

    [Theory]
    [InlineData("mold.bin")]
    public void ShouldStayWithinPacketWhenMoldPacketIsMutated(string sample)
    {
        using GuardedPage page = new();
        MoldUdp64Receiver receiver = new(null, 1, acceptUnsequenced: true);
        Run(sample, page, input =>
        {
            MoldPacketStatus status = receiver.OnPacket(input, out MessageBlock block);
            int count = 0;
            int bytes = 0;
            foreach (ReadOnlySpan<byte> message in block)
            {
                count++;
                bytes += 2 + message.Length;
            }

            Check(count == block.Count && bytes == block.Bytes.Length && bytes <= input.Length);
            Check(status != MoldPacketStatus.Messages || count > 0);
            _ = MoldNumbering.Read(input, out _);
            if (receiver.NextSequence > ulong.MaxValue / 2 || receiver.IsEnded)
                receiver.Reset();
        });
    }

    [Theory]
    [InlineData("frame.bin")]
    [InlineData("frame-vlan.bin")]
    public void ShouldStayWithinFrameWhenFrameIsMutated(string sample)
    {
        using GuardedPage page = new();
        int[] links = [0, 1, 101, 113, 228, 276, 9];
        int next = 0;
        Run(sample, page, input =>
        {
            int link = next++ % 4 == 0 ? links[next % links.Length] : 1;
            if (UdpFrame.Parse(input, link, out UdpFrame datagram) == UdpFrameStatus.Datagram)
                Check(datagram.PayloadOffset + datagram.Payload.Length <= input.Length);
        });
    }

    [Theory]
    [InlineData("capture.pcap")]
    [InlineData("capture.pcapng")]
    public void ShouldDeliverOrReportWhenCaptureIsMutated(string sample) => Run(sample, null, input =>
    {
        using MemoryStream stream = new(_work, 0, input.Length);
        using PcapReader reader = new(new StreamWindow(stream, _buffer));
        long bytes = 0;
        while (reader.TryRead(out PcapPacket packet))
        {
            bytes += packet.Data.Length;
            Check(packet.Offset >= 0 && packet.Offset + packet.Data.Length <= input.Length);
            Check(packet.WireLength >= 0 && packet.UtcNs is >= 0 or MessageBlock.NoTime);
            _ = UdpFrame.Parse(packet.Data, packet.LinkType, out _);
        }

        Check(bytes <= input.Length && reader.ByteOffset <= input.Length);
        Check(reader.Problem == null || reader.Problem.ByteOffset <= input.Length);
    });

    [Theory]
    [InlineData("soup-server.bin")]
    public void ShouldKeepItsOrderWhenServersBytesAreMutated(string sample)
    {
        SoupClientSession client = new(new SoupClientOptions());
        Mutator pieces = new(7);
        Run(sample, null, input =>
        {
            client.Restart(1);
            client.OnConnected(0);
            ulong last = 0;
            while (!input.IsEmpty)
            {
                int piece = Math.Min(input.Length, 1 + pieces.Next(400));
                input[..piece].CopyTo(client.ReceiveBuffer());
                client.OnReceived(piece, 0);
                input = input[piece..];
                while (client.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
                {
                    if (found != SoupEvent.SequencedData)
                        continue;
                    Check(client.NextSequence > last && payload.Length <= WorkBytes);
                    last = client.NextSequence;
                }
            }

            Check(client.State != SoupState.Failed || client.Failure != SoupFailure.None);
        });
    }

    [Theory]
    [InlineData("soup-client.bin")]
    [InlineData("soup-client41.bin")]
    public void ShouldSendNothingBeforeLoginWhenClientsBytesAreMutated(string sample)
    {
        SoupServerSession server = new(new SoupServerOptions { OutboundBytes = 4_096 });
        Run(sample, null, input =>
        {
            server.OnConnected(0);
            input.CopyTo(server.ReceiveBuffer());
            server.OnReceived(input.Length, 0);
            while (server.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
            {
                Check(found != SoupEvent.UnsequencedData || server.State == SoupState.LoggedIn);
                if (found != SoupEvent.LoginRequest)
                    continue;
                SoupLogin login = SoupServerSession.ReadLogin(payload);
                Check(login.UserName.Length <= 6 && login.HeartbeatTimeoutMs is >= 0 and <= 99_999);
                Check(!server.TrySendSequenced(login.Password));
                server.Accept("DAY1", Math.Max(1, login.NextSequence));
            }

            _ = server.OnTimer(1);
        });
    }

    [Theory]
    [InlineData("glimpse.bin")]
    public void ShouldBeCompleteOnlyWithItsEndWhenSnapshotIsMutated(string sample)
    {
        SoupClientSession client = new(new SoupClientOptions());
        GlimpseReader reader = new(1_000);
        Run(sample, null, input =>
        {
            client.Restart(1);
            client.OnConnected(0);
            reader.Start(100);
            input.CopyTo(client.ReceiveBuffer());
            client.OnReceived(input.Length, 0);
            long taken = 0;
            while (client.TryRead(out ReadOnlySpan<byte> payload) is var found and not SoupEvent.None)
            {
                if (found == SoupEvent.SequencedData && reader.Take(payload))
                    taken++;
            }

            Check(taken == reader.Messages);
            Check(reader.Status == GlimpseStatus.Complete ? reader.SpliceSequence >= 100 : reader.SpliceSequence == 0);
            Check(reader.Status != GlimpseStatus.Complete || input.IndexOf((byte)'G') > 0);
        });
    }

    private static void Check(bool holds)
    {
        if (!holds)
            throw new InvalidDataException("an invariant does not hold");
    }

    private static long Setting(string name, long otherwise) =>
        long.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out long value)
            ? value : otherwise;

    private void Run(string sample, GuardedPage? page, Target target)
    {
        if (!OperatingSystem.IsLinux())
            return;
        byte[] sound = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "data", "wire", sample));
        long inputs = Setting("HFTGW_FUZZ_INPUTS", DefaultInputs);
        ulong seed = (ulong)Setting("HFTGW_FUZZ_SEED", 1);
        Mutator mutator = new(seed);
        long start = Stopwatch.GetTimestamp();
        sound.CopyTo(_work, 0);
        target(Place(page, sound.Length));
        for (long i = 0; i < inputs; i++)
        {
            int length = mutator.Mutate(sound, _work);
            try
            {
                target(Place(page, length));
            }
            catch (Exception e)
            {
                throw new InvalidDataException(
                    $"seed {seed}, input {i}: {Convert.ToHexString(_work.AsSpan(0, length))}", e);
            }
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sample}: {inputs} inputs in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s, seed {seed}"));
    }

    // Against a page that may not be touched, where the target reads in place.
    private ReadOnlySpan<byte> Place(GuardedPage? page, int length)
    {
        if (page == null)
            return _work.AsSpan(0, length);
        Span<byte> place = page.Last(length);
        _work.AsSpan(0, length).CopyTo(place);
        return place;
    }

    private delegate void Target(ReadOnlySpan<byte> input);
}
