using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>The class <c>SbeSchema</c> of a namespace: the schema's numbers and the reading of message
/// headers.</summary>
internal sealed class SchemaEmitter(SchemaPlan plan, CodeWriter w)
{
    /// <summary>Writes the class.</summary>
    public void Write()
    {
        SbeSchema schema = plan.Schema;
        GroupDecoderEmitter numbers = new(plan, w);
        w.Summary(schema.Description is { Length: > 0 } text ? text
            : $"The SBE schema {schema.Id}, version {schema.Version}.");
        w.Open($"{plan.Access} static class SbeSchema");
        w.Summary("The schema's number.");
        w.Line($"public const int Id = {schema.Id};");
        w.Line();
        w.Summary("The schema's version.");
        w.Line($"public const int Version = {schema.Version};");
        w.Line();
        w.Summary("Bytes of the message header.");
        w.Line($"public const int HeaderLength = {schema.Header.Composite.Size};");
        w.Line();
        w.Summary("Reads a message header, to choose the decoder by its template.");
        w.Line("/// <returns>False when the buffer is too short.</returns>");
        w.Open("public static bool TryReadHeader(ReadOnlySpan<byte> message, out SbeFrameHeader header)");
        w.Open("if (message.Length < HeaderLength)");
        w.Line("header = default;");
        w.Line("return false;");
        w.Close();
        w.Line("ref readonly byte bytes = ref MemoryMarshal.GetReference(message);");
        w.Line("header = new SbeFrameHeader(");
        w.Line($"    {numbers.Number(schema.Header.BlockLength, "bytes", "0")},");
        w.Line($"    {numbers.Number(schema.Header.TemplateId, "bytes", "0")},");
        w.Line($"    {numbers.Number(schema.Header.SchemaId, "bytes", "0")},");
        w.Line($"    {numbers.Number(schema.Header.Version, "bytes", "0")});");
        w.Line("return true;");
        w.Close();
        w.Close();
    }
}
