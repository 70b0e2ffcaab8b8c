using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using HftGateway.Cli.Commands.Sbe;
using HftGateway.Cli.Console;
using HftGateway.MarketData.Mdp3;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.MarketData.Mdp3.SchemaCheck;
using HftGateway.MarketData.Pcap;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>
/// <c>hftgw decode</c> of captures of MDP 3.0: every message with its index, byte offset, packet and fields, by the schema
/// alone.
/// </summary>
internal sealed class Mdp3DecodeJob
{
    private const int FlushBytes = 1 << 16;

    private readonly SbeSchema _schema;
    private readonly HashSet<int>? _wanted;
    private readonly SecurityIdFinder? _symbol;
    private readonly string _format;
    private readonly bool _json;
    private readonly SnakeNames _names = new();
    private readonly Stream _output = StandardOutput.Open(0);
    private readonly ArrayBufferWriter<byte> _message = new(4_096);
    private readonly ArrayBufferWriter<byte> _text = new(FlushBytes);
    private readonly SortedDictionary<int, long> _counts = [];
    private readonly SortedDictionary<int, long> _unknown = [];
    private long _otherSchemas;
    private long _left;
    private long _index;
    private long _matched;
    private long _defects;
    private string _firstDefect = "";

    /// <summary>Reads the options.</summary>
    /// <param name="schema">The exchange's schema file; null for the compiled-in one.</param>
    /// <param name="types">Template ids or names, separated by commas; null for all.</param>
    /// <param name="symbol">Symbol or SecurityID; null for all.</param>
    /// <param name="limit">Messages to print.</param>
    /// <param name="format">jsonl or count.</param>
    /// <param name="json">Counts as one JSON object.</param>
    /// <param name="quiet">No remarks.</param>
    /// <exception cref="CommandFailure">One is wrong.</exception>
    public Mdp3DecodeJob(
        string? schema, string? types, string? symbol, long limit, string format, bool json, bool quiet)
    {
        if (limit < 0)
            throw new CommandFailure(ExitStatus.WrongInput, $"--limit {limit}: valid is 0 or more");
        if (format == "csv")
        {
            throw new CommandFailure(ExitStatus.WrongInput,
                "--format csv: messages of MDP 3.0 have groups; take jsonl, or hftgw book for prices");
        }

        _schema = schema == null ? Mdp3SchemaCheck.Compiled() : SbeSchemaFile.Load(schema, quiet);
        _wanted = types == null ? null : [.. types.Split(',').Select(Template)];
        _symbol = symbol == null ? null : new SecurityIdFinder(symbol);
        _format = format;
        _json = json;
        _left = limit;
    }

    /// <summary>Decodes captures, one after the other.</summary>
    /// <returns>The exit status.</returns>
    public int Run(string[] inputs, PcapFilter? filter, bool quiet, CancellationToken cancelled)
    {
        List<Mdp3CaptureSource> sources = [.. inputs.Select(path => Inputs.OpenMdp3(path, filter))];
        var progress = new ProgressReporter(
            "messages", 0, quiet || (_format != "count" && !System.Console.IsOutputRedirected));
        foreach (Mdp3CaptureSource source in sources)
        {
            while (_left > 0 && !cancelled.IsCancellationRequested && source.TryRead(out Mdp3CapturedPacket packet))
            {
                Take(in packet);
                progress.Report(_index);
            }

            if (source.Problem != null)
                break;
        }

        if (_format == "count")
            PrintCounts();
        Flush();
        progress.Finish();
        int status = Inputs.Finish(sources, quiet);
        sources.ForEach(static s => s.Dispose());
        return Finish(quiet) ? status : ExitStatus.Failed;
    }

    private int Template(string text)
    {
        SbeMessage? message = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id)
            ? _schema.FindMessage(id) : _schema.Messages.FirstOrDefault(m => m.Name == text);
        return message?.Id ?? throw new CommandFailure(ExitStatus.WrongInput,
            $"--types {text}: the schema has no such template; give ids or names, e.g. 46,MDIncrementalRefreshVolume37");
    }

    private void Take(in Mdp3CapturedPacket packet)
    {
        if (!Mdp3PacketHeader.TryRead(packet.Payload, out Mdp3PacketHeader header))
        {
            Refuse($"byte offset {packet.Offset}: a packet of {packet.Payload.Length} bytes has no header");
            return;
        }

        int offset = Mdp3PacketHeader.SizeBytes;
        while (_left > 0 && Mdp3Message.TryRead(packet.Payload, ref offset, out Mdp3Message message))
            Take(in packet, in header, in message);
        if (_left > 0 && offset != packet.Payload.Length)
            Refuse($"byte offset {packet.Offset + offset}: the message sizes of packet {header.Sequence} do not add up");
    }

    private void Take(in Mdp3CapturedPacket packet, in Mdp3PacketHeader header, in Mdp3Message message)
    {
        long index = _index++;
        if (message.SchemaId != _schema.Id)
        {
            _otherSchemas++;
            return;
        }

        if (_schema.FindMessage(message.TemplateId) == null)
        {
            _unknown[message.TemplateId] = _unknown.GetValueOrDefault(message.TemplateId) + 1;
            return;
        }

        // The message's size belongs to the packet; the SBE header follows it.
        ReadOnlySpan<byte> bytes = message.Whole(packet.Payload)[sizeof(ushort)..];
        long offset = packet.Offset + message.Offset;
        if (_symbol != null)
            SbeDecoder.Decode(_schema, bytes, _symbol);
        if ((_wanted != null && !_wanted.Contains(message.TemplateId)) || _symbol is { IsFound: false })
            return;
        _message.ResetWrittenCount();
        SbeDecodeResult result = SbeJson.Decode(_schema, bytes, _message, rename: _names.Of);
        if (!result.IsOk)
        {
            Refuse($"byte offset {offset + sizeof(ushort) + result.Offset}: {result.Reason}");
            return;
        }

        _counts[message.TemplateId] = _counts.GetValueOrDefault(message.TemplateId) + 1;
        _matched++;
        _left--;
        if (_format != "count")
            Print(in packet, in header, index, offset);
    }

    private void Print(in Mdp3CapturedPacket packet, in Mdp3PacketHeader header, long index, long offset)
    {
        string feed = packet.Feed switch
        {
            Mdp3Feed.Incremental => "incremental_" + (char)('a' + packet.Line),
            Mdp3Feed.Definitions => "definitions",
            Mdp3Feed.Snapshots => "snapshots",
            _ => "order_snapshots",
        };
        string head = string.Create(CultureInfo.InvariantCulture,
            $"{{\"index\":{index},\"offset\":{offset},\"feed\":\"{feed}\",\"msg_seq_num\":{header.Sequence},"
            + $"\"sending_time\":{header.SendingTimeNs},");
        _text.Write(Encoding.ASCII.GetBytes(head));
        // The message is an object: its members follow ours.
        _text.Write(_message.WrittenSpan[1..]);
        _text.Write("\n"u8);
        if (_text.WrittenCount >= FlushBytes)
            Flush();
    }

    private void PrintCounts()
    {
        if (_json)
        {
            using var writer = new Utf8JsonWriter(_text);
            writer.WriteStartObject();
            foreach ((int template, long count) in _counts)
                writer.WriteNumber(_schema.FindMessage(template)!.Name, count);
            writer.WriteNumber("total", _matched);
            writer.WriteEndObject();
            writer.Flush();
            _text.Write("\n"u8);
            return;
        }

        var text = new StringBuilder();
        foreach ((int template, long count) in _counts)
            text.Append(CultureInfo.InvariantCulture, $"{_schema.FindMessage(template)!.Name} {count}\n");
        text.Append(CultureInfo.InvariantCulture, $"total {_matched}\n");
        _text.Write(Encoding.UTF8.GetBytes(text.ToString()));
    }

    private bool Finish(bool quiet)
    {
        if (!quiet && _unknown.Count > 0)
        {
            string ids = string.Join(", ", _unknown.Take(10).Select(static t => $"{t.Key} ({t.Value})"));
            System.Console.Error.WriteLine(
                $"{_unknown.Values.Sum()} messages of templates that the schema has not, skipped: {ids}");
        }

        if (!quiet && _otherSchemas > 0)
            System.Console.Error.WriteLine($"{_otherSchemas} messages of other schemas, skipped");
        if (!quiet && _symbol is { IsKnown: false })
        {
            System.Console.Error.WriteLine(
                "note: no definition of the symbol in the input; its SecurityID may be given instead");
        }

        if (_defects == 0)
            return true;
        System.Console.Error.WriteLine($"error: {_defects} messages or packets not understood, the first: {_firstDefect}");
        return false;
    }

    private void Refuse(string defect)
    {
        if (_defects++ == 0)
            _firstDefect = defect;
    }

    private void Flush()
    {
        _output.Write(_text.WrittenSpan);
        _output.Flush();
        _text.ResetWrittenCount();
    }
}
