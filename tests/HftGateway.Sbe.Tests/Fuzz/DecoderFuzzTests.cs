using System.Buffers;
using System.Globalization;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Fuzz;

/// <summary>
/// Mutated messages: no exception, no read outside of the buffer, and an outcome with a place in it. The environment variable
/// HFTGW_SBE_FUZZ sets how many (100 million were run once); HFTGW_SBE_FUZZ_SEED another seed.
/// </summary>
public sealed class DecoderFuzzTests(ITestOutputHelper output)
{
    private const long FewMessages = 200_000;
    private const int Schemas = 40;

    private readonly long[] _outcomes = new long[(int)SbeDecodeStatus.DataBeyondBuffer + 1];

    [Fact]
    public void ShouldEndWithAnOutcomeWhenMessagesAreMutated()
    {
        long wanted = Number("HFTGW_SBE_FUZZ", FewMessages);
        int seed = (int)Number("HFTGW_SBE_FUZZ_SEED", 1);
        ChecksumVisitor visitor = new();
        int each = (int)Math.Clamp(wanted / Schemas, 1, 50_000);
        for (long done = 0; done < wanted; done += each)
        {
            FuzzSchema(seed++, each, visitor);
        }

        for (int i = 0; i < _outcomes.Length; i++)
        {
            output.WriteLine($"{(SbeDecodeStatus)i}: {_outcomes[i]}");
        }

        // Most outcomes must have been met, or the mutations are of no use.
        Assert.All(
            [SbeDecodeStatus.Ok, SbeDecodeStatus.HeaderBeyondBuffer, SbeDecodeStatus.UnknownTemplate,
                SbeDecodeStatus.BlockBeyondBuffer, SbeDecodeStatus.GroupBeyondBuffer, SbeDecodeStatus.DataBeyondBuffer],
            status => Assert.NotEqual(0, _outcomes[(int)status]));
    }

    [Fact]
    public void ShouldEncodeAgainOrRefuseWhenMutatedMessagesPassThroughJson()
    {
        ArrayBufferWriter<byte> json = new();
        for (int seed = 0; seed < 40; seed++)
        {
            SbeSchema schema = Read(seed);
            Random random = new(seed);
            for (int i = 0; i < 60; i++)
            {
                byte[] bytes = Message(schema, random);
                int length = Mutate(bytes, random);
                json.ResetWrittenCount();
                if (!SbeJson.Decode(schema, bytes.AsSpan(0, length), json).IsOk)
                {
                    continue;
                }

                byte[] again = SbeJson.Encode(schema, System.Text.Encoding.UTF8.GetString(json.WrittenSpan));
                TokenVisitor expected = new();
                TokenVisitor actual = new();
                SbeDecoder.Decode(schema, bytes.AsSpan(0, length), expected);
                Assert.True(SbeDecoder.Decode(schema, again, actual).IsOk);
                Assert.Equal(Normal(expected), Normal(actual));
            }
        }
    }

    private static List<string> Normal(TokenVisitor visitor)
    {
        // Bytes behind the NUL of a text, and the payload of a NaN, do not travel.
        return [.. visitor.Tokens.Select(token => token.Contains("=[", StringComparison.Ordinal)
            || token.Contains("FF", StringComparison.Ordinal) || token.Contains("7F", StringComparison.Ordinal)
            ? token[..token.IndexOf('=', StringComparison.Ordinal)] : token)];
    }

    private void FuzzSchema(int seed, int count, ChecksumVisitor visitor)
    {
        SbeSchema schema = Read(seed);
        Random random = new(seed);
        byte[][] messages = new byte[16][];
        for (int i = 0; i < messages.Length; i++)
        {
            messages[i] = Message(schema, random);
        }

        byte[] buffer = new byte[messages.Max(message => message.Length)];
        for (int i = 0; i < count; i++)
        {
            byte[] message = messages[random.Next(messages.Length)];
            message.CopyTo(buffer, 0);
            int length = Mutate(buffer.AsSpan(0, message.Length), random);
            visitor.Depth = 0;
            SbeDecodeResult result = SbeDecoder.Decode(schema, buffer.AsSpan(0, length), visitor);
            _outcomes[(int)result.Status]++;
            if ((uint)result.Offset > (uint)Math.Max(length, schema.Header.Composite.Size) || (uint)result.Length > (uint)length)
            {
                Assert.Fail($"seed {seed}, message {i}: {result}");
            }
        }
    }

    private static SbeSchema Read(int seed)
        => SbeSchemaReader.Read(RandomSchema.Create(seed, false, seed % 3 == 2), "test.xml").Schema!;

    private static byte[] Message(SbeSchema schema, Random random)
    {
        SbeMessage message = schema.Messages[random.Next(schema.Messages.Count)];
        return RandomMessage.Create(schema, message, random, new RandomMessageOptions(random.Next(schema.Version + 2))).Bytes;
    }

    /// <summary>Changes a few bytes, most often to the ends of a range and near the start, and cuts the end off now and then.</summary>
    private static int Mutate(Span<byte> bytes, Random random)
    {
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            int at = random.Next(4) == 0 ? random.Next(Math.Min(bytes.Length, 16)) : random.Next(bytes.Length);
            bytes[at] = random.Next(4) switch
            {
                0 => 0,
                1 => 0xFF,
                2 => (byte)(bytes[at] + random.Next(-2, 3)),
                _ => (byte)random.Next(256),
            };
        }

        return random.Next(4) == 0 ? random.Next(bytes.Length + 1) : bytes.Length;
    }

    private static long Number(string variable, long otherwise)
        => long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out long number)
            ? number : otherwise;
}
