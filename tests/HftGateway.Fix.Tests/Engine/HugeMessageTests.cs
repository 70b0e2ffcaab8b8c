using System.Net;
using System.Text;

namespace HftGateway.Fix.Tests.Engine;

/// <summary>A hundred megabytes in one message, really sent, and lengths that say more than there is.</summary>
public sealed class HugeMessageTests
{
    private const int Huge = 100_000_000;
    private const int Chunk = 1 << 20;

    // Garbled, since it is longer than any message may be: not answered, found missing by the next one, and nothing of it kept.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ShouldPassOverAHundredMegabytesAndServeOthersMeanwhile(bool isWhole)
    {
        var application = new RecordingApplication();
        using var engine = new FixEngine();
        engine.Add(FixEngineTests.Entry(FixRole.Acceptor, "US", "THEM", application));
        engine.Add(FixEngineTests.Entry(FixRole.Acceptor, "US", "OTHER", application));
        IPEndPoint at = engine.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        engine.Start();
        using var peer = new RawPeer(at);
        using var other = new RawPeer(at);
        peer.Logon();
        other.Logon("OTHER");
        byte[] chunk = new byte[Chunk];
        Array.Fill(chunk, (byte)'x');
        byte[] begin = Encoding.ASCII.GetBytes(
            $"8=FIX.4.4\u00019={Huge}\u000135=B\u000134=2\u000149=THEM\u000152={Naive.Time(FixClock.Now.UtcNs, 3)}\u000156=US\u000158=");
        peer.SendRaw(begin);
        long before = AllocatedBy(engine);
        ulong asked = 2;
        int body = Huge - begin.Length + Encoding.ASCII.GetByteCount($"8=FIX.4.4\u00019={Huge}\u0001") - 1;
        for (int sent = 0; sent < body; sent += Chunk)
        {
            peer.Socket.Send(chunk.AsSpan(0, Math.Min(Chunk, body - sent)));
            if (sent / Chunk % 25 != 0)
                continue;
            other.Send(asked++, "1", $"112=while {sent}|", "OTHER");
            Assert.Equal($"while {sent}", Naive.Field(other.Read()!, 112));
        }

        long taken = AllocatedBy(engine) - before;
        Assert.True(taken < 8 << 20, $"{taken} bytes were allocated");
        if (isWhole)
            peer.SendRaw(Encoding.ASCII.GetBytes("\u000110=000\u0001"));
        peer.Send(3, "1", "112=after|");
        string answer = peer.Read()!;
        Assert.Equal(("2", "2", "0"), (Naive.Field(answer, 35), Naive.Field(answer, 7), Naive.Field(answer, 16)));
        peer.Send(2, "4", $"43=Y|122={Naive.Time(FixClock.Now.UtcNs, 3)}|123=Y|36=3|");
        Assert.Equal("after", Naive.Field(peer.Read()!, 112));
        Assert.DoesNotContain(application.Events, static e => e.StartsWith("message", StringComparison.Ordinal));
    }

    // By the engine's thread: other tests run beside this one.
    private static long AllocatedBy(FixEngine engine)
    {
        var allocated = new TaskCompletionSource<long>();
        engine.Post(() => allocated.SetResult(GC.GetAllocatedBytesForCurrentThread()));
        return allocated.Task.Result;
    }

    [Fact]
    public void ShouldCloseAConnectionThatBeginsWithAHundredMegabytes()
    {
        using var engine = new FixEngine();
        engine.Add(FixEngineTests.Entry(FixRole.Acceptor, "US", "THEM", new RecordingApplication()));
        IPEndPoint at = engine.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        engine.Start();
        using (var stranger = new RawPeer(at))
        {
            stranger.SendRaw(Encoding.ASCII.GetBytes($"8=FIX.4.4\u00019={Huge}\u000135=A\u000158="));
            Assert.Null(stranger.Read());
        }

        using var peer = new RawPeer(at);
        peer.Logon();
    }

    // What a length that is too long covers is lost with it, and not one message more: the next one that stands behind it is
    // read, and its number shows what is missing.
    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 2)]
    [InlineData(90, 3)]
    public void ShouldLoseNoMoreThanATooLongLengthCovers(int tooLong, int lost)
    {
        byte[] first = Naive.Message("35=0|34=2|49=THEM|52=20260101-00:00:00.000|56=US|");
        string text = Encoding.ASCII.GetString(first);
        int length = int.Parse(Naive.Field(Naive.Text(first), 9)!);
        string wrong = text.Replace($"9={length}\u0001", $"9={length + tooLong}\u0001", StringComparison.Ordinal);
        var bytes = new List<byte>(Encoding.ASCII.GetBytes(wrong));
        for (int number = 3; number < 8; number++)
            bytes.AddRange(Naive.Message($"35=0|34={number}|49=THEM|52=20260101-00:00:00.000|56=US|"));
        foreach (int step in (int[])[1, 7, bytes.Count])
        {
            var reader = new FixFrameReader();
            var numbers = new List<ulong>();
            for (int at = 0; at < bytes.Count; at += step)
            {
                byte[] piece = [.. bytes.Skip(at).Take(step)];
                piece.CopyTo(reader.GetFree());
                reader.Advance(piece.Length);
                FrameResult result;
                while ((result = reader.TryRead(out FixFrame frame)) != FrameResult.NeedMore)
                {
                    if (result != FrameResult.Frame)
                        continue;
                    FixHeader.Parse(frame, out FixHeader header);
                    numbers.Add(header.Sequence);
                }
            }

            Assert.Equal(Enumerable.Range(2 + lost, 6 - lost).Select(static n => (ulong)n), numbers);
        }
    }
}
