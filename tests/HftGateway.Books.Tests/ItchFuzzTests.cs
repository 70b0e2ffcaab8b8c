using System.Globalization;
using HftGateway.MarketData;
using HftGateway.MarketData.Events;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;

namespace HftGateway.Books.Tests;

/// <summary>
/// Mutated recordings through framing, decoder and books, both ways, at the end of memory: no crash, no byte read
/// beyond the end, no growth, equal books. HFTGW_FUZZ_MESSAGES and HFTGW_FUZZ_SEED make it longer and different.
/// </summary>
public sealed class ItchFuzzTests
{
    private const int Symbols = 80;
    private const int FileMessages = 400;

    [Fact]
    public void ShouldSurviveAndAgreeWhenRecordingsAreMutated()
    {
        if (!OperatingSystem.IsLinux())
            return;
        long wanted = Setting("HFTGW_FUZZ_MESSAGES", 400_000);
        int seed = (int)Setting("HFTGW_FUZZ_SEED", 1);
        using Rig rig = new();
        Random random = new(seed);
        long messages = 0;
        for (int round = 0; messages < wanted; round++)
        {
            if (round % 64 == 0)
                rig.Load(RandomItch.File(random.Next(), FileMessages, Symbols, hostile: random.Next(2) == 0));
            messages += rig.Run(random, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void ShouldSurviveAndAgreeWhenInputsAreOfTheKeptCorpus()
    {
        if (!OperatingSystem.IsLinux())
            return;
        string[] files = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "data", "itch-fuzz"));
        Assert.NotEmpty(files);
        using Rig rig = new();
        foreach (string file in files)
        {
            rig.Load(File.ReadAllBytes(file));
            _ = rig.Run(null, Path.GetFileName(file));
        }
    }

    private static long Setting(string name, long otherwise) =>
        Environment.GetEnvironmentVariable(name) is { } text
            ? long.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>Both ways of building, kept over the rounds: what one input leaves the next one meets.</summary>
    private sealed class Rig : IDisposable
    {
        private const int MaxBytes = 1 << 17;
        private readonly GuardedMemory _memory = new(MaxBytes);
        private readonly BookSet _plainBooks = NewBooks();
        private readonly BookSet _books = NewBooks();
        private readonly ItchNormalizer _plain = new(InstrumentUniverse.All(Symbols));
        private readonly ItchNormalizer _normalizer = new(InstrumentUniverse.All(Symbols));
        private readonly ItchBookBuilder _builder;
        private readonly ItchDecoder _decoder = new();
        private byte[] _file = [];
        private int _rounds;
        private long _sound;

        public Rig() => _builder = new ItchBookBuilder(_books, _normalizer, looksAhead: true);

        public void Load(byte[] file) => _file = file;

        /// <summary>Runs one mutation of the file; null: the file itself. Returns the messages in it.</summary>
        public long Run(Random? random, string context)
        {
            byte[] input = random == null ? _file : Mutate(random);
            // The reader finds the whole records; what it refuses to walk over has been refused in good order.
            using MessageSource source = new BinaryFileReader(new MemoryStream(input), "memory");
            long messages = 0;
            while (source.TryReadBlock(out MessageBlock block))
            {
                Span<byte> atEnd = _memory.Last(block.Bytes.Length);
                block.Bytes.CopyTo(atEnd);
                MessageBlock guarded = new()
                {
                    Bytes = atEnd, Count = block.Count, FirstIndex = block.FirstIndex,
                    ZeroLengthIsImplied = block.ZeroLengthIsImplied,
                };
                int seen = Plain(in guarded);
                Assert.True(seen == block.Count, context);
                long before = _builder.Messages;
                _builder.Apply(in guarded);
                Assert.True(_builder.Messages - before == seen, context);
                messages += seen;
            }

            // Also what no reader would hand out: a block cut anywhere.
            if (random != null)
            {
                Span<byte> cut = _memory.Last(random.Next(input.Length + 1));
                input.AsSpan(0, cut.Length).CopyTo(cut);
                MessageBlock block = new() { Bytes = cut };
                _builder.Apply(in block);
                messages += Plain(in block);
            }

            Compare(context);
            return messages;
        }

        public void Dispose()
        {
            _builder.Dispose();
            _plain.Dispose();
            _normalizer.Dispose();
            _plainBooks.Dispose();
            _books.Dispose();
            _memory.Dispose();
        }

        private static BookSet NewBooks() => new(new BookSetOptions
        {
            Instruments = Symbols, MaxOrders = 2_000,
        });

        private int Plain(in MessageBlock block)
        {
            MessageBlock.Enumerator messages = block.GetEnumerator();
            InputEvent e = default;
            BookUpdate update = default;
            Nobody nobody = default;
            int count = 0;
            while (messages.MoveNext())
            {
                count++;
                _sound += _decoder.Decode(messages.Current, 0, 0, ref nobody) ? 1 : 0;
                if (_plain.TryNormalize(ref messages.First, messages.Length, messages.Index + 1, ref e))
                    _plainBooks.Apply(in e, ref update);
            }

            return count;
        }

        private void Compare(string context)
        {
            Assert.True(_plainBooks.TotalOrders == _books.TotalOrders, context);
            if (_rounds++ % 16 != 0)
                return;
            Assert.True(_plainBooks.Checksum() == _books.Checksum(), context);
            Assert.True(_plainBooks.Anomalies.Total == _books.Anomalies.Total, context);
            // The builder does not look at what is wrong with a message that nobody wants.
            long plain = _plain.DefectCount + _plain.NotSubscribedCount;
            Assert.True(plain == _normalizer.DefectCount + _normalizer.NotSubscribedCount, context);
            if (_rounds % 256 == 1)
                Assert.True(_books.FindDefects() is [], $"{context}: {string.Join("; ", _books.FindDefects())}");
            if (_books.TotalOrders < 1_900)
                return;
            _books.ClearAll();
            _plainBooks.ClearAll();
        }

        private byte[] Mutate(Random random)
        {
            byte[] input = random.Next(8) == 0 ? _file[..random.Next(_file.Length)] : (byte[])_file.Clone();
            if (input.Length == 0)
                return input;
            for (int i = random.Next(1, 40); i > 0; i--)
            {
                int at = random.Next(input.Length);
                switch (random.Next(4))
                {
                    case 0:
                        input[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        input[at] ^= (byte)(1 << random.Next(8));
                        break;
                    case 2:
                        int length = random.Next(Math.Min(60, input.Length - at));
                        input.AsSpan(random.Next(input.Length - length), length).CopyTo(input.AsSpan(at));
                        break;
                    default:
                        Span<byte> run = input.AsSpan(at, Math.Min(random.Next(9), input.Length - at));
                        run.Fill((byte)(random.Next(2) * 255));
                        break;
                }
            }

            return input;
        }
    }

    private struct Nobody : IItchVisitor
    {
        public readonly void OnMessage(ref byte message, int length, long index, long offset)
        {
        }

        public readonly void OnDefect(in ItchDefect defect)
        {
        }
    }
}
