namespace HftGateway.Sbe.Schema;

/// <summary>Tied to an XML document: the file that it came from.</summary>
internal sealed class SchemaFile(string name)
{
    public string Name { get; } = name;
}
