using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using HftGateway.Aeron.Client;
using HftGateway.Aeron.Driver;
using HftGateway.Histogram;

namespace HftGateway.Benchmarks.Aeron;

/// <summary>
/// Two clients of one driver, each on a thread of its own: one publishes, the other counts or sends back.
/// <para><b>Threading.</b> The methods are the publishing thread's, one at a time.</para>
/// <para><b>Invariants.</b> Nothing that one thread writes with every message shares a cache line with what the other reads:
/// a message that lay beside this object made a round trip half as long again.</para>
/// </summary>
internal sealed class AeronPair : IDisposable
{
    private const int PaddingBytes = 128;
    private const int Stream1 = 21001;
    private const int EchoStream = 21002;
    private const int PongStream = 21003;
    private readonly AeronOptions _options;
    private readonly MediaDriver? _driver;
    private readonly AeronClient _near;
    private readonly AeronClient _far;
    private readonly Thread _thread;
    private readonly byte[] _padded;
    private readonly Subscription _farStream;
    private readonly Subscription _farEcho;
    private readonly Subscription _pong;
    private readonly ExclusivePublication _pongBack;
    private readonly ExclusivePublication _echo;
    private readonly Publication _stream;
    private PaddedCount _received;
    private bool _isStreaming;
    private bool _stop;

    public AeronPair(AeronOptions options)
    {
        _options = options;
        string directory = options.Directory ?? $"/dev/shm/hftgw-bench-{Environment.ProcessId}";
        if (options.Directory == null)
        {
            _driver = MediaDriver.Launch(new MediaDriverContext
            {
                AeronDirectoryName = directory, DirDeleteOnShutdown = true, ThreadingMode = ThreadingMode.Shared,
            });
        }

        _padded = new byte[options.Size + 2 * PaddingBytes];
        _near = AeronClient.Connect(new AeronContext { AeronDirectoryName = directory });
        _far = AeronClient.Connect(new AeronContext { AeronDirectoryName = directory });
        string back = options.PongChannel ?? options.Channel;
        _farStream = _far.AddSubscription(options.Channel, Stream1);
        _farEcho = _far.AddSubscription(options.Channel, EchoStream);
        _pong = _near.AddSubscription(back, PongStream);
        _pongBack = _far.AddExclusivePublication(back, PongStream);
        _echo = _near.AddExclusivePublication(options.Channel, EchoStream);
        _stream = options.Send == AeronSend.Concurrent
            ? _near.AddPublication(options.Channel, Stream1) : _near.AddExclusivePublication(options.Channel, Stream1);
        _thread = new Thread(Far) { IsBackground = true };
        _thread.Start();
        while (!_stream.IsConnected || !_echo.IsConnected || !_pongBack.IsConnected || _pong.ImageCount == 0
            || _stream.PositionLimit <= 0 || _echo.PositionLimit <= 0 || _pongBack.PositionLimit <= 0)
            Thread.Sleep(1);
    }

    /// <summary>Sends a message there and back, again and again.</summary>
    /// <param name="count">Round trips.</param>
    /// <param name="histogram">Takes each, ns; null: none is timed alone.</param>
    /// <returns>ns a round trip, mean.</returns>
    public double RoundTrips(long count, LongHistogram? histogram)
    {
        var handler = new Arrived();
        Span<byte> message = Message;
        ExclusivePublication echo = _echo;
        Subscription pong = _pong;
        long begin = Stopwatch.GetTimestamp();
        for (long i = 1; i <= count; i++)
        {
            long start = histogram == null ? i : Stopwatch.GetTimestamp();
            BinaryPrimitives.WriteInt64LittleEndian(message, start);
            while (echo.Offer(message) < 0)
                Idle();
            while (pong.Poll(ref handler, 10) == 0)
                Idle();
            if (handler.Value != start)
                throw new InvalidOperationException("another round trip is running on these channels");
            histogram?.TryRecord(handler.AtNs - start);
        }

        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / count;
    }

    /// <summary>Publishes as fast as the other side takes.</summary>
    /// <param name="count">Messages.</param>
    /// <returns>ns a message, until the last one has arrived.</returns>
    public double Stream(long count)
    {
        Volatile.Write(ref _isStreaming, true);
        long until = Volatile.Read(ref _received.Value) + count;
        long begin = Stopwatch.GetTimestamp();
        switch (_options.Send)
        {
            case AeronSend.Concurrent:
                Offer((ConcurrentPublication)_stream, count);
                break;
            case AeronSend.Offer:
                Offer((ExclusivePublication)_stream, count);
                break;
            case AeronSend.Claim:
                Claim((ExclusivePublication)_stream, count);
                break;
        }

        while (Volatile.Read(ref _received.Value) < until)
            Idle();
        return Stopwatch.GetElapsedTime(begin).TotalNanoseconds / count;
    }

    public void Dispose()
    {
        Volatile.Write(ref _stop, true);
        _thread.Join();
        _near.Dispose();
        _far.Dispose();
        _driver?.Dispose();
    }

    private Span<byte> Message => _padded.AsSpan(PaddingBytes, _options.Size);

    private void Offer(ConcurrentPublication publication, long count)
    {
        ReadOnlySpan<byte> message = Message;
        for (long i = 0; i < count; i++)
        {
            while (publication.Offer(message) < 0)
                Idle();
        }
    }

    private void Offer(ExclusivePublication publication, long count)
    {
        ReadOnlySpan<byte> message = Message;
        for (long i = 0; i < count; i++)
        {
            while (publication.Offer(message) < 0)
                Idle();
        }
    }

    private void Claim(ExclusivePublication publication, long count)
    {
        int size = _options.Size;
        for (long i = 0; i < count; i++)
        {
            BufferClaim claim;
            while (publication.TryClaim(size, out claim) < 0)
                Idle();
            BinaryPrimitives.WriteInt64LittleEndian(claim.Data, i);
            claim.Commit();
        }
    }

    private void Idle()
    {
        // One pause, as Aeron's samples do; the runtime's own spin is several.
        if (_options.IsYielding)
            Thread.Yield();
        else if (X86Base.IsSupported)
            X86Base.Pause();
    }

    private void Far()
    {
        var echo = new Echo(_pongBack);
        var counting = new Counting();
        int limit = _options.FragmentLimit;
        Subscription farEcho = _farEcho;
        Subscription farStream = _farStream;
        while (!Volatile.Read(ref _stop))
        {
            int fragments = farEcho.Poll(ref echo, 10);
            if (!Volatile.Read(ref _isStreaming))
            {
                if (fragments == 0)
                    Idle();
                continue;
            }

            fragments += farStream.Poll(ref counting, limit);
            if (fragments > 0)
                Volatile.Write(ref _received.Value, counting.Count);
            if (fragments == 0 && _options.Rest > 0)
                Thread.SpinWait(_options.Rest);
            else if (fragments == 0)
                Idle();
        }
    }

    [StructLayout(LayoutKind.Explicit, Size = 2 * PaddingBytes + sizeof(long))]
    private struct PaddedCount
    {
        [FieldOffset(PaddingBytes)]
        public long Value;
    }

    // The clock is read on arrival, as Aeron's own ping does.
    private struct Arrived : IFragmentHandler
    {
        public long Value;
        public long AtNs;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            Value = BinaryPrimitives.ReadInt64LittleEndian(payload);
            AtNs = Stopwatch.GetTimestamp();
        }
    }

    private struct Counting : IFragmentHandler
    {
        public long Count;
        private long _sum;

        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            _sum += BinaryPrimitives.ReadInt64LittleEndian(payload);
            Count++;
        }
    }

    private readonly struct Echo(ExclusivePublication back) : IFragmentHandler
    {
        public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
        {
            while (back.Offer(payload) < 0 && !back.IsClosed)
                Thread.SpinWait(1);
        }
    }
}
