using System.Globalization;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// The groups of the messages that are compiled, each once, with its name: groups of the same count field that differ in
/// their members get numbers.
/// </summary>
internal sealed class FixGroupNames
{
    private readonly Dictionary<FixBlock, string> _names = [];
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    /// <summary>Inner groups before those around them, so that a layout can name the ones that it needs.</summary>
    public List<FixMember> Ordered { get; } = [];

    /// <summary>Name of a group, without suffix.</summary>
    public string this[FixMember member] => _names[member.Group!];

    /// <summary>Takes the groups of a block and those within them.</summary>
    public void Add(FixBlock block)
    {
        foreach (FixMember member in block.Members)
        {
            if (member.Group is null || _names.ContainsKey(member.Group))
                continue;
            Add(member.Group);
            string name = FixCodeNames.Group(member.Field.Name), unique = name;
            for (int i = 2; !_taken.Add(unique); i++)
                unique = name + i.ToString(CultureInfo.InvariantCulture);
            _names[member.Group] = unique;
            Ordered.Add(member);
        }
    }
}
