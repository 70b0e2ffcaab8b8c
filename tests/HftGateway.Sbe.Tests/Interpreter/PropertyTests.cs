using System.Buffers;
using System.Text;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;

namespace HftGateway.Sbe.Tests.Interpreter;

/// <summary>Random schemas and messages: the interpreter against a writer that shares no code with it.</summary>
public sealed class PropertyTests
{
    private const int Schemas = 300;

    [Fact]
    public void ShouldReadEverySchemaWhenItIsRandomButValid()
    {
        for (int seed = 0; seed < 2 * Schemas; seed++)
        {
            Read(seed);
        }
    }

    [Fact]
    public void ShouldVisitWhatWasWrittenWhenMessagesAreRandom()
    {
        for (int seed = 0; seed < Schemas; seed++)
        {
            SbeSchema schema = Read(seed);
            Random random = new(seed);
            foreach (SbeMessage message in schema.Messages)
            {
                CheckTokens(schema, message, random, seed, default);
                CheckTokens(schema, message, random, seed, new RandomMessageOptions(FillHoles: true));
                CheckTokens(schema, message, random, seed, new RandomMessageOptions(TruncateBlocks: true, FillHoles: true));
            }
        }
    }

    [Fact]
    public void ShouldVisitWhatWasWrittenWhenVersionsDiffer()
    {
        for (int seed = 0; seed < Schemas; seed++)
        {
            SbeSchema schema = Read(seed);
            Random random = new(seed);
            foreach (SbeMessage message in schema.Messages)
            {
                for (int version = 0; version <= schema.Version + 1; version++)
                {
                    bool isNewer = version > schema.Version;
                    CheckTokens(schema, message, random, seed, new RandomMessageOptions(version, ExtendBlocks: isNewer));
                }
            }
        }
    }

    [Fact]
    public void ShouldEncodeTheSameBytesWhenMessagesPassThroughJson()
    {
        for (int seed = 0; seed < Schemas; seed++)
        {
            SbeSchema schema = Read(seed);
            Random random = new(seed);
            foreach (SbeMessage message in schema.Messages)
            {
                for (int version = 0; version <= schema.Version; version++)
                {
                    byte[] bytes = RandomMessage.Create(schema, message, random, new RandomMessageOptions(version)).Bytes;
                    string json = ToJson(schema, bytes);

                    byte[] again = SbeJson.Encode(schema, json);

                    int same = bytes.AsSpan().CommonPrefixLength(again);
                    Assert.True(
                        bytes.AsSpan().SequenceEqual(again),
                        $"seed {seed}, version {version}: {same} of {bytes.Length} bytes are the same; {json}");
                }
            }
        }
    }

    private static string ToJson(SbeSchema schema, byte[] bytes)
    {
        ArrayBufferWriter<byte> output = new();
        SbeDecodeResult result = SbeJson.Decode(schema, bytes, output);
        Assert.Equal(SbeDecodeStatus.Ok, result.Status);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static SbeSchema Read(int seed)
    {
        string xml = RandomSchema.Create(seed, awkwardNames: seed % 2 == 1, memberVersions: seed % 3 == 2);
        SbeSchemaResult result = SbeSchemaReader.Read(xml, $"seed{seed}.xml");
        IEnumerable<SbeDiagnostic> errors = result.Diagnostics.Where(finding => finding.Severity == SbeSeverity.Error);
        Assert.True(!result.HasErrors, string.Join("\n", errors));
        return result.Schema!;
    }

    private static void CheckTokens(
        SbeSchema schema, SbeMessage message, Random random, int seed, RandomMessageOptions options)
    {
        RandomMessage made = RandomMessage.Create(schema, message, random, options);
        TokenVisitor visitor = new();

        SbeDecodeResult result = SbeDecoder.Decode(schema, made.Bytes, visitor);

        Assert.True(result.IsOk, $"seed {seed} {options}: {result.Reason}");
        Assert.Equal(made.Bytes.Length, result.Length);
        Assert.Equal(made.Tokens, visitor.Tokens);
    }
}
