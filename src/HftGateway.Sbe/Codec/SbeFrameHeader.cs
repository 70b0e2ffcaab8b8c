namespace HftGateway.Sbe;

/// <summary>
/// The four numbers of a message header, whatever composite they came from. Numbers beyond 32 bits read as the largest
/// one.
/// </summary>
/// <param name="blockLength">Bytes of the root block.</param>
/// <param name="templateId">The message's template.</param>
/// <param name="schemaId">The message's schema.</param>
/// <param name="version">The version of the schema that the writer used.</param>
public readonly struct SbeFrameHeader(uint blockLength, uint templateId, uint schemaId, uint version)
{
    /// <summary>Bytes of the root block, as the writer knew it.</summary>
    public uint BlockLength { get; } = blockLength;

    /// <summary>The message's template.</summary>
    public uint TemplateId { get; } = templateId;

    /// <summary>The message's schema.</summary>
    public uint SchemaId { get; } = schemaId;

    /// <summary>The version of the schema that the writer used ("acting version").</summary>
    public uint Version { get; } = version;

    /// <inheritdoc/>
    public override string ToString()
        => $"template {TemplateId}, schema {SchemaId}, version {Version}, block of {BlockLength} bytes";
}
