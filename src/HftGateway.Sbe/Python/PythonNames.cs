using System.Text;

namespace HftGateway.Sbe.Python;

/// <summary>Names that are safe in a Python module: no keywords, nothing that the module uses itself, none twice.</summary>
internal sealed class PythonNames
{
    private static readonly HashSet<string> Keywords =
    [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "match", "case", "type", "nonlocal", "not",
        "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    /// <summary>Attributes of an <c>IntEnum</c> or <c>IntFlag</c> member that a member's own name would hide or break.</summary>
    private static readonly string[] EnumReserved =
    [
        "name", "value", "mro", "real", "imag", "numerator", "denominator", "conjugate", "bit_length", "bit_count", "to_bytes",
        "from_bytes", "as_integer_ratio",
    ];

    private static readonly string[] ModuleReserved =
    [
        "SCHEMA_ID", "VERSION", "PACKAGE", "HEADER", "MESSAGES", "MESSAGES_BY_ID", "DTYPES", "SbeError", "UnknownTemplate", "View",
        "header", "decode", "decode_with_length", "view", "encode", "bytes", "bytearray", "memoryview", "dict", "int", "float", "str",
        "list", "len", "range", "property", "isinstance", "min", "max", "sum", "next", "super", "abs", "map", "tuple", "enumerate",
        "getattr", "set", "sorted", "any", "all", "ValueError", "TypeError", "staticmethod",
    ];

    private readonly HashSet<string> _taken;

    private PythonNames(IEnumerable<string> reserved) => _taken = [.. Keywords, .. reserved];

    /// <summary>Names at the top of the module.</summary>
    public static PythonNames Module() => new(ModuleReserved);

    /// <summary>Names of the members of one enum.</summary>
    public static PythonNames Members() => new(EnumReserved);

    /// <summary>A free name like the wanted one. Names with underscores in front are private or special to Python.</summary>
    public string Take(string wanted)
    {
        string name = wanted.StartsWith('_') ? "x" + wanted : wanted;
        while (!_taken.Add(name))
        {
            name += "_";
        }

        return name;
    }

    /// <summary>A module's name from a package or what the user wants: letters, digits and underscores.</summary>
    public static string OfModule(string wanted)
    {
        StringBuilder name = new();
        foreach (char letter in wanted)
        {
            name.Append(char.IsAsciiLetterOrDigit(letter) ? letter : '_');
        }

        if (name.Length == 0 || char.IsAsciiDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        return Keywords.Contains(name.ToString()) ? name.Append('_').ToString() : name.ToString();
    }

    /// <summary>A text as a Python string literal.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char letter in text)
        {
            literal.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                >= ' ' and < '\u007F' => letter.ToString(),
                _ => $"\\u{(int)letter:x4}",
            });
        }

        return literal.Append('"').ToString();
    }
}
