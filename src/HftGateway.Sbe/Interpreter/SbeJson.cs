using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>
/// Messages as JSON and back, by schema alone. The conventions are in <c>docs/sbe.md</c>; what is decoded encodes to the same bytes,
/// but for the contents of holes (written as zero) and of bytes that the schema does not know.
/// <para><b>Cost:</b> not on the hot path.</para>
/// </summary>
public static class SbeJson
{
    /// <summary>Deepest nesting of JSON that is read: twice that of groups and composites, and some.</summary>
    internal const int MaxDepth = 160;

    /// <summary>Decodes one message to a JSON object.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="buffer">Bytes from the start of the header; more may follow.</param>
    /// <param name="output">Receives the JSON text as UTF-8; after an error it is to be thrown away.</param>
    /// <param name="indented">True for one member a line.</param>
    /// <param name="rename">
    /// Names of members in the output, by their names in the schema; null keeps them. What is renamed does not encode again.
    /// </param>
    /// <returns>The outcome.</returns>
    public static SbeDecodeResult Decode(
        SbeSchema schema, ReadOnlySpan<byte> buffer, IBufferWriter<byte> output, bool indented = false,
        Func<string, string>? rename = null)
    {
        JsonWriterOptions options = new()
        {
            Indented = indented,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            MaxDepth = MaxDepth,
            SkipValidation = true,
        };
        using Utf8JsonWriter writer = new(output, options);
        SbeDecodeResult result = SbeDecoder.Decode(schema, buffer, new SbeJsonVisitor(schema, writer, rename));
        writer.Flush();
        return result;
    }

    /// <summary>Encodes one message from a JSON object.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="json">The object, as <see cref="Decode"/> gives it.</param>
    /// <returns>The message's bytes, header included.</returns>
    /// <exception cref="SbeJsonException">The object does not describe a message of the schema; says where and why.</exception>
    public static byte[] Encode(SbeSchema schema, JsonElement json) => new SbeJsonEncoder(schema).Encode(json);

    /// <summary>Encodes one message from JSON text.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="json">The text.</param>
    /// <returns>The message's bytes, header included.</returns>
    /// <exception cref="SbeJsonException">The text is not JSON, or not a message of the schema; says where and why.</exception>
    public static byte[] Encode(SbeSchema schema, string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
            return Encode(schema, document.RootElement);
        }
        catch (JsonException failure)
        {
            long line = (failure.LineNumber ?? 0) + 1;
            long column = (failure.BytePositionInLine ?? 0) + 1;
            throw new SbeJsonException($"line {line}, byte {column}", "not JSON: " + FirstSentence(failure.Message));
        }
    }

    private static string FirstSentence(string text)
    {
        int end = text.IndexOf(" LineNumber", StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }
}
