namespace HftGateway.Fix.Generator;

/// <summary>A generated file.</summary>
internal readonly record struct GeneratedSource(string HintName, string Text);
