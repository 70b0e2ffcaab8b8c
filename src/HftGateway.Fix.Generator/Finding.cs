using Microsoft.CodeAnalysis;

namespace HftGateway.Fix.Generator;

/// <summary>What is to be reported about a dictionary, by value. Line and column count from 1, 0 for none.</summary>
internal readonly record struct Finding(
    string Code, DiagnosticSeverity Severity, string Message, string Path, int Line, int Column);
