using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>A name of the schema that could not be used in C#, and the one that stands for it.</summary>
public sealed class CSharpRename
{
    internal CSharpRename(SbeElement element, string wanted, string given)
    {
        Element = element.Name;
        Location = element.Location;
        Wanted = wanted;
        Given = given;
    }

    /// <summary>The stable code of this finding.</summary>
    public const string Code = "SBE900";

    /// <summary>The element's name in the schema.</summary>
    public string Element { get; }

    /// <summary>Where the element is declared.</summary>
    public SbeLocation Location { get; }

    /// <summary>The C# name that it would have had.</summary>
    public string Wanted { get; }

    /// <summary>The C# name that it has.</summary>
    public string Given { get; }

    /// <summary>The finding in a sentence.</summary>
    public string Message => $"{Element}: the C# name {Wanted} is taken or reserved here; it is {Given}";

    /// <inheritdoc/>
    public override string ToString() => $"{Location}: warning {Code}: {Message}";
}
