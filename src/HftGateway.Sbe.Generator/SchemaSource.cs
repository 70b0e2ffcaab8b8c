namespace HftGateway.Sbe.Generator;

/// <summary>
/// A schema file and its options by value: two with the same content are equal, which is what keeps an edit elsewhere
/// from compiling the schema again.
/// </summary>
internal readonly record struct SchemaSource(string Path, string Text, string Namespace, bool IsPublic);
