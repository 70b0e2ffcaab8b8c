using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// A message's encoder. It starts from an image of header and root block in which everything is null or zero, so that
/// neither holes nor fields that are not set carry old bytes of the buffer.
/// </summary>
internal sealed class MessageEncoderEmitter(SchemaPlan plan, CodeWriter w)
{
    private readonly BlockEncoderEmitter _block = new(plan, w);

    /// <summary>Writes the encoder of a message.</summary>
    public void Write(MessagePlan message)
    {
        w.SummaryXml(Documentation.Of(message.Source, "Message",
            FormattableString.Invariant($"Template {message.Source.Id}. Writes it in place, without allocation.")));
        w.Open($"{plan.Access} ref struct {message.Encoder}");
        w.Lines(
            "private readonly ref byte _root;", "private readonly ref byte _block;", "private readonly int _capacity;",
            "private int _position;");
        w.Line();
        MessageDecoderEmitter.WriteConstants(w, plan, message);
        w.Line($"private const int BlockStart = HeaderLength;");
        w.Line();
        w.Open($"private {message.Encoder}(ref byte root, int capacity)");
        w.Lines(
            "_root = ref root;", "_block = ref SbeFrames.AtMutable(ref root, HeaderLength);", "_capacity = capacity;",
            "_position = HeaderLength + BlockLength;");
        w.Close();
        w.Line();
        w.Line($"private static ReadOnlySpan<byte> Image => [{CompositeEmitter.Bytes(Image(message.Source))}];");
        w.Line();
        w.Summary("Begins a message: writes its header, makes optional fields null and all others zero.");
        w.Line("/// <param name=\"buffer\">Where the message goes, header first.</param>");
        w.Line("/// <param name=\"encoder\">Writes the message; only where the answer is true.</param>");
        w.Line("/// <returns>False, and nothing written, when header and root block do not fit.</returns>");
        w.Open($"public static bool TryWrap(Span<byte> buffer, out {message.Encoder} encoder)");
        w.Open("if (buffer.Length < HeaderLength + BlockLength)");
        w.Line("encoder = default;");
        w.Line("return false;");
        w.Close();
        w.Line("ref byte root = ref MemoryMarshal.GetReference(buffer);");
        w.Line("SbeFrames.Copy(ref root, Image, HeaderLength + BlockLength);");
        w.Line($"encoder = new {message.Encoder}(ref root, buffer.Length);");
        w.Line("return true;");
        w.Close();
        w.Line();
        WriteLength(message);
        _block.WriteFields(message, message.Name + "Block");
        _block.WriteMembers(message, message.Decoder);
        w.Close();
    }

    private void WriteLength(MessagePlan message)
    {
        w.Summary("Bytes written so far, header included. When all groups and data are written: the message's length.");
        if (message.IsFlat)
        {
            w.Line("public readonly int EncodedLength => _position;");
        }
        else
        {
            w.Open("public readonly int EncodedLength");
            w.Open("get");
            w.Line($"CheckOrder({message.Groups.Count + message.Data.Count});");
            w.Line("return _position;");
            w.Close();
            w.Close();
        }
        w.Line();
    }

    private byte[] Image(SbeBlock message)
    {
        SbeHeader header = plan.Schema.Header;
        byte[] block = new BlockImage(plan.Schema.ByteOrder).Initial(message);
        byte[] image = new byte[header.Composite.Size + block.Length];
        block.CopyTo(image, header.Composite.Size);
        Put(image, header.BlockLength, message.BlockLength);
        Put(image, header.TemplateId, message.Id);
        Put(image, header.SchemaId, plan.Schema.Id);
        Put(image, header.Version, plan.Schema.Version);
        if (header.NumGroups is { } groups)
            Put(image, groups, message.Groups.Count);
        if (header.NumVarDataFields is { } data)
            Put(image, data, message.Data.Count);
        return image;
    }

    private void Put(byte[] image, SbeMember member, int value)
    {
        if (member.Presence == SbePresence.Constant)
            return;
        Primitives.Put(
            image, member.Offset, SbeValue.FromUInt64(((SbeTypeEncoding)member.Encoding).Primitive, (ulong)value),
            plan.Schema.ByteOrder);
    }
}
