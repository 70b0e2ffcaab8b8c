namespace HftGateway.Fix.Dictionaries;

/// <summary>A message of a dictionary.</summary>
public sealed class FixMessageDefinition
{
    internal FixMessageDefinition(string name, string msgType, bool isAdmin, FixBlock body, int line)
    {
        Name = name;
        MsgType = msgType;
        IsAdmin = isAdmin;
        Body = body;
        Line = line;
    }

    /// <summary>Name, unique in the dictionary.</summary>
    public string Name { get; }

    /// <summary>MsgType [35].</summary>
    public string MsgType { get; }

    /// <summary>A session's own message (category admin).</summary>
    public bool IsAdmin { get; }

    /// <summary>The body, without header and trailer.</summary>
    public FixBlock Body { get; }

    /// <summary>Line in the dictionary, from 1.</summary>
    public int Line { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({MsgType})";
}
