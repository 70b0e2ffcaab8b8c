using System.Buffers;
using System.Text;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Python;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Python;

/// <summary>Generated Python modules against the interpreter: both decode and encode the same, and numpy sees the same numbers.</summary>
public sealed class PythonEmitterTests(ITestOutputHelper output) : IDisposable
{
    private const int Seeds = 40;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hftgw-sbe-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void ShouldDecodeAndEncodeLikeTheInterpreterWhenSchemasAreRandom()
    {
        int messages = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            string xml = RandomSchema.Create(seed, awkwardNames: seed % 2 == 1, memberVersions: seed % 3 == 2);
            SbeSchema schema = SbeSchemaReader.Read(xml, "test.xml").Schema!;
            Random random = new(seed);
            StringBuilder lines = new();
            foreach (SbeMessage message in schema.Messages)
            {
                for (int version = 0; version <= schema.Version; version++)
                {
                    RandomMessageOptions options = new(version);
                    byte[] bytes = RandomMessage.Create(schema, message, random, options).Bytes;
                    lines.Append(Convert.ToHexString(bytes)).Append(' ').Append(ToJson(schema, bytes)).Append('\n');
                    messages++;
                }
            }

            PythonModule module = PythonEmitter.Emit(schema, $"seed{seed}");
            File.WriteAllText(Path.Combine(_folder.FullName, module.FileName), module.Text);
            File.WriteAllText(Path.Combine(_folder.FullName, $"seed{seed}.txt"), lines.ToString());
        }

        Check(messages);
    }

    [Theory]
    [InlineData("cme-mdp3-v1.9.xml", "mdp3-v1.9.MdIncrementalRefreshBook.bin", 12, 2)]
    [InlineData("cme-ilink3-v8.5.xml", "ilink3-v8.5.ExecutionReportStatus.bin", 0, 4)]
    public void ShouldDecodeLikeTheInterpreterWhenMessagesAreTheExchanges(string file, string packet, int start, int header)
    {
        if (SharedData.Find("sbe/" + file, output) is not { } path || SharedData.Find("sbe/" + packet, output) is not { } bin)
        {
            return;
        }

        SbeSchema schema = SbeSchemaReader.Read(File.ReadAllText(path), file).Schema!;
        byte[] bytes = File.ReadAllBytes(bin);
        StringBuilder lines = new();
        int messages = 0;
        for (int position = start; position < bytes.Length; messages++)
        {
            int size = bytes[position] | bytes[position + 1] << 8;
            SbeJson.Decode(schema, bytes.AsSpan(position + header), _json);
            SbeDecodeResult result = SbeDecoder.Decode(schema, bytes.AsSpan(position + header), new TokenVisitor());
            lines.Append(Convert.ToHexString(bytes.AsSpan(position + header, result.Length))).Append(' ')
                .Append(Encoding.UTF8.GetString(_json.WrittenSpan)).Append('\n');
            _json.ResetWrittenCount();
            position += size;
        }

        PythonModule module = PythonEmitter.Emit(schema, "cme");
        File.WriteAllText(Path.Combine(_folder.FullName, module.FileName), module.Text);
        File.WriteAllText(Path.Combine(_folder.FullName, "cme.txt"), lines.ToString());
        Check(messages);
    }

    [Fact]
    public void ShouldNameTheModuleAfterThePackageWhenNoNameIsGiven()
    {
        SbeSchema schema = SbeSchemaReader.Read(RandomSchema.Create(3), "test.xml").Schema!;

        Assert.Equal("random_s3.py", PythonEmitter.Emit(schema).FileName);
        Assert.Equal("class_.py", PythonEmitter.Emit(schema, "class").FileName);
    }

    private readonly ArrayBufferWriter<byte> _json = new();

    private string ToJson(SbeSchema schema, byte[] bytes)
    {
        _json.ResetWrittenCount();
        Assert.True(SbeJson.Decode(schema, bytes, _json).IsOk);
        string json = Encoding.UTF8.GetString(_json.WrittenSpan);
        _json.ResetWrittenCount();
        return json;
    }

    private void Check(int messages)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Python", "check.py");
        if (PythonRunner.Run(output, script, _folder.FullName) is { } run)
        {
            Assert.True(run.Status == 0, run.Output);
            Assert.Equal($"{messages} messages", run.Output.Trim());
        }
    }
}
