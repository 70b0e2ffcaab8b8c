namespace HftGateway.Sbe.Generator;

/// <summary>A file that schemas may include, by value.</summary>
internal readonly record struct IncludeSource(string Path, string Text);
