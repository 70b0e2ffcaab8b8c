using System.Buffers;
using System.Text;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Tests.Interpreter;

/// <summary>Bytes written by hand: hexadecimal digits with a comment after <c>//</c> in each line.</summary>
internal static class WireBytes
{
    /// <summary>The bytes; spaces and comments do not count.</summary>
    public static byte[] Parse(string text)
    {
        StringBuilder digits = new();
        foreach (string line in text.Split('\n'))
        {
            int comment = line.IndexOf("//", StringComparison.Ordinal);
            digits.Append((comment < 0 ? line : line[..comment]).Replace(" ", string.Empty).Trim());
        }

        return Convert.FromHexString(digits.ToString());
    }

    public static SbeSchema Schema(string xml)
    {
        SbeSchemaResult result = SbeSchemaReader.Read(xml, "test.xml");
        Assert.True(!result.HasErrors, string.Join("\n", result.Diagnostics));
        return result.Schema!;
    }

    public static string ToJson(SbeSchema schema, byte[] bytes)
    {
        ArrayBufferWriter<byte> output = new();
        SbeDecodeResult result = SbeJson.Decode(schema, bytes, output);
        Assert.True(result.IsOk, result.Reason);
        Assert.Equal(bytes.Length, result.Length);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
