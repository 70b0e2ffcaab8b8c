using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Compiler;

/// <summary>Variable data with its C# name.</summary>
internal sealed class DataPlan
{
    /// <summary>The data of the schema.</summary>
    public required SbeData Source { get; init; }

    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>Bytes in front of the data.</summary>
    public int PrefixLength => Source.HeaderSize;
}
