using System.Text;

namespace HftGateway.Cli.Commands.Mdp3;

/// <summary>Names of a schema's members in snake case: MDEntryPx is md_entry_px, NoMDEntries is no_md_entries.</summary>
internal sealed class SnakeNames
{
    private readonly Dictionary<string, string> _known = [];

    /// <summary>The name in snake case.</summary>
    public string Of(string name)
    {
        if (!_known.TryGetValue(name, out string? snake))
            _known.Add(name, snake = Convert(name));
        return snake;
    }

    private static string Convert(string name)
    {
        var text = new StringBuilder(name.Length + 8);
        for (int i = 0; i < name.Length; i++)
        {
            // A word begins at a capital behind a small letter or digit, and at the last of several capitals.
            bool begins = i > 0 && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (begins && name[i - 1] != '_')
                text.Append('_');
            text.Append(char.ToLowerInvariant(name[i]));
        }

        return text.ToString();
    }
}
