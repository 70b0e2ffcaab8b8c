namespace HftGateway.Sbe.Python;

/// <summary>A generated Python module.</summary>
/// <param name="FileName">Such as <c>baseline.py</c>.</param>
/// <param name="Text">The module.</param>
public sealed record PythonModule(string FileName, string Text);
