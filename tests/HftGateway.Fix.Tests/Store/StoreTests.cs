using System.Text;

namespace HftGateway.Fix.Tests.Store;

public sealed class StoreTests : IDisposable
{
    private const string Identity = "FIX.4.4:US->THEM";

    private readonly string _folder = Directory.CreateTempSubdirectory("fixstore").FullName;
    private readonly FixStoreOptions _small = new() { SegmentBytes = 1 << 16, MemorySegments = 2 };

    private string FilePath => Path.Combine(_folder, "s.fixstore");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ShouldFindWhatWasStoredAfterReopening()
    {
        using (FixStore store = Open())
        {
            for (ulong i = 1; i <= 2000; i++)
                Assert.True(store.TryAppend(i % 3 == 0 ? FixMsgType.Heartbeat : (FixMsgType)'8', (long)i, Content(i)));
            store.ExpectedInbound = 77;
        }
        using (FixStore store = Open())
        {
            Assert.Equal((2001ul, 77ul, ""), (store.NextOutbound, store.ExpectedInbound, store.Recovery));
            var random = new Random(1);
            for (int i = 0; i < 3000; i++)
            {
                ulong sequence = (ulong)random.Next(1, 2001);
                Assert.True(store.TryFind(sequence, out StoredMessage message));
                Assert.Equal(Content(sequence), message.Bytes.ToArray());
                Assert.Equal((long)sequence, message.UtcNs);
                Assert.Equal(sequence % 3 == 0, message.MsgType == FixMsgType.Heartbeat);
            }
            Assert.False(store.TryFind(0, out _));
            Assert.False(store.TryFind(2001, out _));
            Assert.True(store.TryAppend((FixMsgType)'8', 0, Content(2001)));
        }
    }

    [Fact]
    public void ShouldForgetAtAResetAndRememberTheReset()
    {
        using (FixStore store = Open())
        {
            store.TryAppend((FixMsgType)'8', 1, Content(1));
            store.SkipTo(10, 2);
            store.TryAppend((FixMsgType)'8', 3, Content(10));
            store.ExpectedInbound = 5;
            Assert.False(store.TryFind(5, out _));
            Assert.True(store.TryFind(10, out _));
            store.Reset(99);
            store.TryAppend((FixMsgType)'8', 4, Content(7));
        }
        using (FixStore store = Open())
        {
            Assert.Equal((2ul, 1ul, 99L), (store.NextOutbound, store.ExpectedInbound, store.CreatedUtcNs));
            Assert.True(store.TryFind(1, out StoredMessage message));
            Assert.Equal(Content(7), message.Bytes.ToArray());
        }
    }

    [Fact]
    public void ShouldPutTheFileAsideForANewDay()
    {
        using FixStore store = Open(1_767_268_800_000_000_000);
        store.TryAppend((FixMsgType)'8', 1, Content(1));
        store.Rotate(1_767_355_200_000_000_000);
        Assert.Equal((1ul, 1ul), (store.NextOutbound, store.ExpectedInbound));
        Assert.True(File.Exists(FilePath + ".20260101-120000"));
        using FixStore old = FixStore.Open(FilePath + ".20260101-120000", Identity, 0);
        Assert.Equal(2ul, old.NextOutbound);
    }

    [Fact]
    public void ShouldGiveUpTheOldestInMemory()
    {
        using FixStore store = FixStore.InMemory(Identity, 0, _small);
        for (ulong i = 1; i <= 5000; i++)
            store.TryAppend((FixMsgType)'8', 0, Content(i));
        Assert.True(store.OldestStored > 4000);
        for (ulong i = store.OldestStored; i <= 5000; i++)
        {
            Assert.True(store.TryFind(i, out StoredMessage message));
            Assert.Equal(Content(i), message.Bytes.ToArray());
        }
        Assert.False(store.TryFind(1, out _));
    }

    [Fact]
    public void ShouldRefuseAnotherSessionsFile()
    {
        Open().Dispose();
        var error = Assert.Throws<FixStoreException>(() => FixStore.Open(FilePath, "FIX.4.4:US->OTHER", 0));
        Assert.Contains("is the store of session FIX.4.4:US->THEM, not of FIX.4.4:US->OTHER", error.Message);
    }

    [Fact]
    public void ShouldRefuseAFileInUse()
    {
        using FixStore store = Open();
        Assert.Contains("is another one using it", Assert.Throws<FixStoreException>(() => Open()).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    [InlineData(5000)]
    [InlineData(65_535)]
    public void ShouldRefuseAFileThatIsCutShort(int length)
    {
        Fill(300);
        using (var file = new FileStream(FilePath, FileMode.Open))
            file.SetLength(length);
        Assert.Contains("cut short", Assert.Throws<FixStoreException>(() => Open()).Message);
        Assert.Equal(length, new FileInfo(FilePath).Length);
    }

    [Fact]
    public void ShouldRefuseAnotherProgramsFile()
    {
        File.WriteAllBytes(FilePath, new byte[100_000]);
        Assert.Contains("is not a store", Assert.Throws<FixStoreException>(() => Open()).Message);
    }

    [Fact]
    public void ShouldNoticeEveryFlippedBit()
    {
        const int messages = 4;
        Fill(messages);
        byte[] whole = File.ReadAllBytes(FilePath);
        int end = whole.AsSpan(4096).LastIndexOfAnyExcept((byte)0) + 4096;
        long lastRecord;
        using (FixStore store = Open())
            lastRecord = store.UsedBytes - 32 - ((Content(messages).Length + 7) & ~7);
        for (int at = 4096; at <= end; at++)
        {
            byte[] damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x10;
            File.WriteAllBytes(FilePath, damaged);
            if (at < lastRecord)
            {
                Assert.Throws<FixStoreException>(() => Open());
                Assert.Equal(damaged, File.ReadAllBytes(FilePath));
                continue;
            }
            // The last record: either refused, or dropped with its number counted as used. Padding may be anything.
            try
            {
                using FixStore store = Open();
                Assert.Equal((ulong)messages + 1, store.NextOutbound);
            }
            catch (FixStoreException)
            {
            }
        }
    }

    [Fact]
    public void ShouldTakeAwayWhatWasBeingWritten()
    {
        Fill(10);
        long used;
        using (FixStore store = Open())
            used = store.UsedBytes;
        using (var file = new FileStream(FilePath, FileMode.Open))
        {
            file.Position = used + 8; // all of a record but its commit word
            file.Write(new byte[] { 11, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 1, 0, 56, 0 });
            file.Position = used + 32;
            file.Write(Content(11).AsSpan(0, 20));
        }
        using (FixStore store = Open())
        {
            Assert.Equal(11ul, store.NextOutbound);
            Assert.Contains("was not sent and was dropped", store.Recovery);
            store.TryAppend((FixMsgType)'8', 0, [1]);
        }
        using (FixStore store = Open())
            Assert.Equal((12ul, ""), (store.NextOutbound, store.Recovery));
    }

    [Fact]
    public void ShouldKeepTheExpectedNumberWhateverInstantItsWritingStops()
    {
        Fill(1);
        using (FixStore store = Open())
        {
            store.ExpectedInbound = 5;
            store.ExpectedInbound = 6;
        }
        byte[] whole = File.ReadAllBytes(FilePath);
        int seen = 0;
        for (int slot = 0; slot < 2; slot++)
        {
            byte[] torn = (byte[])whole.Clone();
            torn.AsSpan(1024 + (16 * slot) + 8, 8).Clear(); // its check was voided, nothing more
            File.WriteAllBytes(FilePath, torn);
            using FixStore store = Open();
            Assert.InRange(store.ExpectedInbound, 5ul, 6ul);
            seen += (int)store.ExpectedInbound;
        }
        Assert.Equal(11, seen);
    }

    [Fact]
    public void ShouldAllocateNothingInUse()
    {
        using FixStore store = FixStore.InMemory(Identity, 0);
        byte[] content = Content(1);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int i = 0; i < 5_000; i++)
            {
                store.TryAppend((FixMsgType)'8', i, content);
                store.ExpectedInbound = (ulong)i + 1;
                store.TryFind(store.NextOutbound - 1, out _);
            }
        }));
    }

    [Fact]
    public void ShouldTakeDiskSpaceInPiecesAndMendTheTailOfALargeSegment()
    {
        var large = new FixStoreOptions { SegmentBytes = 64 << 20 };
        byte[] message = new byte[1 << 20];
        Array.Fill(message, (byte)'x');
        long used;
        using (FixStore store = FixStore.Open(FilePath, Identity, 0, large))
        {
            for (int i = 0; i < 70; i++) // over the pieces of a segment and into the next one
                Assert.True(store.TryAppend((FixMsgType)'8', i, message));
            used = store.UsedBytes;
        }
        Assert.Equal(2 * (64 << 20), new FileInfo(FilePath).Length);
        using (FileStream file = File.OpenWrite(FilePath))
        {
            file.Position = used + 8; // a record without its commit word
            file.Write("half"u8);
        }
        using (FixStore store = FixStore.Open(FilePath, Identity, 0, large))
        {
            Assert.Contains("was not sent and was dropped", store.Recovery, StringComparison.Ordinal);
            Assert.Equal((71ul, used), (store.NextOutbound, store.UsedBytes));
            Assert.True(store.TryFind(70, out StoredMessage last));
            Assert.Equal(message.Length, last.Bytes.Length);
            Assert.True(store.TryAppend((FixMsgType)'8', 0, message));
        }
        using (FileStream file = File.OpenWrite(FilePath))
        {
            file.Position = (2 * (64L << 20)) - 1; // far behind any record
            file.WriteByte(1);
        }
        Assert.Contains(
            "bytes behind the last record",
            Assert.Throws<FixStoreException>(() => FixStore.Open(FilePath, Identity, 0, large)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldFindEverythingWhenOpenedFromACheckpoint()
    {
        const ulong messages = 30_000; // some checkpoints, many segments
        FillAcrossCheckpoints(messages);
        using FixStore store = Open();
        Assert.Equal((messages + 1, 0x77ul, ""), (store.NextOutbound, store.ExpectedInbound, store.Recovery));
        // Newest first: what is behind the checkpoint does not need the rest.
        AssertHas(store, messages);
        AssertHas(store, 1);
        Assert.Equal(1ul, store.OldestStored);
        for (ulong i = 1; i <= messages; i += 7)
            AssertHas(store, i);
        Assert.True(store.TryAppend((FixMsgType)'8', 0, Content(messages + 1)));
        AssertHas(store, messages + 1);
    }

    // Flipped bits, an older one in the newer one's place, none: reading falls back, and the answer is the same.
    [Fact]
    public void ShouldNotTrustACheckpointThatIsTornStaleOrDamaged()
    {
        const ulong messages = 20_000;
        FillAcrossCheckpoints(messages);
        byte[] whole = File.ReadAllBytes(FilePath);
        const int at = 1152, size = 80;
        Assert.NotEqual(-1, whole.AsSpan(at, size).IndexOfAnyExcept((byte)0));
        Assert.NotEqual(-1, whole.AsSpan(at + size, size).IndexOfAnyExcept((byte)0));
        var damages = new List<Action<byte[]>>
        {
            static bytes => bytes.AsSpan(at, 2 * size).Clear(),
            static bytes => bytes.AsSpan(at, size).CopyTo(bytes.AsSpan(at + size)),
            static bytes => bytes.AsSpan(at + size, size).CopyTo(bytes.AsSpan(at)),
            static bytes => bytes.AsSpan(at + size - 8, 8).Clear(),
            static bytes => bytes.AsSpan(at, 2 * size).Fill(0xFF),
        };
        for (int i = 0; i < 2 * size; i += 5)
        {
            int place = at + i;
            damages.Add(bytes => bytes[place] ^= 0x40);
        }

        foreach (Action<byte[]> damage in damages)
        {
            byte[] damaged = (byte[])whole.Clone();
            damage(damaged);
            File.WriteAllBytes(FilePath, damaged);
            using FixStore store = Open();
            Assert.Equal((messages + 1, 0x77ul, ""), (store.NextOutbound, store.ExpectedInbound, store.Recovery));
            AssertHas(store, 3);
            AssertHas(store, messages);
        }
    }

    [Fact]
    public void ShouldNotSendAgainWhatIsDamagedBeforeACheckpoint()
    {
        const ulong messages = 20_000;
        FillAcrossCheckpoints(messages);
        using (var file = new FileStream(FilePath, FileMode.Open))
        {
            file.Position = 5000;
            file.Write("damaged"u8);
        }

        using FixStore store = Open();
        AssertHas(store, messages);
        Assert.False(store.TryFind(1, out _));
        Assert.Contains("damaged between byte 4096", store.Recovery, StringComparison.Ordinal);
        Assert.True(store.OldestStored > 1);
        AssertHas(store, store.OldestStored);
        AssertHas(store, messages);
    }

    [Fact]
    public void ShouldRefuseDamageBehindTheCheckpoint()
    {
        FillAcrossCheckpoints(20_000);
        long used;
        using (FixStore store = Open())
            used = store.UsedBytes;
        using (var file = new FileStream(FilePath, FileMode.Open))
        {
            file.Position = used - 50_000; // no checkpoint is that young here
            file.Write(new byte[64]);
        }

        Assert.Throws<FixStoreException>(() => Open());
    }

    [Fact]
    public void ShouldKeepNotesAndCountTheirMessagesAsHandled()
    {
        using (FixStore store = Open())
        {
            store.ExpectedInbound = 5;
            Assert.True(store.TryNote(7, 70, "seven"u8));
            Assert.Equal(8ul, store.ExpectedInbound);
            store.TryAppend((FixMsgType)'8', 0, Content(1));
            Assert.True(store.TryNote(0, 71, "of no message"u8));
            store.Reset(99);
            Assert.True(store.TryNote(2, 72, "after the reset"u8));
        }

        using (FixStore store = Open())
        {
            Assert.Equal(3ul, store.ExpectedInbound);
            Assert.Equal([(7ul, 70L, "seven"), (0ul, 71L, "of no message"), (2ul, 72L, "after the reset")],
                store.ReadNotes().Select(static n => (n.Inbound, n.UtcNs, Encoding.ASCII.GetString(n.Content))));
            store.Rotate(1_767_355_200_000_000_000);
            Assert.Empty(store.ReadNotes());
        }
    }

    [Fact]
    public void ShouldCountANotedMessageAsHandledWhenTheProcessDiedBeforeTheNumberWasThere()
    {
        Fill(1);
        byte[] before = File.ReadAllBytes(FilePath)[..4096];
        using (FixStore store = Open())
            store.TryNote(41, 0, "a fill"u8);
        using (var file = new FileStream(FilePath, FileMode.Open))
            file.Write(before); // the numbers as they were
        using (FixStore store = Open())
            Assert.Equal(42ul, store.ExpectedInbound);
    }

    [Fact]
    public void ShouldFindNotesBeforeACheckpoint()
    {
        using (FixStore store = Open())
            store.TryNote(1, 0, "first"u8);
        FillAcrossCheckpoints(10_000);
        using (FixStore store = Open())
        {
            store.TryNote(2, 0, "second"u8);
            Assert.Equal([1ul, 2ul], store.ReadNotes().Select(static n => n.Inbound));
        }
    }

    private static void AssertHas(FixStore store, ulong sequence)
    {
        Assert.True(store.TryFind(sequence, out StoredMessage message), $"{sequence}");
        Assert.Equal(Content(sequence), message.Bytes.ToArray());
    }

    private void FillAcrossCheckpoints(ulong messages)
    {
        using FixStore store = FixStore.Open(FilePath, Identity, 0, new FixStoreOptions { SegmentBytes = 1 << 20 });
        for (ulong i = store.NextOutbound; i <= messages; i++)
            store.TryAppend((FixMsgType)'8', 0, Content(i));
        store.ExpectedInbound = 0x77;
    }

    internal static byte[] Content(ulong sequence)
    {
        var random = new Random((int)sequence);
        byte[] bytes = new byte[random.Next(1, 300)];
        random.NextBytes(bytes);
        return bytes;
    }

    private void Fill(ulong messages)
    {
        using FixStore store = Open();
        for (ulong i = 1; i <= messages; i++)
            store.TryAppend((FixMsgType)'8', 0, Content(i));
    }

    private FixStore Open(long utcNs = 0) => FixStore.Open(FilePath, Identity, utcNs, _small);
}
