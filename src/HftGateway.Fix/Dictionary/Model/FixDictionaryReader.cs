using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// Reads the QuickFIX-style XML form. Bad input of any kind gives problems with places, never an exception.
/// <para><b>Invariants.</b> A dictionary is returned if and only if there is no error.</para>
/// <para><b>Limits.</b> Document type declarations are refused. At most <see cref="MaxProblems"/> problems are
/// told.</para>
/// <para><b>Reference.</b> The format is that of the dictionaries which come with QuickFIX engines; docs/fix-dictionaries.md
/// describes it.</para>
/// </summary>
internal sealed class FixDictionaryReader
{
    /// <summary>More problems than this are not listed.</summary>
    public const int MaxProblems = 100;

    private readonly List<FixDictionaryProblem> _problems = [];
    private readonly Dictionary<string, FixFieldDefinition> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<int, FixFieldDefinition> _tags = [];
    private readonly List<FixFieldDefinition> _ordered = [];
    private bool _failed;

    /// <summary>Reads a dictionary.</summary>
    /// <param name="xml">The text.</param>
    /// <param name="name">The file's name.</param>
    /// <param name="problems">Errors and remarks by line.</param>
    /// <returns>The dictionary, or null when there are errors.</returns>
    public static FixDictionary? Read(string xml, string name, out IReadOnlyList<FixDictionaryProblem> problems)
    {
        FixDictionaryReader reader = new();
        FixDictionary? dictionary = reader.Load(xml) is { } root ? reader.Build(root, name) : null;
        reader._problems.Sort(static (a, b) => a.Line != b.Line ? a.Line.CompareTo(b.Line) : a.Column.CompareTo(b.Column));
        problems = reader._problems;
        return reader._failed ? null : dictionary;
    }

    /// <summary>Notes an error at an element.</summary>
    internal void Error(string code, XObject at, string message) => Add(code, true, at, message);

    /// <summary>Notes a remark at an element.</summary>
    internal void Remark(string code, XObject at, string message) => Add(code, false, at, message);

    /// <summary>The field with a name; null, with an error noted, when there is none.</summary>
    internal FixFieldDefinition? Field(XElement element, string name)
    {
        if (_fields.TryGetValue(name, out FixFieldDefinition? field))
            return field;
        Error(FixDictionaryCodes.Reference, element, $"<{element.Name.LocalName}> names '{name}', which <fields> does not define");
        return null;
    }

    /// <summary>An attribute that must be there and not be empty.</summary>
    internal string? Required(XElement element, string attribute)
    {
        string? value = element.Attribute(attribute)?.Value.Trim();
        if (!string.IsNullOrEmpty(value))
            return value;
        Error(FixDictionaryCodes.Attribute, element, $"<{element.Name.LocalName}> has no '{attribute}'");
        return null;
    }

    /// <summary>The attribute <c>required</c>: Y or N, N when absent.</summary>
    internal bool IsRequired(XElement element)
    {
        string value = element.Attribute("required")?.Value.Trim() ?? "N";
        if (value is "Y" or "y" or "N" or "n")
            return value is "Y" or "y";
        Error(FixDictionaryCodes.Attribute, element, $"'required' is '{Clip(value)}'; it is Y or N");
        return false;
    }

    /// <summary>Line of an element, from 1; 0 when unknown.</summary>
    internal static int LineOf(XObject at) => ((IXmlLineInfo)at).HasLineInfo() ? ((IXmlLineInfo)at).LineNumber : 0;

    /// <summary>Text from a file for a message: not too long, no control characters.</summary>
    internal static string Clip(string text)
    {
        string clipped = text.Length <= 60 ? text : text.Substring(0, 60) + "...";
        return new string([.. clipped.Select(static c => char.IsControl(c) ? '?' : c)]);
    }

    private void Add(string code, bool isError, XObject at, string message)
    {
        _failed |= isError;
        IXmlLineInfo place = at;
        if (_problems.Count < MaxProblems || (isError && !_problems.Exists(static p => p.IsError)))
            _problems.Add(new FixDictionaryProblem(code, isError, LineOf(at), place.LinePosition, message));
    }

    private XElement? Load(string xml)
    {
        try
        {
            XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
            using XmlReader reader = XmlReader.Create(new StringReader(xml), settings);
            return XDocument.Load(reader, LoadOptions.SetLineInfo).Root;
        }
        catch (XmlException error)
        {
            _failed = true;
            _problems.Add(new FixDictionaryProblem(
                FixDictionaryCodes.Xml, true, Math.Max(error.LineNumber, 1), error.LinePosition, $"not well-formed XML: {error.Message}"));
            return null;
        }
    }

    private FixDictionary? Build(XElement root, string name)
    {
        if (root.Name.LocalName != "fix")
        {
            Error(FixDictionaryCodes.Root, root, $"the root element is <{Clip(root.Name.LocalName)}>, not <fix>");
            return null;
        }
        FixVersionId version = ReadVersion(root);
        bool charIsText = !version.IsTransport && version.Major <= 4 && (version.Major < 4 || version.Minor < 2);
        XElement? fields = Section(root, "fields");
        if (fields is null)
        {
            Error(FixDictionaryCodes.Root, root, "there is no <fields> section");
            return null;
        }
        ReadFields(fields, charIsText);
        PairDataByName();
        foreach (XElement child in root.Elements())
        {
            if (child.Name.LocalName is not ("header" or "trailer" or "messages" or "components" or "fields"))
                Error(FixDictionaryCodes.Element, child, $"<{Clip(child.Name.LocalName)}> is not a section of a dictionary");
        }
        FixBlockReader blocks = new(this, Section(root, "components"));
        FixBlock header = blocks.Read(Section(root, "header"), "the header");
        FixBlock trailer = blocks.Read(Section(root, "trailer"), "the trailer");
        List<FixMessageDefinition> messages = ReadMessages(Section(root, "messages"), blocks);
        blocks.ReadUnused();
        if (version.IsTransport || version.Major < 5)
        {
            RequireTags(root, header, "header", 8, 9, 35);
            RequireTags(root, trailer, "trailer", 10);
        }
        return new FixDictionary(name, version, _ordered, header, trailer, messages);
    }

    private void RequireTags(XElement root, FixBlock block, string section, params int[] tags)
    {
        XElement at = Section(root, section) ?? root;
        foreach (int tag in tags)
        {
            if (block.Find(tag) is null)
                Error(FixDictionaryCodes.Root, at, $"the {section} lacks tag {tag}");
        }
    }

    private FixVersionId ReadVersion(XElement root)
    {
        string type = root.Attribute("type")?.Value.Trim() ?? "FIX";
        if (type is not ("FIX" or "FIXT"))
            Error(FixDictionaryCodes.Root, root, $"'type' is '{Clip(type)}'; it is FIX or FIXT");
        int servicePack = root.Attribute("servicepack") is null ? 0 : Number(root, "servicepack", 0, 99);
        return new FixVersionId(type == "FIXT", Number(root, "major", 1, 9), Number(root, "minor", 0, 99), servicePack);
    }

    private static XElement? Section(XElement root, string name) =>
        root.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private int Number(XElement element, string attribute, int least, int most)
    {
        string? text = Required(element, attribute);
        if (text is null)
            return least;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most)
            return value;
        Error(FixDictionaryCodes.Attribute, element, $"'{attribute}' is '{Clip(text)}'; it is a number from {least} to {most}");
        return least;
    }

    private void ReadFields(XElement section, bool charIsText)
    {
        foreach (XElement element in section.Elements())
        {
            if (element.Name.LocalName != "field")
            {
                Error(FixDictionaryCodes.Element, element, $"<{Clip(element.Name.LocalName)}> in <fields>");
                continue;
            }
            int tag = Number(element, "number", 1, FixDictionary.MaxTag);
            string? name = Required(element, "name"), typeName = Required(element, "type");
            if (name is null || typeName is null)
                continue;
            if (!FixFieldTypes.TryParse(typeName, charIsText, out FixFieldType type))
                Error(FixDictionaryCodes.Type, element, $"field {Clip(name)} has the type '{Clip(typeName)}', which FIX does not have");
            List<FixEnumValue> values = ReadValues(element, name, out bool others);
            FixFieldDefinition field = new(tag, name, type, values, LineOf(element)) { AllowsOtherValues = others };
            if (_fields.TryGetValue(name, out FixFieldDefinition? sameName))
                Error(FixDictionaryCodes.Duplicate, element, $"field {Clip(name)} is defined in line {sameName.Line} already");
            else if (_tags.TryGetValue(tag, out FixFieldDefinition? sameTag))
                Error(FixDictionaryCodes.Duplicate, element, $"tag {tag} is {sameTag.Name} in line {sameTag.Line} already");
            _fields[name] = field;
            _tags[tag] = field;
            _ordered.Add(field);
        }
    }

    private List<FixEnumValue> ReadValues(XElement field, string fieldName, out bool allowsOthers)
    {
        List<FixEnumValue> values = [];
        allowsOthers = IsTrue(field, "allowOtherValues");
        foreach (XElement element in field.Descendants())
        {
            // Some files wrap the values into <values>.
            if (element.Name.LocalName == "values")
            {
                allowsOthers |= IsTrue(element, "allowOtherValues");
                continue;
            }
            if (element.Name.LocalName != "value")
            {
                Error(FixDictionaryCodes.Element, element, $"<{Clip(element.Name.LocalName)}> in field {Clip(fieldName)}");
                continue;
            }
            string? value = Required(element, "enum");
            if (value is null)
                continue;
            if (values.Exists(v => v.Value == value))
                Remark(FixDictionaryCodes.Duplicate, element, $"field {Clip(fieldName)} has the value '{Clip(value)}' twice");
            else
                values.Add(new FixEnumValue(value, element.Attribute("description")?.Value.Trim() ?? value, LineOf(element)));
        }
        return values;
    }

    private static bool IsTrue(XElement element, string attribute) =>
        element.Attribute(attribute)?.Value.Trim() is "Y" or "y" or "true" or "TRUE" or "1";

    private List<FixMessageDefinition> ReadMessages(XElement? section, FixBlockReader blocks)
    {
        List<FixMessageDefinition> messages = [];
        HashSet<string> types = new(StringComparer.Ordinal), names = new(StringComparer.Ordinal);
        foreach (XElement element in section?.Elements() ?? [])
        {
            if (element.Name.LocalName != "message")
            {
                Error(FixDictionaryCodes.Element, element, $"<{Clip(element.Name.LocalName)}> in <messages>");
                continue;
            }
            string? name = Required(element, "name"), type = Required(element, "msgtype");
            if (name is null || type is null)
                continue;
            string category = element.Attribute("msgcat")?.Value.Trim() ?? "app";
            if (category is not ("admin" or "app"))
                Error(FixDictionaryCodes.Attribute, element, $"'msgcat' is '{Clip(category)}'; it is admin or app");
            if (!types.Add(type))
                Error(FixDictionaryCodes.Duplicate, element, $"msgtype '{Clip(type)}' is defined twice");
            if (!names.Add(name))
                Error(FixDictionaryCodes.Duplicate, element, $"message {Clip(name)} is defined twice");
            FixBlock body = blocks.Read(element, "message " + Clip(name));
            messages.Add(new FixMessageDefinition(name, type, category == "admin", body, LineOf(element)));
        }
        return messages;
    }

    // A data field's length field is named like it; blocks find the rest by what stands before a data field.
    private void PairDataByName()
    {
        foreach (FixFieldDefinition data in _ordered)
        {
            if (!data.Type.IsData())
                continue;
            foreach (string suffix in new[] { "Len", "Length" })
            {
                if (_fields.TryGetValue(data.Name + suffix, out FixFieldDefinition? length))
                    Pair(length, data);
            }
        }
    }

    /// <summary>Notes that one field holds another one's length, unless either has a partner already.</summary>
    internal static void Pair(FixFieldDefinition length, FixFieldDefinition data)
    {
        if (length.DataTag != 0 || data.LengthTag != 0)
            return;
        length.DataTag = data.Tag;
        data.LengthTag = length.Tag;
    }
}
