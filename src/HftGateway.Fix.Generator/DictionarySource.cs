namespace HftGateway.Fix.Generator;

/// <summary>
/// A dictionary file and its options by value: two with the same content are equal, which is what keeps an edit elsewhere
/// from compiling the dictionary again.
/// </summary>
internal readonly record struct DictionarySource(string Path, string Text, string Namespace, string Messages, bool IsPublic);
