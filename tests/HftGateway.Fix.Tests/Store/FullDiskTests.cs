using System.Net;
using HftGateway.Fix.Tests.Engine;

namespace HftGateway.Fix.Tests.Store;

/// <summary>Disks that are really full, under the store and the message log.</summary>
public sealed class FullDiskTests
{
    private const string Identity = "FIX.4.4:US->THEM";
    private static readonly FixStoreOptions Small = new() { SegmentBytes = 1 << 16 };

    [SmallDiskFact]
    public void ShouldRefuseAndLoseNothingAndGoOnWhenThereIsRoomAgain()
    {
        using var disk = new SmallDisk(2 << 20);
        string path = Path.Combine(disk.Folder, "s.fixstore");
        ulong last;
        using (FixStore store = FixStore.Open(path, Identity, 0, Small))
        {
            while (store.TryAppend((FixMsgType)'8', 0, StoreTests.Content(store.NextOutbound)))
            {
            }

            last = store.NextOutbound - 1;
            Assert.Contains("no space", store.Problem, StringComparison.Ordinal);
            Assert.True(last > 5_000, $"{last} messages in 2 MiB");
            // Refused again and again, and nothing of it stays; numbers of the peer and a reset still find room.
            Assert.False(store.TryAppend((FixMsgType)'8', 0, StoreTests.Content(last + 1)));
            Assert.False(store.TryNote(1, 0, "note"u8));
            store.ExpectedInbound = 9;
            Assert.Equal((last + 1, 9ul), (store.NextOutbound, store.ExpectedInbound));
            AssertHas(store, last);
        }

        // Opened while the disk is full.
        using (FixStore store = FixStore.Open(path, Identity, 0, Small))
        {
            Assert.Equal((last + 1, 9ul, ""), (store.NextOutbound, store.ExpectedInbound, store.Recovery));
            AssertHas(store, 1);
            Assert.False(store.TryAppend((FixMsgType)'8', 0, StoreTests.Content(last + 1)));
            Assert.Throws<IOException>(() => store.Rotate(5));
            // What failed changed nothing.
            AssertHas(store, last);
            store.Reset(7);
            Assert.Equal((1ul, 1ul), (store.NextOutbound, store.ExpectedInbound));
            store.Reset(8);
        }

        using (FixStore store = FixStore.Open(path, Identity, 0, Small))
            Assert.Equal((1ul, 7L), (store.NextOutbound, store.CreatedUtcNs));
    }

    [SmallDiskFact]
    public void ShouldTakeMessagesAgainWhenThereIsRoom()
    {
        using var disk = new SmallDisk(2 << 20);
        using FixStore store = FixStore.Open(Path.Combine(disk.Folder, "s.fixstore"), Identity, 0, Small);
        for (int round = 0; round < 5; round++)
        {
            disk.Fill(left: round * 8192);
            while (store.TryAppend((FixMsgType)'8', 0, StoreTests.Content(store.NextOutbound)))
            {
            }

            ulong next = store.NextOutbound;
            disk.Empty();
            for (int i = 0; i < 50; i++)
                Assert.True(store.TryAppend((FixMsgType)'8', 0, StoreTests.Content(store.NextOutbound)), store.Problem);
            Assert.Equal(next + 50, store.NextOutbound);
            Assert.Equal("", store.Problem);
        }

        for (ulong i = 1; i < store.NextOutbound; i++)
            AssertHas(store, i);
    }

    [SmallDiskFact]
    public void ShouldSayWhyNoStoreCanBeMade()
    {
        using var disk = new SmallDisk(1 << 20);
        disk.Fill();
        string path = Path.Combine(disk.Folder, "s.fixstore");
        var error = Assert.ThrowsAny<IOException>(() => FixStore.Open(path, Identity, 0, Small));
        Assert.Contains("pace", error.Message, StringComparison.Ordinal);
        Assert.Equal(["filler"], Directory.GetFiles(disk.Folder).Select(Path.GetFileName));
        disk.Empty();
        FixStore.Open(path, Identity, 0, Small).Dispose();
    }

    // The session ends, its peer is told nothing that is not stored, the others go on; with room it goes on where it was.
    [SmallDiskFact]
    public void ShouldCloseTheSessionWithoutHarmToOthersAndGoOnWhenThereIsRoom()
    {
        using var disk = new SmallDisk(2 << 20);
        var notes = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var application = new RecordingApplication
        {
            Answer = static (session, text) =>
            {
                session.Send("8"u8, RecordingApplication.Ascii($"11={Naive.Field(text, 11)}|58={new string('x', 2000)}|"));
                return true;
            },
        };
        using var engine = new FixEngine();
        FixSessionEntry other = FixEngineTests.Entry(FixRole.Acceptor, "US", "OTHER", application);
        var settings = new FixSessionSettings
        {
            Role = FixRole.Acceptor, Id = new FixSessionId(FixVersion.Fix44, "US", "THEM"), MaxMessageBytes = 8192,
        };
        FixStore store = FixStore.Open(Path.Combine(disk.Folder, "s.fixstore"), settings.Id.ToString(), 0, Small);
        string log = Path.Combine(disk.Folder, "s.log");
        engine.Add(other);
        engine.Add(new FixSessionEntry
        {
            Session = new FixSession(settings, store, application), OwnsStore = true, Log = new FixMessageLog(log),
        });
        IPEndPoint at = engine.Listen(new IPEndPoint(IPAddress.Loopback, 0));
        engine.Start();

        disk.Fill(left: 64 << 10);
        ulong ours = 2, theirs = 2;
        using (var peer = new RawPeer(at))
        {
            peer.Logon();
            while (true)
            {
                peer.Send(ours++, "D", $"11={ours}|");
                string? answer = peer.Read();
                if (answer is null)
                    break;
                Assert.Equal($"{theirs++}", Naive.Field(answer, 34));
            }
        }

        application.WaitFor("end THEM StoreFailed");
        // Its Logon is answered as long as that finds room, then not even this; nothing is sent that is not stored.
        for (bool answered = true; answered; ours++)
        {
            using var peer = new RawPeer(at);
            peer.Send(ours, "A", "98=0|108=30|");
            string? logon = peer.Read();
            answered = logon is not null;
            while (logon is not null)
            {
                Assert.Equal($"{theirs++}", Naive.Field(logon, 34));
                peer.Socket.Shutdown(System.Net.Sockets.SocketShutdown.Send);
                logon = peer.Read();
            }
        }

        using (var peer = new RawPeer(at))
        {
            peer.Logon("OTHER");
            peer.Send(2, "D", "11=well|", "OTHER");
            Assert.Equal("well", Naive.Field(peer.Read()!, 11));
        }

        disk.Empty();
        using (var peer = new RawPeer(at))
        {
            peer.Send(ours + 1, "A", "98=0|108=30|");
            Assert.Equal(("A", $"{theirs}"), Ends(peer.Read()!));
            string next = peer.Read()!;
            while (Naive.Field(next, 35) != "2")
                next = peer.Read()!;
            peer.Send(ours + 2, "2", "7=1|16=0|");
            string first = peer.Read()!;
            Assert.Equal(("4", "Y"), (Naive.Field(first, 35), Naive.Field(first, 43)));
            string second = peer.Read()!;
            Assert.Equal(("8", "2", "3"), (Naive.Field(second, 35), Naive.Field(second, 34), Naive.Field(second, 11)));
        }

        engine.Stop();
        Assert.Null(engine.Failure);
    }

    // The log is for people: it must not stop a session, and says what it lacks.
    [SmallDiskFact]
    public void ShouldSayHowManyMessagesTheLogLacks()
    {
        using var disk = new SmallDisk(1 << 20);
        string path = Path.Combine(disk.Folder, "s.log");
        byte[] message = Naive.Message($"35=8|34=2|49=A|52=20260101-00:00:00|56=B|58={new string('x', 2000)}|");
        using (var log = new FixMessageLog(path))
        {
            log.Outgoing(message, 1);
            Waiting.Until(() => new FileInfo(path).Length > 0, () => "the first line");
            disk.Fill();
            for (int i = 0; i < 20; i++)
                log.Outgoing(message, 2);
            Waiting.Until(() => log.Dropped > 0, () => "a line that found no room");
            log.Outgoing(message, 3);
            disk.Empty();
            log.Outgoing(message, 4);
        }

        string[] lines = File.ReadAllLines(path);
        Assert.All(lines, static l => Assert.Matches(@"^\d{4}-\d\d-\d\dT[0-9:.]+Z [ON] .", l));
        Assert.Contains(lines, static l => l.Contains("messages were not logged", StringComparison.Ordinal));
        Assert.InRange(lines.Count(static l => l.Contains(" O ", StringComparison.Ordinal)), 2, 22);
    }

    // What the gateway's half does: the number is not spent, and the next message gets it.
    [SmallDiskFact]
    public void ShouldSpendNoNumberOfTheSendingHalf()
    {
        using var disk = new SmallDisk(1 << 20);
        var options = new FixSessionOptions { SenderCompId = "US", TargetCompId = "THEM", Symbols = ["AAPL"] };
        using FixStore store = FixStore.Open(Path.Combine(disk.Folder, "s.fixstore"), Identity, Naive.Noon, Small);
        var half = new FixOutboundSession(options, durable: store);
        byte[] buffer = new byte[8192];
        disk.Fill();
        var order = new NewOrder
        {
            OrderId = 1, Price = 10_000, Quantity = 1, Side = FixSide.Buy, OrderType = FixOrderType.Limit,
            TimeInForce = FixTimeInForce.Day,
        };
        Assert.True(half.WriteLogon(buffer, Naive.Noon, reset: true) > 0);
        int sent = 0;
        while (half.WriteOrder(order, Naive.Noon, buffer) > 0)
            sent++;
        Assert.Equal((ulong)sent + 2, half.NextSequence);
        // Shorter ones may find room still.
        while (half.WriteHeartbeat(buffer, Naive.Noon) > 0)
        {
        }

        ulong next = half.NextSequence;
        Assert.Equal((0, 0), (half.WriteHeartbeat(buffer, Naive.Noon), half.WriteLogon(buffer, Naive.Noon)));
        Assert.Equal((4L, next, next), (half.StoreRefusals, half.NextSequence, store.NextOutbound));
        Assert.Contains("no space", half.StoreProblem, StringComparison.Ordinal);
        disk.Empty();
        Assert.True(half.WriteOrder(order, Naive.Noon, buffer) > 0);
        Assert.Equal((next + 1, ""), (half.NextSequence, half.StoreProblem));
    }

    private static (string?, string?) Ends(string message) => (Naive.Field(message, 35), Naive.Field(message, 34));

    private static void AssertHas(FixStore store, ulong sequence)
    {
        Assert.True(store.TryFind(sequence, out StoredMessage message), $"{sequence}");
        Assert.Equal(StoreTests.Content(sequence), message.Bytes.ToArray());
    }
}
