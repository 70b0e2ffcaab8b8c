using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>
/// Decodes a message by its schema alone and hands each member to a visitor.
/// <para><b>Invariants:</b> no byte outside of the buffer is read, and no count from the wire is believed before the bytes it stands
/// for are there. The header's version and block lengths decide, not the schema's; what a newer writer appended is skipped, what an
/// older one did not know is absent.</para>
/// <para><b>Limits:</b> entries that take no bytes (all constants, or a block length of 0): 65,535 in a message.</para>
/// <para><b>Cost:</b> not on the hot path; no allocation of its own.</para>
/// <para><b>Reference:</b> FIX Simple Binary Encoding 1.0, sections "Message structure" and "Schema extension mechanism".</para>
/// </summary>
public static class SbeDecoder
{
    /// <summary>Entries without bytes that one message may have.</summary>
    public const int MaxEmptyEntries = 65_535;

    /// <summary>Reads a message header.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="buffer">Bytes from the start of the header.</param>
    /// <param name="header">The header, where the answer is true.</param>
    /// <returns>False where the buffer is shorter than a header.</returns>
    public static bool TryReadHeader(SbeSchema schema, ReadOnlySpan<byte> buffer, out SbeHeaderValues header)
    {
        SbeHeader layout = schema.Header;
        if (buffer.Length < layout.Composite.Size)
        {
            header = default;
            return false;
        }

        SbeByteOrder order = schema.ByteOrder;
        header = new SbeHeaderValues(
            SbeBytes.Read(buffer, layout.BlockLength, order),
            SbeBytes.Read(buffer, layout.TemplateId, order),
            layout.SchemaId.Presence == SbePresence.Constant
                ? (ulong)schema.Id : SbeBytes.Read(buffer, layout.SchemaId, order),
            layout.Version.Presence == SbePresence.Constant
                ? (ulong)schema.Version : SbeBytes.Read(buffer, layout.Version, order));
        return true;
    }

    /// <summary>Decodes one message.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="buffer">Bytes from the start of the header; more may follow the message.</param>
    /// <param name="visitor">Receives the members.</param>
    /// <typeparam name="TVisitor">The visitor's type.</typeparam>
    /// <returns>The outcome, with the place of an error. Never throws for the bytes' sake.</returns>
    public static SbeDecodeResult Decode<TVisitor>(SbeSchema schema, ReadOnlySpan<byte> buffer, TVisitor visitor)
        where TVisitor : ISbeVisitor
    {
        int headerSize = schema.Header.Composite.Size;
        if (!TryReadHeader(schema, buffer, out SbeHeaderValues header))
        {
            ulong available = (ulong)buffer.Length;
            return new(SbeDecodeStatus.HeaderBeyondBuffer, header, 0, 0, null, (ulong)headerSize, available);
        }

        if (header.SchemaId != (ulong)schema.Id)
        {
            return new(SbeDecodeStatus.OtherSchema, header, schema.Header.SchemaId.Offset, 0, null, (ulong)schema.Id);
        }

        SbeMessage? message = header.TemplateId > int.MaxValue ? null : schema.FindMessage((int)header.TemplateId);
        if (message is null)
        {
            return new(SbeDecodeStatus.UnknownTemplate, header, schema.Header.TemplateId.Offset, 0);
        }

        ulong left = (ulong)(buffer.Length - headerSize);
        if (header.BlockLength > left)
        {
            return new(SbeDecodeStatus.BlockBeyondBuffer, header, headerSize, 0, message, header.BlockLength, left);
        }

        Walk<TVisitor> walk = new(schema.ByteOrder, header, buffer, visitor, headerSize);
        visitor.BeginMessage(message, header, buffer[..headerSize]);
        if (!walk.Block(message, (int)header.BlockLength))
        {
            return walk.Failure;
        }

        visitor.EndMessage(message);
        return new(SbeDecodeStatus.Ok, header, walk.Position, walk.Position);
    }
}
