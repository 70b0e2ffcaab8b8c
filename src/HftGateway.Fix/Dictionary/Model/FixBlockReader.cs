using System.Xml.Linq;

namespace HftGateway.Fix.Dictionaries;

/// <summary>Reads member lists, with components put in their place. Part of <see cref="FixDictionaryReader"/>.</summary>
internal sealed class FixBlockReader
{
    /// <summary>Components that use components multiply; no real dictionary comes near this many members.</summary>
    public const int MaxMembers = 500_000;

    private readonly FixDictionaryReader _reader;
    private readonly Dictionary<string, XElement> _components = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    // A group's members do not depend on who uses it, and a large dictionary uses its components hundreds of times.
    private readonly Dictionary<XElement, FixBlock> _groups = [];
    private int _groupDepth;
    private int _expanded;

    public FixBlockReader(FixDictionaryReader reader, XElement? components)
    {
        _reader = reader;
        foreach (XElement element in components?.Elements() ?? [])
        {
            if (element.Name.LocalName != "component")
            {
                string found = FixDictionaryReader.Clip(element.Name.LocalName);
                reader.Error(FixDictionaryCodes.Element, element, $"<{found}> in <components>");
                continue;
            }
            if (reader.Required(element, "name") is not { } name)
                continue;
            if (_components.ContainsKey(name))
            {
                string clipped = FixDictionaryReader.Clip(name);
                reader.Error(FixDictionaryCodes.Duplicate, element, $"component {clipped} is defined twice");
            }
            _components[name] = element;
        }
    }

    /// <summary>Reads the children of an element; no element gives an empty block.</summary>
    public FixBlock Read(XElement? element, string owner)
    {
        List<FixMember> members = [];
        if (element is not null)
            Append(element, owner, "", true, members, []);
        return new FixBlock(members);
    }

    /// <summary>Reads components that no message uses, for their errors.</summary>
    public void ReadUnused()
    {
        foreach (KeyValuePair<string, XElement> component in _components)
        {
            if (!_used.Contains(component.Key))
                Expand(component.Value, component.Key, "component " + FixDictionaryReader.Clip(component.Key), true, [], []);
        }
    }

    private void Append(
        XElement parent, string owner, string component, bool required, List<FixMember> members, Dictionary<int, int> seen)
    {
        foreach (XElement element in parent.Elements())
        {
            if (_expanded >= MaxMembers)
                return;
            if (++_expanded == MaxMembers)
            {
                string message = $"more than {MaxMembers} fields with all components in their places";
                _reader.Error(FixDictionaryCodes.Nesting, element, message);
            }
            string kind = element.Name.LocalName;
            if (kind is not ("field" or "group" or "component"))
            {
                _reader.Error(FixDictionaryCodes.Element, element, $"<{FixDictionaryReader.Clip(kind)}> in {owner}");
                continue;
            }
            if (_reader.Required(element, "name") is not { } name)
                continue;
            bool isRequired = _reader.IsRequired(element) && required;
            if (kind == "component")
                AppendComponent(element, name, owner, isRequired, members, seen);
            else if (_reader.Field(element, name) is { } field)
                AppendField(element, field, owner, component, isRequired, members, seen);
        }
    }

    private void AppendComponent(
        XElement element, string name, string owner, bool required, List<FixMember> members, Dictionary<int, int> seen)
    {
        if (_components.TryGetValue(name, out XElement? body))
        {
            _used.Add(name);
            if (_open.Contains(name))
                _reader.Error(FixDictionaryCodes.Nesting, element, $"component {name} contains itself");
            else
                Expand(body, name, owner, required, members, seen);
            return;
        }
        string clipped = FixDictionaryReader.Clip(name);
        _reader.Error(FixDictionaryCodes.Reference, element, $"{owner} uses component '{clipped}', which is not defined");
    }

    private void Expand(
        XElement body, string name, string owner, bool required, List<FixMember> members, Dictionary<int, int> seen)
    {
        _open.Add(name);
        Append(body, owner, name, required, members, seen);
        _open.RemoveAt(_open.Count - 1);
    }

    private void AppendField(
        XElement element, FixFieldDefinition field, string owner, string component, bool required,
        List<FixMember> members, Dictionary<int, int> seen)
    {
        FixBlock? group = element.Name.LocalName == "group" ? ReadGroup(element, field, owner) : null;
        int line = FixDictionaryReader.LineOf(element);
        if (seen.TryGetValue(field.Tag, out int before))
        {
            // Files in use repeat fields through components; the first place counts.
            _reader.Remark(
                FixDictionaryCodes.Duplicate, element, $"{owner} has {field.Name} in line {before} already; ignored here");
            return;
        }
        if (field.Type.IsData() && members.Count > 0 && members[members.Count - 1] is { Group: null } length
            && length.Field.Type is FixFieldType.Length or FixFieldType.Int)
            FixDictionaryReader.Pair(members[members.Count - 1].Field, field);
        if (field.Type.IsData() && field.LengthTag == 0)
            _reader.Error(FixDictionaryCodes.Data, element, $"{owner} has data field {field.Name} without a length field");
        seen[field.Tag] = line;
        members.Add(new FixMember(field, required, group, component, line));
    }

    private FixBlock ReadGroup(XElement element, FixFieldDefinition field, string owner)
    {
        string inside = $"group {field.Name} of {owner}";
        if (!field.Type.IsWhole())
            _reader.Error(FixDictionaryCodes.Group, element, $"{inside}: {field.Name} has the type {field.Type}, not a number");
        if (_groups.TryGetValue(element, out FixBlock? known))
            return known;
        List<FixMember> members = [];
        if (++_groupDepth > FixDictionary.MaxGroupDepth)
            _reader.Error(FixDictionaryCodes.Nesting, element, $"{inside}: more than {FixDictionary.MaxGroupDepth} groups deep");
        else
            Append(element, inside, "", true, members, []);
        _groupDepth--;
        if (members.Count == 0)
            _reader.Error(FixDictionaryCodes.Group, element, $"{inside} has no members");
        FixBlock block = new(members);
        _groups[element] = block;
        return block;
    }
}
