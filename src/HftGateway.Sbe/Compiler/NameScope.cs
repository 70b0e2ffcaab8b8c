using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>
/// The names of one C# declaration space. A name that is taken gets underscores behind it until it is free.
/// </summary>
internal sealed class NameScope(List<CSharpRename> renames, params IEnumerable<string>[] reserved)
{
    private readonly HashSet<string> _used = new(reserved.SelectMany(r => r), StringComparer.Ordinal);

    /// <summary>Claims a name and the names derived from it, all of which must be free.</summary>
    /// <param name="element">The element, for the message about a change.</param>
    /// <param name="wanted">The C# name that the element should have.</param>
    /// <param name="derived">
    /// The other names that go with it, as patterns in which <c>*</c> is the name: <c>Has*</c>, <c>*Null</c>.
    /// </param>
    public string Claim(SbeElement element, string wanted, params string[] derived)
    {
        string name = wanted;
        while (!IsFree(name, derived))
            name += "_";
        Take(name, derived);
        if (name != wanted)
            renames.Add(new CSharpRename(element, wanted, name));
        return name;
    }

    /// <summary>True when the name and those derived from it are free.</summary>
    public bool IsFree(string name, params string[] derived)
        => !_used.Contains(name) && !derived.Any(d => _used.Contains(Derive(d, name)));

    /// <summary>Takes a name and those derived from it.</summary>
    public void Take(string name, params string[] derived)
    {
        _used.Add(name);
        foreach (string pattern in derived)
            _used.Add(Derive(pattern, name));
    }

    private static string Derive(string pattern, string name) => pattern.Replace("*", name);
}
