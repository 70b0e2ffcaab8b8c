using System.Globalization;
using System.Text;
using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Python;

/// <summary>
/// Writes a Python module for a schema: enums, numpy types, and a decoder and encoder. The module needs the standard library alone;
/// with numpy it also gives blocks and groups in place. It follows the conventions of <see cref="Interpreter.SbeJson"/>, and tests
/// compare the two.
/// <para><b>Cost:</b> not on the hot path.</para>
/// </summary>
public static class PythonEmitter
{
    private const string Runtime = "HftGateway.Sbe.Python.runtime.py";

    /// <summary>Writes the module.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="moduleName">The module's name; null for the schema's package.</param>
    public static PythonModule Emit(SbeSchema schema, string? moduleName = null)
    {
        string wanted = moduleName ?? (schema.Package.Length > 0 ? schema.Package : $"schema{schema.Id}");
        StringBuilder text = new();
        Head(text, schema);
        text.Append('\n').Append(ReadRuntime()).Append('\n');
        PythonNames names = PythonNames.Module();
        PythonSpecs specs = new(text);
        foreach (SbeEncoding type in schema.Types)
        {
            specs.DeclareEnums(type, names);
        }

        foreach (SbeMessage message in schema.Messages)
        {
            specs.DeclareMessage(message, names);
        }

        Tail(text, schema, specs);
        return new PythonModule(PythonNames.OfModule(wanted) + ".py", text.ToString());
    }

    /// <summary>The code of Python's struct module for a primitive type.</summary>
    internal static char Code(SbePrimitiveType type) => type switch
    {
        SbePrimitiveType.Int8 => 'b',
        SbePrimitiveType.Int16 => 'h',
        SbePrimitiveType.Int32 => 'i',
        SbePrimitiveType.Int64 => 'q',
        SbePrimitiveType.UInt16 => 'H',
        SbePrimitiveType.UInt32 => 'I',
        SbePrimitiveType.UInt64 => 'Q',
        SbePrimitiveType.Float => 'f',
        SbePrimitiveType.Double => 'd',
        _ => 'B',
    };

    private static void Head(StringBuilder text, SbeSchema schema)
    {
        string order = schema.ByteOrder == SbeByteOrder.LittleEndian ? "<" : ">";
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.Append(culture, $"# Generated from SBE schema {schema.Id}, version {schema.Version}. Changes are lost.\n");
        text.Append("\"\"\"Codecs of an SBE schema. decode(buffer) gives a dict, encode(dict) the bytes; view(buffer) numpy records in\n");
        text.Append("place, DTYPES the numpy types of blocks and groups.\"\"\"\n\n");
        text.Append("import decimal as _decimal\nimport enum as _enum\nimport struct as _struct\n\n");
        text.Append("try:\n    import numpy as _np\nexcept ImportError:  # decode and encode do without\n    _np = None\n\n");
        text.Append(culture, $"PACKAGE = {PythonNames.Literal(schema.Package)}\n");
        text.Append(culture, $"SCHEMA_ID = {schema.Id}\nVERSION = {schema.Version}\n_ORDER = \"{order}\"\n");
        text.Append(culture, $"_HEADER_SIZE = {schema.Header.Composite.Size}\n_HEADER = [");
        foreach (SbeMember member in schema.Header.Composite.Members)
        {
            if (member.Encoding is SbeTypeEncoding { Length: 1, Presence: not SbePresence.Constant } type)
            {
                text.Append(culture, $"({PythonNames.Literal(member.Name)}, {member.Offset}, \"{Code(type.Primitive)}\"), ");
            }
        }

        text.Append("]\n");
    }

    private static void Tail(StringBuilder text, SbeSchema schema, PythonSpecs specs)
    {
        text.Append("\nMESSAGES = {\n");
        foreach (SbeMessage message in schema.Messages)
        {
            text.Append($"    {PythonNames.Literal(message.Name)}: {specs.MessageName(message)},\n");
        }

        text.Append("}\n\nMESSAGES_BY_ID = {m.template_id: m for m in MESSAGES.values()}\n\n\n");
        text.Append("def _all_dtypes(block, name):\n    yield name, block.dtype()\n    for group in block.groups:\n");
        text.Append("        yield from _all_dtypes(group, name + \".\" + group.name)\n\n\n");
        text.Append("# Such as DTYPES[\"Car\"] for the block of a message, DTYPES[\"Car.fuelFigures\"] for one entry of a group.\n");
        text.Append("DTYPES = {} if _np is None else {k: v for m in MESSAGES.values() for k, v in _all_dtypes(m, m.name)}\n");
    }

    private static string ReadRuntime()
    {
        using Stream stream = typeof(PythonEmitter).Assembly.GetManifestResourceStream(Runtime)!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }
}
