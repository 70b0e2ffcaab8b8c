using HftGateway.Sbe.Compiler;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>The generated code of a schema, compiled and loaded, behind its driver.</summary>
internal sealed class CompiledDriver
{
    private CompiledDriver(SbeSchema schema, Type driver)
    {
        Schema = schema;
        Decode = driver.GetMethod("Decode")!.CreateDelegate<DecodeCall>();
        Copy = driver.GetMethod("Copy")!.CreateDelegate<CopyCall>();
        Print = driver.GetMethod("Print")!.CreateDelegate<PrintCall>();
    }

    /// <summary>Notes every property of a message; false where the decoder refuses it.</summary>
    public delegate bool DecodeCall(ReadOnlySpan<byte> bytes, List<string> tokens);

    /// <summary>Decodes and encodes; returns the length, or -1 where the decoder refuses it.</summary>
    public delegate int CopyCall(ReadOnlySpan<byte> bytes, Span<byte> target);

    /// <summary>The text of a message; null where the decoder refuses it.</summary>
    public delegate string? PrintCall(ReadOnlySpan<byte> bytes);

    /// <summary>The schema.</summary>
    public SbeSchema Schema { get; }

    /// <summary>See <see cref="DecodeCall"/>.</summary>
    public DecodeCall Decode { get; }

    /// <summary>See <see cref="CopyCall"/>.</summary>
    public CopyCall Copy { get; }

    /// <summary>See <see cref="PrintCall"/>.</summary>
    public PrintCall Print { get; }

    /// <summary>Reads schemas, generates their code and compiles all of it into one assembly.</summary>
    public static List<CompiledDriver> Compile(IEnumerable<string> schemas)
    {
        List<(SbeSchema Schema, string Name)> read = [];
        List<string> sources = [];
        foreach (string xml in schemas)
        {
            SbeSchemaResult result = SbeSchemaReader.Read(xml, $"schema{read.Count}.xml");
            Assert.True(result.Schema is not null, string.Join('\n', result.Diagnostics));
            CSharpOptions options = new() { Namespace = $"Compiled.S{read.Count}" };
            CSharpResult compiled = CSharpCompiler.Compile(result.Schema, options);
            sources.AddRange(compiled.Files.Select(f => f.Text));
            sources.Add(new DriverEmitter(SchemaPlanner.Plan(result.Schema, options)).Write());
            read.Add((result.Schema, $"{compiled.Namespace}.Driver"));
        }
        System.Reflection.Assembly assembly = InMemoryCompiler.Load(sources);
        return [.. read.Select(r => new CompiledDriver(r.Schema, assembly.GetType(r.Name, throwOnError: true)!))];
    }
}
