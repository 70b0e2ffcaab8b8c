using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Tests;

/// <summary>Every offset as a number, from the protocol's description and not from this library's constants.</summary>
public sealed unsafe class LayoutTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("hftgw-aeron-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void ShouldLayOutTheCncFileAsAeronDoesWhenCreated()
    {
        using (CncFile cnc = CncFile.Create(
            _directory,
            new CncLayout { ToDriverCapacity = 4096, ToClientsCapacity = 8192, ValuesLength = 2048, ErrorLogLength = 1024 },
            startMs: 0x1122334455667788))
        {
            cnc.Publish();
        }

        byte[] bytes = File.ReadAllBytes(Path.Combine(_directory, "cnc.dat"));
        Assert.Equal(512, BitConverter.ToInt32(bytes, 0));
        Assert.Equal(4096 + 768, BitConverter.ToInt32(bytes, 4));
        Assert.Equal(8192 + 128, BitConverter.ToInt32(bytes, 8));
        Assert.Equal(4 * 2048, BitConverter.ToInt32(bytes, 12));
        Assert.Equal(2048, BitConverter.ToInt32(bytes, 16));
        Assert.Equal(1024, BitConverter.ToInt32(bytes, 20));
        Assert.Equal(10_000_000_000, BitConverter.ToInt64(bytes, 24));
        Assert.Equal(0x1122334455667788, BitConverter.ToInt64(bytes, 32));
        Assert.Equal(Environment.ProcessId, BitConverter.ToInt64(bytes, 40));
        Assert.Equal(4096, BitConverter.ToInt32(bytes, 48));
        Assert.Equal(0, bytes.Length % 4096);
        Assert.True(bytes.Length >= 128 + 4096 + 768 + 8192 + 128 + 8192 + 2048 + 1024);
    }

    [Fact]
    public void ShouldPlaceRecordAndTrailerOfTheCommandRingWhenACommandIsWritten()
    {
        byte* memory = stackalloc byte[1024 + 768];
        new Span<byte>(memory, 1024 + 768).Clear();
        var ring = new ManyToOneRing(new AtomicBuffer(memory, 1024 + 768));
        Assert.True(ring.TryWrite(7, [1, 2, 3, 4, 5]));
        Assert.Equal(0, ring.NextCorrelationId());
        ring.ConsumerHeartbeatMs = 99;
        Assert.Equal(13, *(int*)memory);
        Assert.Equal(7, *(int*)(memory + 4));
        Assert.Equal(new byte[] { 1, 2, 3, 4, 5 }, new Span<byte>(memory + 8, 5).ToArray());
        Assert.Equal(16, *(long*)(memory + 1024 + 128));
        Assert.Equal(0, *(long*)(memory + 1024 + 384));
        Assert.Equal(1, *(long*)(memory + 1024 + 512));
        Assert.Equal(99, *(long*)(memory + 1024 + 640));
    }

    [Fact]
    public void ShouldPlaceRecordAndTrailerOfTheBroadcastWhenTransmitted()
    {
        byte* memory = stackalloc byte[1024 + 128];
        new Span<byte>(memory, 1024 + 128).Clear();
        var transmitter = new BroadcastTransmitter(new AtomicBuffer(memory, 1024 + 128));
        transmitter.Transmit(5, [9, 9, 9]);
        transmitter.Transmit(6, [8]);
        Assert.Equal(11, *(int*)memory);
        Assert.Equal(5, *(int*)(memory + 4));
        Assert.Equal(9, *(int*)(memory + 16));
        Assert.Equal(6, *(int*)(memory + 20));
        Assert.Equal(32, *(long*)(memory + 1024));
        Assert.Equal(32, *(long*)(memory + 1024 + 8));
        Assert.Equal(16, *(long*)(memory + 1024 + 16));
    }

    [Fact]
    public void ShouldPlaceACounterAsAeronDoesWhenAllocated()
    {
        const int Count = 4;
        byte* metadata = stackalloc byte[Count * 512];
        byte* values = stackalloc byte[Count * 128];
        new Span<byte>(metadata, Count * 512).Clear();
        new Span<byte>(values, Count * 128).Clear();
        var manager = new CountersManager(new AtomicBuffer(metadata, Count * 512), new AtomicBuffer(values, Count * 128));
        Assert.Equal(0, manager.Allocate(1, [], "zero", 0, 0, 0));
        Assert.Equal(1, manager.Allocate(42, [1, 2, 3], "label", 77, 88, nowMs: 5, referenceId: 99));
        Assert.Equal(0, *(long*)(values + 128));
        Assert.Equal(77, *(long*)(values + 128 + 8));
        Assert.Equal(88, *(long*)(values + 128 + 16));
        Assert.Equal(99, *(long*)(values + 128 + 24));
        Assert.Equal(1, *(int*)(metadata + 512));
        Assert.Equal(42, *(int*)(metadata + 512 + 4));
        Assert.Equal(long.MaxValue, *(long*)(metadata + 512 + 8));
        Assert.Equal(new byte[] { 1, 2, 3, 0 }, new Span<byte>(metadata + 512 + 16, 4).ToArray());
        Assert.Equal(5, *(int*)(metadata + 512 + 128));
        Assert.Equal("label"u8.ToArray(), new Span<byte>(metadata + 512 + 132, 5).ToArray());
        manager.Free(1, nowMs: 1000);
        Assert.Equal(-1, *(int*)(metadata + 512));
        Assert.Equal(2000, *(long*)(metadata + 512 + 8));
        Assert.Equal(0, metadata[512 + 16]);
        Assert.Equal(2, manager.Allocate(1, [], "rests still", 0, 0, nowMs: 1999));
        Assert.Equal(1, manager.Allocate(1, [], "rested", 0, 0, nowMs: 2000));
    }

    [Fact]
    public void ShouldPlaceAnErrorAsAeronDoesWhenRecorded()
    {
        byte* memory = stackalloc byte[256];
        new Span<byte>(memory, 256).Clear();
        var log = new DistinctErrorLog(new AtomicBuffer(memory, 256));
        Assert.True(log.Record("abc", 100));
        Assert.False(log.Record("abc", 200));
        Assert.True(log.Record("de", 300));
        Assert.Equal(27, *(int*)memory);
        Assert.Equal(2, *(int*)(memory + 4));
        Assert.Equal(200, *(long*)(memory + 8));
        Assert.Equal(100, *(long*)(memory + 16));
        Assert.Equal("abc"u8.ToArray(), new Span<byte>(memory + 24, 3).ToArray());
        Assert.Equal(26, *(int*)(memory + 32));
        Assert.Equal(
            [new ErrorObservation(2, 100, 200, "abc"), new ErrorObservation(1, 300, 300, "de")],
            ErrorLogReader.Read(new AtomicBuffer(memory, 256)));
    }

    [Fact]
    public void ShouldPlaceTheLogMetadataAsAeronDoesWhenALogIsCreated()
    {
        string path = Path.Combine(_directory, "1.logbuffer");
        using (LogBuffer.Create(path, Parameters()))
        {
        }

        byte[] bytes = File.ReadAllBytes(path);
        Assert.Equal(3 * 65536 + 4096, bytes.Length);
        ReadOnlySpan<byte> m = bytes.AsSpan(3 * 65536);
        Assert.Equal((long)5 << 32, BitConverter.ToInt64(m));
        Assert.Equal((long)3 << 32, BitConverter.ToInt64(m[8..]));
        Assert.Equal((long)4 << 32, BitConverter.ToInt64(m[16..]));
        Assert.Equal(0, BitConverter.ToInt32(m[24..]));
        Assert.Equal(long.MaxValue, BitConverter.ToInt64(m[128..]));
        Assert.Equal(0, BitConverter.ToInt32(m[136..]));
        Assert.Equal(1234, BitConverter.ToInt64(m[256..]));
        Assert.Equal(5, BitConverter.ToInt32(m[264..]));
        Assert.Equal(32, BitConverter.ToInt32(m[268..]));
        Assert.Equal(1408, BitConverter.ToInt32(m[272..]));
        Assert.Equal(65536, BitConverter.ToInt32(m[276..]));
        Assert.Equal(4096, BitConverter.ToInt32(m[280..]));
        Assert.Equal(32768, BitConverter.ToInt32(m[284..]));
        Assert.Equal(16, BitConverter.ToInt32(m[316..]));
        Assert.Equal(0, BitConverter.ToInt32(m[320..]));
        Assert.Equal(new byte[] { 0, 0xC0, 1, 0 }, m.Slice(324, 4).ToArray());
        Assert.Equal(11, BitConverter.ToInt32(m[332..]));
        Assert.Equal(22, BitConverter.ToInt32(m[336..]));
        Assert.Equal(5, BitConverter.ToInt32(m[340..]));
        Assert.Equal(7_000, BitConverter.ToInt64(m[464..]));
        Assert.Equal(1, m[490]);
        Assert.Equal(1, m[491]);
        Assert.Equal(0, m[496]);
        Assert.Equal(1, m[497]);
    }

    [Fact]
    public void ShouldNumberTheProtocolAsAeronDoes()
    {
        Assert.Equal(
            [0, 1, 2, 3, 4, 5, 6, 7, 0x0B],
            new int[]
            {
                FrameType.Pad, FrameType.Data, FrameType.Nak, FrameType.StatusMessage, FrameType.Error, FrameType.Setup,
                FrameType.Rtt, FrameType.Resolution, FrameType.ResponseSetup,
            });
        Assert.Equal(0x80, FrameLayout.BeginFlag);
        Assert.Equal(0x40, FrameLayout.EndFlag);
        Assert.Equal(0x20, FrameLayout.EndOfStreamFlag);
        Assert.Equal(15, (int)SystemCounter.Errors);
        Assert.Equal(43, (int)SystemCounter.ControlProtocolVersion);
    }

    [Theory]
    [InlineData(0, 1376, 32)]
    [InlineData(1, 1376, 64)]
    [InlineData(32, 1376, 64)]
    [InlineData(33, 1376, 96)]
    [InlineData(1376, 1376, 1408)]
    [InlineData(1377, 1376, 1408 + 64)]
    [InlineData(2752, 1376, 2816)]
    public void ShouldFrameAMessageAsTheProtocolSaysWhenItIsAsLong(int length, int maxPayload, int expected) =>
        Assert.Equal(expected, LogLayout.FramedLength(length, maxPayload));

    [Fact]
    public void ShouldWrapTermIdsWhenTheyPassTheLargestNumber()
    {
        Assert.Equal(65536L * 3 + 64, LogLayout.Position(int.MinValue + 1, 64, 16, int.MaxValue - 1));
        Assert.Equal(-5, LogLayout.TermId(LogLayout.RawTail(-5, 77)));
        Assert.Equal(65536, LogLayout.Offset(LogLayout.RawTail(-5, 70_000), 65536));
    }

    private static LogParameters Parameters() => new()
    {
        Type = LogType.Exclusive,
        RegistrationId = 1234,
        SessionId = 11,
        StreamId = 22,
        InitialTermId = 5,
        TermLength = 65536,
        Mtu = 1408,
        PageSize = 4096,
        IsSparse = true,
        PublicationWindow = 32768,
        MaxResend = 16,
        LingerNs = 7_000,
        IsRejoin = true,
        IsReliable = true,
    };
}
