using System.Buffers.Binary;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;

namespace HftGateway.Books.Tests;

/// <summary>The builder against the plain way: every message normalised and applied by itself.</summary>
public sealed class ItchBookBuilderTests
{
    private const int Symbols = 80;

    public static TheoryData<bool, bool, bool> Ways => new()
    {
        { true, true, false }, { true, false, false }, { false, true, false }, { false, false, false },
        { true, true, true }, { true, false, true }, { false, true, true },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public void ShouldLeaveTheSameBooksWhenMessagesAreAppliedInBlocks(bool looksAhead, bool queues, bool hostile)
    {
        byte[] file = RandomItch.File(hostile ? 3 : 2, 200_000, Symbols, hostile);
        using BookSet expected = Books(queues: true);
        using ItchNormalizer plain = new(InstrumentUniverse.All(Symbols));
        long count = ApplyEach(file, plain, expected);

        using BookSet books = Books(queues);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols));
        using ItchBookBuilder builder = new(books, normalizer, looksAhead);
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "memory");
        Assert.False(builder.Apply(source));

        Assert.Null(source.Problem);
        Assert.Equal(count, builder.Messages);
        Assert.Equal(count, source.MessageCount);
        Assert.True(books.TotalOrders > 100);
        Same(expected, books, plain, normalizer);
    }

    [Fact]
    public void ShouldLeaveTheSameBooksWhenBlocksAreOfAnyLength()
    {
        byte[] file = RandomItch.File(5, 30_000, Symbols, hostile: true);
        using BookSet expected = Books(queues: true);
        using ItchNormalizer plain = new(InstrumentUniverse.All(Symbols));
        long count = ApplyEach(file, plain, expected);
        using BookSet books = Books(queues: true);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols));
        using ItchBookBuilder builder = new(books, normalizer, looksAhead: true);
        Random random = new(5);
        int position = 0;
        while (position < file.Length)
        {
            int start = position;
            int messages = 0;
            for (int wanted = random.Next(1, 90); wanted > 0 && position < file.Length; wanted--, messages++)
                position += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position));
            builder.Apply(new MessageBlock
            {
                Bytes = file.AsSpan(start, position - start), Count = messages, FirstIndex = builder.Messages,
            });
        }

        Assert.Equal(count, builder.Messages);
        Same(expected, books, plain, normalizer);
    }

    [Fact]
    public void ShouldBuildOnlyWhatIsSubscribedWhenTheUniverseIsAList()
    {
        byte[] file = RandomItch.File(7, 100_000, Symbols, hostile: false);
        string[] wanted = [.. Enumerable.Range(10, 70).Where(static i => i % 7 == 0).Select(RandomItch.Symbol)];
        using BookSet expected = Books(queues: true);
        using ItchNormalizer plain = new(InstrumentUniverse.Of(wanted));
        ApplyEach(file, plain, expected);
        using BookSet books = Books(queues: true);
        using ItchNormalizer normalizer = new(InstrumentUniverse.Of(wanted));
        using ItchBookBuilder builder = new(books, normalizer, looksAhead: true);
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "memory");
        builder.Apply(source);
        Assert.True(normalizer.NotSubscribedCount > 50_000);
        Same(expected, books, plain, normalizer);
    }

    [Fact]
    public void ShouldStopAtTheDamageWhenTheRecordingIsCut()
    {
        byte[] file = RandomItch.File(2, 10_000, Symbols, hostile: false);
        using BookSet books = Books(queues: true);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols));
        using ItchBookBuilder builder = new(books, normalizer);
        using MessageSource source = MessageInput.Open(new MemoryStream(file[..^3]), "memory");
        Assert.False(builder.Apply(source));
        Assert.NotNull(source.Problem);
        Assert.Equal(source.MessageCount, builder.Messages);
        Assert.Empty(books.FindDefects());
    }

    [Fact]
    public void ShouldMakeBooksStaleWhenMessagesAreMissing()
    {
        using BookSet books = Books(queues: true);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols));
        using ItchBookBuilder builder = new(books, normalizer);
        builder.Apply(new MessageBlock { GapFirst = 4, GapCount = 2 });
        Assert.True(books.FeedStale);
    }

    [Fact]
    public void ShouldRefuseAUniverseLargerThanTheBooks()
    {
        using BookSet books = Books(queues: true);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols + 1));
        Assert.Throws<ArgumentException>(() => new ItchBookBuilder(books, normalizer));
    }

    [Fact]
    public void ShouldNotAllocateOverAMillionMessages()
    {
        byte[] file = RandomItch.File(11, 1_000_000, Symbols, hostile: false);
        using BookSet books = Books(queues: true);
        using ItchNormalizer normalizer = new(InstrumentUniverse.All(Symbols));
        using ItchBookBuilder builder = new(books, normalizer, looksAhead: true);
        int start = 0;
        Feed(ref start, 1 << 20);
        Assert.Equal(0, SteadyState.AllocatedBytes(() =>
        {
            for (int at = start; at < file.Length;)
                Feed(ref at, 1 << 18);
        }));

        void Feed(ref int from, int bytes)
        {
            int position = from;
            int messages = 0;
            for (; position < file.Length && position - from < bytes; messages++)
                position += 2 + BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(position));
            builder.Apply(new MessageBlock { Bytes = file.AsSpan(from, position - from), Count = messages });
            from = position;
        }
    }

    private static BookSet Books(bool queues) => new(new BookSetOptions
    {
        Instruments = Symbols, MaxOrders = 60_000, Queues = queues,
    });

    private static long ApplyEach(byte[] file, ItchNormalizer normalizer, BookSet books)
    {
        using MessageSource source = MessageInput.Open(new MemoryStream(file), "memory");
        InputEvent e = default;
        BookUpdate update = default;
        long count = 0;
        while (source.TryReadBlock(out MessageBlock block))
        {
            MessageBlock.Enumerator messages = block.GetEnumerator();
            while (messages.MoveNext())
            {
                count++;
                if (normalizer.TryNormalize(ref messages.First, messages.Length, messages.Index + 1, ref e))
                    books.Apply(in e, ref update);
            }
        }

        return count;
    }

    private static void Same(BookSet expected, BookSet books, ItchNormalizer plain, ItchNormalizer normalizer)
    {
        Assert.Empty(expected.FindDefects());
        Assert.Empty(books.FindDefects());
        Assert.Equal(expected.TotalOrders, books.TotalOrders);
        Assert.Equal(expected.Checksum(), books.Checksum());
        foreach (BookAnomaly anomaly in Enum.GetValues<BookAnomaly>())
            Assert.Equal(expected.Anomalies[anomaly], books.Anomalies[anomaly]);
        Assert.Equal(plain.NotSubscribedCount, normalizer.NotSubscribedCount);
        Assert.Equal(plain.WrongLengthCount, normalizer.WrongLengthCount);
        Assert.Equal(plain.UnknownTypeCount, normalizer.UnknownTypeCount);
        Assert.Equal(plain.BadFieldCount, normalizer.BadFieldCount);
        for (int i = 0; i < Symbols; i++)
        {
            Assert.Equal(expected.IsHalted(i), books.IsHalted(i));
            Assert.Equal(expected.OrderCount(i), books.OrderCount(i));
            Assert.Equal(expected.BestPrice(i, EventSide.Buy), books.BestPrice(i, EventSide.Buy));
        }
    }
}
