using System.Buffers.Binary;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HftGateway.Cli.Commands.Mdp3;
using HftGateway.Cli.Console;
using HftGateway.MarketData;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Lobster;
using HftGateway.MarketData.Pcap;

namespace HftGateway.Cli.Commands;

/// <summary><c>hftgw decode</c>: every message with its index, byte offset and fields.</summary>
public static class DecodeCommand
{
    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string[]> input = CommonOptions.Input();
        var types = new Option<string>("--types")
        {
            Description = "message types to print, e.g. AEU, of MDP 3.0 template ids or names, e.g. 46,48; others are only counted",
            HelpName = "LETTERS",
        };
        var symbol = new Option<string>("--symbol", "-s") { Description = "messages of one symbol (MDP 3.0: or SecurityID)" };
        var limit = new Option<long>("--limit")
        {
            Description = "end after so many printed messages",
            DefaultValueFactory = static _ => long.MaxValue,
        };
        var format = new Option<string>("--format")
        {
            Description = "jsonl, csv or count",
            DefaultValueFactory = static _ => "jsonl",
        };
        format.AcceptOnlyFromAmong("jsonl", "csv", "count");
        Option<bool> json = CommonOptions.Json();
        var command = new Command("decode", "Every message with its index, byte offset and fields. "
            + "Example: hftgw decode --input day.itch --types AEU --symbol AAPL --limit 100; "
            + "hftgw decode --input mdp3.pcap --types 46 --symbol ESZ5");
        Option<string[]> filter = CommonOptions.Filter();
        command.Options.Add(input);
        command.Options.Add(filter);
        command.Options.Add(types);
        command.Options.Add(symbol);
        command.Options.Add(limit);
        command.Options.Add(format);
        command.Options.Add(json);
        Option<string> protocol = CommonOptions.Protocol();
        Option<string?> schema = CommonOptions.Mdp3Schema();
        command.Options.Add(protocol);
        command.Options.Add(schema);
        command.SetAction((r, cancelled) => Task.FromResult(
            Inputs.AreMdp3(r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), r.GetValue(protocol)!)
            ? new Mdp3DecodeJob(
                r.GetValue(schema), r.GetValue(types), r.GetValue(symbol), r.GetValue(limit), r.GetValue(format)!,
                r.GetValue(json), r.GetValue(CommonOptions.Quiet))
            .Run(r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), r.GetValue(CommonOptions.Quiet), cancelled)
            : new Job(
            r.GetValue(types), r.GetValue(symbol), r.GetValue(limit), r.GetValue(format)!, r.GetValue(json))
            .Run(r.GetValue(input)!, Inputs.Filter(r.GetValue(filter)), r.GetValue(CommonOptions.Quiet), cancelled)));
        return command;
    }

    /// <summary>One run of the command.</summary>
    private sealed class Job
    {
        private const int FlushBytes = 1 << 16;
        private const int SymbolBytes = 8;

        private readonly bool[] _wanted = new bool[256];
        private readonly long[] _counts = new long[256];
        private readonly bool[] _locates = new bool[65_536];
        private readonly byte[]? _symbol;
        private readonly string _format;
        private readonly bool _json;
        private readonly byte[] _buffer = new byte[FlushBytes + ItchMessageFormatter.MaxLineBytes];
        private readonly Stream _output = StandardOutput.Open(0);
        private readonly int[] _stockOffset = new int[256];
        private LobsterMessageSource? _lobster;
        private long _left;
        private int _used;
        private long _matched;
        private ItchDefect _firstDefect;
        private long _defects;

        public Job(string? types, string? symbol, long limit, string format, bool json)
        {
            _format = format;
            _json = json;
            _left = limit;
            if (limit < 0)
                throw new CommandFailure(ExitStatus.WrongInput, $"--limit {limit}: valid is 0 or more");
            Array.Fill(_wanted, types == null);
            foreach (char type in types ?? "")
            {
                if (type > 255 || ItchLength.Of((byte)type) == 0)
                {
                    throw new CommandFailure(ExitStatus.WrongInput,
                        $"--types {types}: '{type}' is no ITCH 5.0 message type; "
                        + $"valid are {Encoding.ASCII.GetString(ItchLength.Types)}");
                }

                _wanted[type] = true;
            }

            if (symbol == null)
                return;
            if (symbol.Length is 0 or > SymbolBytes || symbol.Any(static c => c is <= ' ' or > '~'))
                throw new CommandFailure(
                    ExitStatus.WrongInput, $"--symbol '{symbol}': 1 to 8 printable ASCII characters");
            _symbol = Encoding.ASCII.GetBytes(symbol.PadRight(SymbolBytes));
            // Where the stock field stands in the messages by which a locate code is learnt
            // (features specification 2.1).
            (char Type, int Offset)[] offsets = [('R', 11), ('H', 11), ('h', 11), ('A', 24), ('F', 24), ('P', 24)];
            foreach ((char type, int offset) in offsets)
                _stockOffset[type] = offset;
        }

        public int Run(string[] inputs, PcapFilter? filter, bool quiet, CancellationToken cancelled)
        {
            List<MessageSource> sources = [.. inputs.Select(path => Inputs.Open(path, filter))];
            var progress = new ProgressReporter(
                "messages", 0, quiet || (_format != "count" && !System.Console.IsOutputRedirected));
            if (_format == "csv")
                _output.Write(Encoding.ASCII.GetBytes(CsvHeader(sources) + "\n"));
            foreach (MessageSource source in sources)
            {
                _lobster = source as LobsterMessageSource;
                while (_left > 0 && !cancelled.IsCancellationRequested && source.TryReadBlock(out MessageBlock block))
                {
                    Take(in block);
                    progress.Report(source.MessageCount);
                }

                if (source.Problem != null)
                    break;
            }

            Flush();
            progress.Finish();
            if (_format == "count")
                PrintCounts();
            int status = Inputs.Finish(sources, quiet);
            sources.ForEach(static s => s.Dispose());
            if (_defects == 0)
                return status;
            System.Console.Error.WriteLine($"error: {_defects} messages not understood, the first: {_firstDefect}");
            return ExitStatus.Failed;
        }

        // A LOBSTER line has other columns than an ITCH message.
        private static string CsvHeader(List<MessageSource> sources)
        {
            int lobster = sources.Count(static s => s.Kind == InputKind.Lobster);
            if (lobster != 0 && lobster != sources.Count)
            {
                throw new CommandFailure(ExitStatus.WrongInput,
                    "--format csv: LOBSTER and ITCH inputs have different columns; decode them one after the other");
            }

            return lobster != 0 ? LobsterFormatter.CsvHeader : ItchMessageFormatter.CsvHeader;
        }

        private void Take(in MessageBlock block)
        {
            // The directory message in front of a LOBSTER file is none of its lines.
            if (block.FirstIndex < 0)
                return;
            MessageBlock.Enumerator messages = block.GetEnumerator();
            while (_left > 0 && messages.MoveNext())
            {
                ReadOnlySpan<byte> message = messages.Current;
                if (message.Length == 0 || ItchLength.Of(message[0]) != message.Length)
                {
                    Refuse(message, messages.Index, messages.Offset);
                    continue;
                }

                byte type = message[0];
                if (!IsOfSymbol(message) || !_wanted[type])
                    continue;
                _counts[type]++;
                _matched++;
                _left--;
                if (_format != "count")
                    Print(message, messages.Index, messages.Offset);
            }
        }

        private bool IsOfSymbol(ReadOnlySpan<byte> message)
        {
            if (_symbol == null || _lobster != null)
                return true;
            ushort locate = BinaryPrimitives.ReadUInt16BigEndian(message[1..]);
            int offset = _stockOffset[message[0]];
            if (offset != 0 && message.Slice(offset, SymbolBytes).SequenceEqual(_symbol))
                _locates[locate] = true;
            return _locates[locate];
        }

        private void Refuse(ReadOnlySpan<byte> message, long index, long offset)
        {
            if (_defects++ > 0)
                return;
            byte type = message.Length == 0 ? (byte)0 : message[0];
            _firstDefect = new ItchDefect
            {
                Kind = message.Length == 0 ? ItchDefectKind.Empty
                    : ItchLength.Of(type) == 0 ? ItchDefectKind.UnknownType : ItchDefectKind.WrongLength,
                Type = type,
                Length = message.Length,
                Index = index,
                Offset = offset,
            };
        }

        private void Print(ReadOnlySpan<byte> message, long index, long offset)
        {
            Span<byte> free = _buffer.AsSpan(_used);
            int written = (_lobster != null, _format == "csv") switch
            {
                (true, true) => LobsterFormatter.FormatCsv(_lobster!.Current, message[0], index, offset, free),
                (true, false) => LobsterFormatter.FormatJson(_lobster!.Current, message[0], index, offset, free),
                (false, true) => ItchMessageFormatter.FormatCsv(message, index, offset, free),
                _ => ItchMessageFormatter.FormatJson(message, index, offset, free),
            };
            _used += written;
            if (_used >= FlushBytes)
                Flush();
        }

        private void Flush()
        {
            _output.Write(_buffer, 0, _used);
            _output.Flush();
            _used = 0;
        }

        private void PrintCounts()
        {
            if (_json)
            {
                using var writer = new Utf8JsonWriter(_output);
                writer.WriteStartObject();
                for (int type = 0; type < _counts.Length; type++)
                {
                    if (_counts[type] != 0)
                        writer.WriteNumber(((char)type).ToString(), _counts[type]);
                }

                writer.WriteNumber("total", _matched);
                writer.WriteEndObject();
                writer.Flush();
                _output.WriteByte((byte)'\n');
                return;
            }

            var text = new StringBuilder();
            for (int type = 0; type < _counts.Length; type++)
            {
                if (_counts[type] != 0)
                    text.Append(CultureInfo.InvariantCulture, $"{(char)type} {_counts[type]}\n");
            }

            text.Append(CultureInfo.InvariantCulture, $"total {_matched}\n");
            _output.Write(Encoding.ASCII.GetBytes(text.ToString()));
            _output.Flush();
        }
    }
}
