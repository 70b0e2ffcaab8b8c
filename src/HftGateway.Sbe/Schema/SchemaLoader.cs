using System.Xml;
using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>
/// Turns the text of a schema and of the files that it includes into elements with places. Document types are refused, so there
/// are no entities to expand and nothing is ever fetched; the caller's resolver alone opens included files.
/// <para><b>Limits:</b> 64 Mi characters a file, elements 200 deep, 64 included files, 8 levels of inclusion.</para>
/// </summary>
internal sealed class SchemaLoader(DiagnosticBag bag, SbeIncludeResolver? resolver)
{
    internal const int MaxCharacters = 64 << 20;
    internal const int MaxElementDepth = 200;
    internal const int MaxIncludes = 64;
    internal const int MaxIncludeDepth = 8;

    private const string XIncludeNamespace = "http://www.w3.org/2001/XInclude";

    private readonly List<string> _open = [];
    private int _includes;

    /// <summary>Parses one file; null (and a finding) where it is not well-formed.</summary>
    public XElement? Parse(string xml, string file)
    {
        bag.AddFile(file);
        if (xml.Length > MaxCharacters)
        {
            string reason = $"the file has {xml.Length} characters; at most {MaxCharacters} are read";
            bag.Error(SbeRule.TooLarge, new SbeLocation(file, 1, 1), "messageSchema", reason);
            return null;
        }

        XmlReaderSettings settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };
        try
        {
            if (TooDeep(xml, settings) is { } line)
            {
                string reason = $"elements nest more than {MaxElementDepth} deep";
                bag.Error(SbeRule.TooLarge, new SbeLocation(file, line.LineNumber, line.LinePosition), "XML", reason);
                return null;
            }

            using StringReader text = new(xml);
            using XmlReader reader = XmlReader.Create(text, settings);
            XDocument document = XDocument.Load(reader, LoadOptions.SetLineInfo | LoadOptions.PreserveWhitespace);
            document.AddAnnotation(new SchemaFile(file));
            return document.Root;
        }
        catch (XmlException failure)
        {
            SbeLocation place = new(file, failure.LineNumber, failure.LinePosition);
            bag.Error(SbeRule.MalformedXml, place, "XML", DiagnosticBag.Clip(failure.Message));
            return null;
        }
    }

    /// <summary>
    /// Where elements nest too deep, or null. A document's tree takes time that grows with the square of its depth, a reader does not.
    /// </summary>
    private static IXmlLineInfo? TooDeep(string xml, XmlReaderSettings settings)
    {
        using StringReader text = new(xml);
        using XmlReader reader = XmlReader.Create(text, settings);
        while (reader.Read())
        {
            if (reader.Depth > MaxElementDepth)
            {
                return (IXmlLineInfo)reader;
            }
        }

        return null;
    }

    /// <summary>The child elements of a container, with included files in their places.</summary>
    /// <param name="container">A <c>messageSchema</c> or <c>types</c> element.</param>
    public List<XElement> Children(XElement container)
    {
        List<XElement> children = [];
        AddChildren(container, container.Name.LocalName, children, 0);
        return children;
    }

    private void AddChildren(XElement container, string kind, List<XElement> children, int depth)
    {
        foreach (XElement child in container.Elements())
        {
            if (child.Name.LocalName == "include" && child.Name.NamespaceName is XIncludeNamespace or "")
            {
                Include(child, kind, children, depth);
            }
            else
            {
                children.Add(child);
            }
        }
    }

    private void Include(XElement include, string kind, List<XElement> children, int depth)
    {
        string? href = include.Attribute("href")?.Value;
        if (string.IsNullOrEmpty(href))
        {
            bag.Error(SbeRule.MissingAttribute, include, "the attribute href is missing");
            return;
        }

        if ((include.Attribute("parse")?.Value ?? "xml") != "xml" || include.Attribute("xpointer") is not null)
        {
            bag.Error(SbeRule.BadInclude, include, "only whole XML files can be included (parse=\"xml\", no xpointer)");
            return;
        }

        if (++_includes > MaxIncludes || depth >= MaxIncludeDepth)
        {
            string limits = $"more than {MaxIncludes} included files, or {MaxIncludeDepth} levels of them";
            bag.Error(SbeRule.TooLarge, include, limits);
            return;
        }

        string includingFile = include.Document?.Annotation<SchemaFile>()?.Name ?? string.Empty;
        string file = href!;
        string? text = resolver?.Invoke(href!, includingFile, out file);
        if (text is null)
        {
            UseFallback(include, kind, children, depth, href!);
            return;
        }

        if (_open.Contains(file) || file == includingFile)
        {
            bag.Error(SbeRule.BadInclude, include, $"the file \"{DiagnosticBag.Clip(file)}\" includes itself");
            return;
        }

        _open.Add(file);
        if (Parse(text, file) is { } root)
        {
            Splice(include, root, kind, children, depth);
        }

        _open.RemoveAt(_open.Count - 1);
    }

    /// <summary>XInclude 1.0, section 4.4: what stands in for a file that cannot be read.</summary>
    private void UseFallback(XElement include, string kind, List<XElement> children, int depth, string href)
    {
        XElement? fallback = include.Elements().FirstOrDefault(child => child.Name.LocalName == "fallback");
        if (fallback is null)
        {
            bag.Error(SbeRule.BadInclude, include, $"the included file \"{DiagnosticBag.Clip(href)}\" cannot be read");
            return;
        }

        AddChildren(fallback, kind, children, depth + 1);
    }

    /// <summary>Puts an included root in its place: <c>types</c> inside <c>types</c>, and a whole schema, give their children.</summary>
    private void Splice(XElement include, XElement root, string kind, List<XElement> children, int depth)
    {
        string included = root.Name.LocalName;
        if (included == kind)
        {
            AddChildren(root, kind, children, depth + 1);
        }
        else if (kind == "types" ? included is "type" or "enum" or "set" or "composite" : included is "types" or "message")
        {
            children.Add(root);
        }
        else
        {
            bag.Error(SbeRule.BadInclude, include, $"an included <{DiagnosticBag.Clip(included)}> does not belong in <{kind}>");
        }
    }
}
