using System.Buffers;
using System.CommandLine;
using HftGateway.MarketData.Pcap;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Sbe;

/// <summary><c>hftgw sbe decode</c>: messages as JSON, by schema alone.</summary>
public static class SbeDecodeCommand
{
    private static readonly string[] Framings =
        ["auto", "raw", "length16", "length32", "sofh", "ilink", "mdp3", "mdp3tcp", "pcap"];

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string> schema = SbeCommand.Schema();
        var input = new Option<string>("--input", "-i")
        {
            Description = "file of messages; - is standard input",
            HelpName = "FILE",
            DefaultValueFactory = static _ => "-",
        };
        var framing = new Option<string>("--framing")
        {
            Description = "what lies around the messages: auto (by content), raw (nothing), length16, length32 (a length in the "
                + "schema's byte order), sofh (FIX simple open framing), ilink (CME's, little-endian), mdp3 (one packet), "
                + "mdp3tcp, pcap (MDP 3.0 packets)",
            DefaultValueFactory = static _ => "auto",
        };
        framing.AcceptOnlyFromAmong(Framings);
        var message = new Option<string[]>("--message")
        {
            Description = "print only messages of this name; may be repeated",
            HelpName = "NAME",
        };
        var limit = new Option<long>("--limit")
        {
            Description = "end after so many printed messages",
            DefaultValueFactory = static _ => long.MaxValue,
        };
        var indent = new Option<bool>("--indent") { Description = "one member a line" };
        Option<bool> json = CommonOptions.Json();
        json.Description = "print one JSON array in place of a line for each message";
        var command = new Command("decode", "Messages as JSON, by schema alone; one line each. "
            + "Example: hftgw sbe decode --schema mdp3.xml --input packet.bin --indent");
        command.Options.Add(schema);
        command.Options.Add(input);
        command.Options.Add(framing);
        command.Options.Add(message);
        command.Options.Add(limit);
        command.Options.Add(indent);
        command.Options.Add(json);
        command.SetAction((r, cancelled) => Task.FromResult(Run(r, cancelled)));
        return command;

        int Run(ParseResult r, CancellationToken cancelled)
        {
            bool quiet = r.GetValue(CommonOptions.Quiet);
            string path = r.GetValue(input)!;
            if (r.GetValue(schema) == "-" && path == "-")
            {
                throw new CommandFailure(ExitStatus.WrongInput,
                    "--schema and --input are both standard input; give one of them a file");
            }

            if (r.GetValue(limit) < 0)
                throw new CommandFailure(ExitStatus.WrongInput, $"--limit {r.GetValue(limit)}: valid is 0 or more");
            SbeSchema model = SbeSchemaFile.Load(r.GetValue(schema)!, quiet);
            HashSet<string>? wanted = r.GetValue(message) is { Length: > 0 } names ? [.. names] : null;
            if (wanted?.FirstOrDefault(name => model.FindMessage(name) is null) is { } unknown)
                throw new CommandFailure(ExitStatus.WrongInput, $"--message {unknown}: the schema has no such message");
            var job = new Job(model, path, wanted, r.GetValue(limit), r.GetValue(indent), r.GetValue(json));
            SbeFraming given = Enum.Parse<SbeFraming>(r.GetValue(framing)!, ignoreCase: true);
            return job.Run(given, quiet, cancelled);
        }
    }

    /// <summary>One run of the command.</summary>
    private sealed class Job(
        SbeSchema schema, string path, HashSet<string>? wanted, long limit, bool indent, bool array)
    {
        private const int FlushBytes = 1 << 16;

        private readonly Stream _output = StandardOutput.Open(0);
        private readonly ArrayBufferWriter<byte> _text = new(FlushBytes);
        private readonly ArrayBufferWriter<byte> _line = new(4096);
        private readonly SortedDictionary<ulong, long> _unknownTemplates = [];
        private long _otherSchemas;
        private long _printed;
        private string? _problem;

        public int Run(SbeFraming framing, bool quiet, CancellationToken cancelled)
        {
            byte[] bytes = SbeInput.ReadAll(path, "--input");
            if (framing == SbeFraming.Auto && bytes.Length > 0)
            {
                framing = SbeFrames.Recognise(schema, bytes) ?? throw new CommandFailure(ExitStatus.WrongInput,
                    $"--input {path}: no framing known here begins like this with a message of schema {schema.Id}; "
                    + "name it with --framing");
            }

            if (array)
                _text.Write("["u8);
            if (framing == SbeFraming.Pcap)
                DecodeCapture(bytes, cancelled);
            else
                Decode(bytes, framing, 0, cancelled);
            if (array)
                _text.Write("]\n"u8);
            Flush();
            return Finish(quiet);
        }

        private void DecodeCapture(byte[] bytes, CancellationToken cancelled)
        {
            using var reader = new PcapReader(new MemoryStream(bytes, writable: false));
            while (_printed < limit && _problem is null && !cancelled.IsCancellationRequested
                && reader.TryRead(out PcapPacket packet))
            {
                if (UdpFrame.Parse(packet.Data, packet.LinkType, out UdpFrame datagram) == UdpFrameStatus.Datagram)
                {
                    long offset = packet.Offset + datagram.PayloadOffset;
                    Decode(datagram.Payload.ToArray(), SbeFraming.Mdp3, offset, cancelled);
                }
            }

            if (_problem is null && reader.Problem is { } problem)
                _problem = problem.ToString();
        }

        private void Decode(byte[] bytes, SbeFraming framing, long origin, CancellationToken cancelled)
        {
            var frames = new SbeFrames(schema, framing, bytes);
            while (_printed < limit && !cancelled.IsCancellationRequested && frames.TryNext(out int start, out int length))
            {
                _line.ResetWrittenCount();
                SbeDecodeResult result = SbeJson.Decode(schema, bytes.AsSpan(start, length), _line, indent);
                bool isFramed = framing != SbeFraming.Raw;
                if (result.IsOk)
                {
                    frames.Advance(start + result.Length);
                    Print(result);
                }
                else if (isFramed && result.Status == SbeDecodeStatus.UnknownTemplate)
                {
                    _unknownTemplates.TryGetValue(result.Header.TemplateId, out long count);
                    _unknownTemplates[result.Header.TemplateId] = count + 1;
                }
                else if (isFramed && result.Status == SbeDecodeStatus.OtherSchema)
                {
                    _otherSchemas++;
                }
                else
                {
                    _problem = $"byte offset {origin + start + result.Offset}: {result.Reason}";
                    return;
                }
            }

            if (frames.Problem is { } problem)
                _problem = $"byte offset {origin + frames.ProblemOffset}: {problem}";
        }

        private void Print(in SbeDecodeResult result)
        {
            if (wanted is not null && !wanted.Contains(schema.FindMessage((int)result.Header.TemplateId)!.Name))
                return;
            if (array && _printed > 0)
                _text.Write(","u8);
            _text.Write(_line.WrittenSpan);
            if (!array)
                _text.Write("\n"u8);
            _printed++;
            if (_text.WrittenCount >= FlushBytes)
                Flush();
        }

        private void Flush()
        {
            _output.Write(_text.WrittenSpan);
            _output.Flush();
            _text.ResetWrittenCount();
        }

        private int Finish(bool quiet)
        {
            if (!quiet && _unknownTemplates.Count > 0)
            {
                string ids = string.Join(", ", _unknownTemplates.Take(10).Select(static t => $"{t.Key} ({t.Value})"));
                System.Console.Error.WriteLine(
                    $"{path}: {_unknownTemplates.Values.Sum()} messages of unknown templates skipped: {ids}");
            }

            if (!quiet && _otherSchemas > 0)
                System.Console.Error.WriteLine($"{path}: {_otherSchemas} messages of other schemas skipped");
            if (_problem is null)
                return ExitStatus.Done;
            System.Console.Error.WriteLine($"error: {path}: {_problem}; {_printed} messages before it were decoded");
            return ExitStatus.Failed;
        }
    }
}
