using System.Xml.Linq;

namespace HftGateway.Sbe.Schema;

/// <summary>
/// The named types of a schema, built on demand so that one may be used before it is declared. A type with an error is reported
/// once, where it is declared, and is null to everyone who uses it.
/// <para><b>Limits:</b> composites nest 32 deep and have 16,384 members in all, counted through every <c>ref</c>: a chain of small
/// composites, each with two refs to the one before, would otherwise be a schema of unlimited size.</para>
/// </summary>
internal sealed class TypeTable
{
    internal const int MaxDepth = 32;
    internal const int MaxMembers = 16_384;

    private readonly DiagnosticBag _bag;
    private readonly Dictionary<string, XElement> _declared = [];
    private readonly List<string> _order = [];
    private readonly Dictionary<string, SbeEncoding?> _built = [];
    private readonly HashSet<string> _building = [];
    private readonly Dictionary<SbePrimitiveType, SbeTypeEncoding> _primitives = [];
    private readonly SimpleTypeBuilder _simple;
    private readonly EnumBuilder _enums;
    private readonly CompositeBuilder _composites;
    private int _depth;

    public TypeTable(DiagnosticBag bag, AttributeReader attributes)
    {
        _bag = bag;
        _simple = new SimpleTypeBuilder(bag, attributes, this);
        _enums = new EnumBuilder(bag, attributes, this);
        _composites = new CompositeBuilder(bag, attributes, this);
    }

    /// <summary>Takes the children of a <c>types</c> element.</summary>
    public void Declare(IEnumerable<XElement> elements)
    {
        foreach (XElement element in elements)
        {
            string kind = element.Name.LocalName;
            if (kind is not ("type" or "enum" or "set" or "composite"))
            {
                _bag.Warning(SbeRule.UnknownElement, element, "not a type: ignored");
                continue;
            }

            if (AttributeReader.Text(element, "name") is not { } name)
            {
                _bag.Error(SbeRule.MissingAttribute, element, "the attribute name is missing");
            }
            else if (_declared.TryGetValue(name, out XElement? first))
            {
                string place = DiagnosticBag.Locate(first).ToString();
                _bag.Error(SbeRule.DuplicateType, element, $"a type of this name is declared at {place}");
            }
            else
            {
                _declared.Add(name, element);
                _order.Add(name);
            }
        }
    }

    /// <summary>Builds every declared type, used or not, in the order of the files.</summary>
    public IReadOnlyList<SbeEncoding> BuildAll()
    {
        List<SbeEncoding> types = [];
        foreach (string name in _order)
        {
            if (Build(name) is { } type)
            {
                types.Add(type);
            }
        }

        return types;
    }

    /// <summary>The declaration of a named type, or null.</summary>
    public XElement? Declaration(string name) => _declared.TryGetValue(name, out XElement? element) ? element : null;

    /// <summary>Finds a declared type, else a primitive by its name. Unknown names are findings at <paramref name="user"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="user">The element that uses it.</param>
    /// <param name="what">What the name is for, such as <c>type</c> or <c>dimensionType</c>.</param>
    public SbeEncoding? Resolve(string name, XElement user, string what)
    {
        if (_declared.ContainsKey(name))
        {
            if (_building.Contains(name))
            {
                _bag.Error(SbeRule.CyclicType, user, $"the composite \"{DiagnosticBag.Clip(name)}\" contains itself");
                return null;
            }

            return Build(name);
        }

        if (SbePrimitives.TryParse(name, out SbePrimitiveType primitive))
        {
            return Primitive(primitive, user);
        }

        _bag.Error(SbeRule.UnknownType, user, $"{what} \"{DiagnosticBag.Clip(name)}\" is not declared");
        return null;
    }

    /// <summary>Builds the type that an element declares, named or in place.</summary>
    public SbeEncoding? BuildElement(XElement element, bool inline)
    {
        if (_depth >= MaxDepth)
        {
            _bag.Error(SbeRule.TooLarge, element, $"composites nest more than {MaxDepth} deep");
            return null;
        }

        _depth++;
        SbeEncoding? type = element.Name.LocalName switch
        {
            "type" => _simple.Build(element, inline),
            "enum" => _enums.BuildEnum(element, inline),
            "set" => _enums.BuildSet(element, inline),
            _ => _composites.Build(element, inline),
        };
        _depth--;
        return type;
    }

    /// <summary>Finds what a <c>valueRef</c> means.</summary>
    /// <param name="user">The element with the attribute.</param>
    /// <param name="valueRef">The text, <c>enum-name.valid-value-name</c>.</param>
    public SbeConstant? ResolveValueRef(XElement user, string valueRef)
    {
        int dot = valueRef.IndexOf('.');
        string shown = DiagnosticBag.Clip(valueRef);
        if (dot < 1 || dot == valueRef.Length - 1)
        {
            _bag.Error(SbeRule.BadValueRef, user, $"valueRef=\"{shown}\" is not of the form enum-name.valid-value-name");
            return null;
        }

        string enumName = valueRef.Substring(0, dot);
        XElement? declaration = Declaration(enumName);
        if (declaration is null || declaration.Name.LocalName != "enum")
        {
            string found = declaration is null ? "is not declared" : "is not an enum";
            _bag.Error(SbeRule.BadValueRef, user, $"valueRef=\"{shown}\": \"{DiagnosticBag.Clip(enumName)}\" {found}");
            return null;
        }

        if (Build(enumName) is not SbeEnumEncoding type)
        {
            return null;
        }

        if (type.Find(valueRef.Substring(dot + 1)) is not { } valid)
        {
            _bag.Error(SbeRule.BadValueRef, user, $"valueRef=\"{shown}\": the enum has no such valid value");
            return null;
        }

        string? text = type.Primitive == SbePrimitiveType.Char ? ((char)valid.Value.Bits).ToString() : null;
        return new SbeConstant(valid.Value, [valid.Value], text) { Enum = type, ValidValue = valid };
    }

    private SbeEncoding? Build(string name)
    {
        if (_built.TryGetValue(name, out SbeEncoding? type))
        {
            return type;
        }

        _building.Add(name);
        type = BuildElement(_declared[name], inline: false);
        _building.Remove(name);
        _built[name] = type;
        return type;
    }

    private SbeTypeEncoding Primitive(SbePrimitiveType primitive, XElement user)
    {
        if (!_primitives.TryGetValue(primitive, out SbeTypeEncoding? type))
        {
            type = new SbeTypeEncoding
            {
                Name = primitive.SchemaName(),
                Location = DiagnosticBag.Locate(user),
                Primitive = primitive,
                Length = 1,
                Size = primitive.Size(),
                IsInline = true,
                TextEncoding = primitive == SbePrimitiveType.Char ? SbeTextEncoding.Ascii : SbeTextEncoding.None,
                NullValue = primitive.DefaultNull(),
                MinValue = primitive.DefaultMin(),
                MaxValue = primitive.DefaultMax(),
            };
            _primitives.Add(primitive, type);
        }

        return type;
    }
}
