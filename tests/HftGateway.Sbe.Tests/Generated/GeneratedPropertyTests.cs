using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>
/// Random schemas, compiled to C# and to an assembly, and random messages: generated code against the interpreter, and
/// against the bytes of a writer that shares no code with either.
/// </summary>
public sealed class GeneratedPropertyTests(RandomDrivers drivers) : IClassFixture<RandomDrivers>
{
    [Fact]
    public void ShouldReadWhatTheInterpreterReadsWhenMessagesAreRandom()
    {
        foreach ((int seed, CompiledDriver driver, Random random, SbeMessage message) in drivers.Messages())
        {
            Check(seed, driver, RandomMessage.Create(driver.Schema, message, random).Bytes);
            RandomMessageOptions truncated = new(TruncateBlocks: true, FillHoles: true);
            Check(seed, driver, RandomMessage.Create(driver.Schema, message, random, truncated).Bytes);
        }
    }

    [Fact]
    public void ShouldReadWhatTheInterpreterReadsWhenVersionsDiffer()
    {
        foreach ((int seed, CompiledDriver driver, Random random, SbeMessage message) in drivers.Messages())
        {
            int oldest = RandomDrivers.HasMemberVersions(seed) ? driver.Schema.Version : 0;
            for (int version = oldest; version <= driver.Schema.Version + 1; version++)
            {
                RandomMessageOptions options =
                    new(version, ExtendBlocks: version > driver.Schema.Version, FillHoles: true);
                Check(seed, driver, RandomMessage.Create(driver.Schema, message, random, options).Bytes);
            }
        }
    }

    [Fact]
    public void ShouldWriteTheSameBytesWhenAMessageIsDecodedAndEncoded()
    {
        byte[] target = new byte[1 << 20];
        foreach ((int seed, CompiledDriver driver, Random random, SbeMessage message) in drivers.Messages())
        {
            byte[] bytes = RandomMessage.Create(driver.Schema, message, random).Bytes;
            Array.Fill(target, (byte)0xA5);

            int length = driver.Copy(bytes, target);

            Assert.True(bytes.AsSpan().SequenceEqual(target.AsSpan(0, Math.Max(length, 0))),
                $"seed {seed}, {message.Name}: "
                + $"{bytes.AsSpan().CommonPrefixLength(target)} of {bytes.Length} bytes are the same");
        }
    }

    [Fact]
    public void ShouldAgreeWithTheInterpreterWhenMessagesAreDamaged()
    {
        foreach ((int seed, CompiledDriver driver, Random random, SbeMessage message) in drivers.Messages())
        {
            byte[] bytes = RandomMessage.Create(driver.Schema, message, random).Bytes;
            int header = driver.Schema.Header.Composite.Size;
            for (int i = 0; i < 60; i++)
            {
                byte[] damaged = bytes[..random.Next(bytes.Length + 1)];
                if (i % 2 == 0)
                    damaged = [.. bytes];
                for (int changes = random.Next(4); changes > 0 && damaged.Length > header; changes--)
                    damaged[random.Next(header, damaged.Length)] = (byte)random.Next(256);
                Check(seed, driver, damaged);
            }
        }
    }

    [Fact]
    public void ShouldPrintEveryMessageWhenAskedForText()
    {
        foreach ((int seed, CompiledDriver driver, Random random, SbeMessage message) in drivers.Messages())
        {
            string? text = driver.Print(RandomMessage.Create(driver.Schema, message, random).Bytes);

            Assert.True(text?.StartsWith(message.Name + " {", StringComparison.Ordinal), $"seed {seed}: {text}");
            foreach (SbeField field in message.Fields)
                Assert.Contains(field.Name + " = ", text, StringComparison.Ordinal);
        }
    }

    private static void Check(int seed, CompiledDriver driver, byte[] bytes)
    {
        NormalisingVisitor expected = new(driver.Schema.ByteOrder);
        bool isWhole = SbeDecoder.Decode(driver.Schema, bytes, expected).Status == SbeDecodeStatus.Ok;
        List<string> tokens = [];

        bool isRead = driver.Decode(bytes, tokens);

        Assert.True(isWhole == isRead,
            $"seed {seed}: interpreter {isWhole}, generated {isRead}: {Convert.ToHexString(bytes)}");
        if (isWhole && !expected.Tokens.SequenceEqual(tokens))
        {
            int same = expected.Tokens.Zip(tokens).TakeWhile(static p => p.First == p.Second).Count();
            Assert.Fail($"seed {seed}: after {same} lines: expected {expected.Tokens.ElementAtOrDefault(same)}, "
                + $"generated {tokens.ElementAtOrDefault(same)}; before: {tokens.ElementAtOrDefault(same - 1)}");
        }
    }
}
