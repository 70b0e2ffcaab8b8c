using System.Reflection;
using HftGateway.Sbe.Compiler;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>In debug builds, and only there, encoders refuse groups and data out of order.</summary>
public sealed class EncodingOrderTests
{
    [Theory]
    [InlineData("m.Flat(0); m.LateGroup(0);", "M: lateGroup must be written once")]
    [InlineData("m.Deep(0);", "M: deep must be written once")]
    [InlineData("m.Flat(1); m.Flat(1);", "M: Flat must be written once")]
    [InlineData("m.Flat(0); m.Deep(2).GetEnumerator().MoveNext(); m.LateGroup(0);",
        "M: lateGroup must be written once")]
    [InlineData("m.Flat(0); foreach (var e in m.Deep(1)) e.SetD1([1]);", "deep: d1 must be written once")]
    [InlineData("m.Flat(0); m.Deep(0); m.LateGroup(0); m.SetRoot([]); _ = m.EncodedLength;",
        "M: the rest must be written once")]
    public void ShouldThrowWhenTheOrderIsWrong(string statements, string message)
    {
        MethodInfo run = Compile(statements);

        TargetInvocationException error = Assert.Throws<TargetInvocationException>(() => run.Invoke(null, null));

        Assert.IsType<InvalidOperationException>(error.InnerException);
        Assert.StartsWith(message, error.InnerException.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ShouldNotThrowWhenTheOrderIsRight()
        => Compile("m.Flat(0); m.Deep(0); m.LateGroup(0); m.SetRoot([]); m.SetText(\"\"); _ = m.EncodedLength;")
            .Invoke(null, null);

    private static MethodInfo Compile(string statements)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("every-construct.xml")!;
        using StreamReader reader = new(stream);
        SbeSchema schema = SbeSchemaReader.Read(reader.ReadToEnd(), "every-construct.xml").Schema!;
        CSharpResult code = CSharpCompiler.Compile(schema, new CSharpOptions { Namespace = "Order" });
        string test = "namespace Order; public static class Test { public static void Run() { "
            + $"MEncoder.TryWrap(new byte[4096], out MEncoder m); {statements} }} }}";
        return InMemoryCompiler.Load([.. code.Files.Select(f => f.Text), test]).GetType("Order.Test")!.GetMethod(
            "Run")!;
    }
}
