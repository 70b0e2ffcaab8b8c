using System.Buffers.Binary;
using System.CommandLine;
using System.Text.Json;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary><c>hftgw sbe encode</c>: JSON as messages, by schema alone.</summary>
public static class SbeEncodeCommand
{
    private const int MaxDepth = 160;

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string> schema = SbeCommand.Schema();
        var input = new Option<string>("--input", "-i")
        {
            Description = "JSON objects, one after the other or in an array, as decode prints them; - is standard input",
            HelpName = "FILE",
            DefaultValueFactory = static _ => "-",
        };
        var output = new Option<string>("--out", "-o")
        {
            Description = "file of messages; - is standard output",
            HelpName = "FILE",
            DefaultValueFactory = static _ => "-",
        };
        var framing = new Option<string>("--framing")
        {
            Description = "what to put around the messages: raw (nothing), length16, length32 (a length in the schema's byte "
                + "order), sofh (FIX simple open framing), ilink (CME's, little-endian)",
            DefaultValueFactory = static _ => "raw",
        };
        framing.AcceptOnlyFromAmong("raw", "length16", "length32", "sofh", "ilink");
        var command = new Command("encode", "JSON as messages, by schema alone. "
            + "Example: hftgw sbe encode --schema order.xml --input order.json --out order.bin");
        command.Options.Add(schema);
        command.Options.Add(input);
        command.Options.Add(output);
        command.Options.Add(framing);
        command.SetAction((r, cancelled) =>
        {
            string path = r.GetValue(input)!;
            if (r.GetValue(schema) == "-" && path == "-")
            {
                throw new CommandFailure(ExitStatus.WrongInput,
                    "--schema and --input are both standard input; give one of them a file");
            }

            SbeSchema model = SbeSchemaFile.Load(r.GetValue(schema)!, r.GetValue(CommonOptions.Quiet));
            SbeFraming given = Enum.Parse<SbeFraming>(r.GetValue(framing)!, ignoreCase: true);
            return Task.FromResult(Run(model, path, r.GetValue(output)!, given, cancelled));
        });
        return command;
    }

    private static int Run(SbeSchema schema, string path, string output, SbeFraming framing, CancellationToken cancelled)
    {
        byte[] text = SbeInput.ReadAll(path, "--input");
        using Stream stream = Inputs.Create(output);
        long encoded = 0;
        try
        {
            foreach ((JsonElement message, int line) in Documents(text))
            {
                if (cancelled.IsCancellationRequested)
                    break;
                try
                {
                    Write(stream, schema, framing, SbeJson.Encode(schema, message));
                    encoded++;
                }
                catch (SbeJsonException error)
                {
                    stream.Flush();
                    throw new CommandFailure(ExitStatus.Failed,
                        $"{path}: message {encoded + 1}, which begins in line {line}: {error.Message}");
                }
            }
        }
        catch (JsonException error)
        {
            stream.Flush();
            string what = error.Message.Split(" LineNumber")[0];
            throw new CommandFailure(ExitStatus.Failed,
                $"{path}: line {(error.LineNumber ?? 0) + 1}, byte {(error.BytePositionInLine ?? 0) + 1}: not JSON: {what}");
        }

        stream.Flush();
        return ExitStatus.Done;
    }

    /// <summary>The objects of a text: one after the other, or in an array.</summary>
    private static IEnumerable<(JsonElement Message, int Line)> Documents(byte[] text)
    {
        int position = text.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        int line = 1;
        while (true)
        {
            while (position < text.Length && text[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
                line += text[position++] == (byte)'\n' ? 1 : 0;
            if (position >= text.Length)
                yield break;
            (JsonDocument document, int length) = ParseOne(text, position, line);
            using (document)
            {
                if (document.RootElement.ValueKind == JsonValueKind.Array)
                {
                    foreach (JsonElement element in document.RootElement.EnumerateArray())
                        yield return (element, line);
                }
                else
                {
                    yield return (document.RootElement, line);
                }
            }

            line += text.AsSpan(position, length).Count((byte)'\n');
            position += length;
        }
    }

    private static (JsonDocument Document, int Length) ParseOne(byte[] text, int position, int line)
    {
        var options = new JsonReaderOptions { AllowMultipleValues = true, MaxDepth = MaxDepth };
        var reader = new Utf8JsonReader(text.AsSpan(position), options);
        try
        {
            return (JsonDocument.ParseValue(ref reader), (int)reader.BytesConsumed);
        }
        catch (JsonException error)
        {
            throw new JsonException(error.Message, null, (error.LineNumber ?? 0) + line - 1, error.BytePositionInLine);
        }
    }

    private static void Write(Stream stream, SbeSchema schema, SbeFraming framing, byte[] message)
    {
        bool isBig = schema.ByteOrder == SbeByteOrder.BigEndian;
        Span<byte> header = stackalloc byte[6];
        int size = framing switch
        {
            SbeFraming.Length16 or SbeFraming.Ilink => ushort.MaxValue,
            _ => int.MaxValue,
        };
        int length = message.Length + (framing == SbeFraming.Ilink ? 4 : framing == SbeFraming.Sofh ? 6 : 0);
        if (length > size)
            throw new SbeJsonException("$", $"the message's {length} bytes do not fit the frame's length, at most {size}");
        switch (framing)
        {
            case SbeFraming.Length16 when isBig:
                BinaryPrimitives.WriteUInt16BigEndian(header, (ushort)length);
                break;
            case SbeFraming.Length16:
                BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)length);
                break;
            case SbeFraming.Length32 when isBig:
                BinaryPrimitives.WriteUInt32BigEndian(header, (uint)length);
                break;
            case SbeFraming.Length32:
                BinaryPrimitives.WriteUInt32LittleEndian(header, (uint)length);
                break;
            case SbeFraming.Sofh:
                BinaryPrimitives.WriteUInt32BigEndian(header, (uint)length);
                BinaryPrimitives.WriteUInt16BigEndian(
                    header[4..], isBig ? SbeFrames.SofhBigEndian : SbeFrames.SofhLittleEndian);
                break;
            case SbeFraming.Ilink:
                BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)length);
                BinaryPrimitives.WriteUInt16LittleEndian(header[2..], SbeFrames.CmeEncoding);
                break;
            default:
                break;
        }

        int headerBytes = framing switch
        {
            SbeFraming.Length16 => 2,
            SbeFraming.Length32 or SbeFraming.Ilink => 4,
            SbeFraming.Sofh => 6,
            _ => 0,
        };
        stream.Write(header[..headerBytes]);
        stream.Write(message);
    }
}
