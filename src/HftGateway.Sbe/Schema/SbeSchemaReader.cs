using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>
/// Reads a schema: XML in, the resolved model or a list of findings with places out. Bad input of any kind gives findings, never an
/// exception.
/// <para><b>Invariants:</b> a schema is returned if and only if there is no error. Elements are matched by local name, whatever
/// their namespace.</para>
/// <para><b>Limits:</b> those of <see cref="SchemaLoader"/>, <see cref="TypeTable"/>, <see cref="MessageBuilder"/> and
/// <see cref="DiagnosticBag"/>; each gives a finding. Document type declarations are refused.</para>
/// <para><b>Threading:</b> a call shares nothing with another.</para>
/// <para><b>Reference:</b> FIX Simple Binary Encoding 1.0, section "Message Schema"; where published schemas rely on the behaviour
/// of Real Logic's sbe-tool, that.</para>
/// </summary>
public static class SbeSchemaReader
{
    /// <summary>Reads a schema.</summary>
    /// <param name="xml">The text of the file.</param>
    /// <param name="file">The file's name for messages and for the resolver; it is not opened.</param>
    /// <param name="include">Opens files that the schema includes; without it an include is an error.</param>
    public static SbeSchemaResult Read(string xml, string file, SbeIncludeResolver? include = null)
    {
        DiagnosticBag bag = new();
        SchemaLoader loader = new(bag, include);
        SbeSchema? schema = loader.Parse(xml, file) is { } root ? Build(root, loader, bag) : null;
        return new SbeSchemaResult(bag.HasErrors ? null : schema, bag.Sorted());
    }

    private static SbeSchema? Build(XElement root, SchemaLoader loader, DiagnosticBag bag)
    {
        if (root.Name.LocalName != "messageSchema")
        {
            string reason = $"the root element is <{DiagnosticBag.Clip(root.Name.LocalName)}>, not <messageSchema>";
            bag.Error(SbeRule.NotASchema, root, reason);
            return null;
        }

        AttributeReader attributes = new(bag);
        int id = attributes.RequiredNumber(root, "id");
        int version = attributes.Number(root, "version", 0);
        attributes.SchemaVersion = version;
        SbeByteOrder byteOrder = ByteOrder(root, bag);
        List<XElement> messages = [];
        TypeTable table = new(bag, attributes);
        foreach (XElement child in loader.Children(root))
        {
            switch (child.Name.LocalName)
            {
                case "types":
                    table.Declare(loader.Children(child));
                    break;
                case "message":
                    messages.Add(child);
                    break;
                default:
                    bag.Warning(SbeRule.UnknownElement, child, "neither types nor message: ignored");
                    break;
            }
        }

        IReadOnlyList<SbeEncoding> types = table.BuildAll();
        FrameBuilder frames = new(bag, table);
        SbeHeader? header = frames.Header(root, AttributeReader.Text(root, "headerType") ?? "messageHeader");
        CheckIds(root, bag, header, id, version);
        List<SbeMessage> built = Messages(messages, bag, new MessageBuilder(bag, attributes, table, frames, header));
        return bag.HasErrors || header is null ? null : new SbeSchema
        {
            Package = AttributeReader.Text(root, "package") ?? string.Empty,
            Id = id,
            Version = version,
            SemanticVersion = AttributeReader.Text(root, "semanticVersion"),
            Description = AttributeReader.Text(root, "description"),
            ByteOrder = byteOrder,
            Header = header,
            Types = types,
            Messages = built,
        };
    }

    private static List<SbeMessage> Messages(List<XElement> elements, DiagnosticBag bag, MessageBuilder builder)
    {
        List<SbeMessage> messages = [];
        HashSet<string> names = [];
        HashSet<int> ids = [];
        foreach (XElement element in elements)
        {
            if (builder.BuildMessage(element) is not { } message)
            {
                continue;
            }

            if (!names.Add(message.Name))
            {
                bag.Error(SbeRule.DuplicateMessageName, element, "the schema has another message of this name");
            }

            if (AttributeReader.Text(element, "id") is not null && !ids.Add(message.Id))
            {
                bag.Error(SbeRule.DuplicateMessageId, element, $"the schema has another message with id {message.Id}");
            }

            messages.Add(message);
        }

        return messages;
    }

    private static void CheckIds(XElement root, DiagnosticBag bag, SbeHeader? header, int id, int version)
    {
        if (header is null)
        {
            return;
        }

        if ((ulong)id > MessageBuilder.Highest(header.SchemaId))
        {
            bag.Error(SbeRule.IdDoesNotFit, root, $"id {id} does not fit the header's schemaId");
        }

        if ((ulong)version > MessageBuilder.Highest(header.Version))
        {
            bag.Error(SbeRule.IdDoesNotFit, root, $"version {version} does not fit the header's version");
        }
    }

    private static SbeByteOrder ByteOrder(XElement root, DiagnosticBag bag)
    {
        string text = AttributeReader.Text(root, "byteOrder") ?? "littleEndian";
        if (text is not ("littleEndian" or "bigEndian"))
        {
            string shown = DiagnosticBag.Clip(text);
            bag.Error(SbeRule.BadByteOrder, root, $"byteOrder=\"{shown}\" is neither littleEndian nor bigEndian");
        }

        return text == "bigEndian" ? SbeByteOrder.BigEndian : SbeByteOrder.LittleEndian;
    }
}
