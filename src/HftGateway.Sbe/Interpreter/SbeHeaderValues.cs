namespace HftGateway.Sbe.Interpreter;

/// <summary>The four numbers of a message header, of whatever width the schema gives them.</summary>
/// <param name="BlockLength">Bytes of the root block as the writer knew it.</param>
/// <param name="TemplateId">The message's id.</param>
/// <param name="SchemaId">The schema's id.</param>
/// <param name="Version">The version of the schema that the writer used.</param>
public readonly record struct SbeHeaderValues(ulong BlockLength, ulong TemplateId, ulong SchemaId, ulong Version);
