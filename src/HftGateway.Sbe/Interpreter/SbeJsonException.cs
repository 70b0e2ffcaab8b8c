namespace HftGateway.Sbe.Interpreter;

/// <summary>A JSON text that does not describe a message.</summary>
/// <param name="path">The place: a path such as <c>$.legs[2].price</c>, or line and byte where it is not JSON at all.</param>
/// <param name="reason">What is wrong there.</param>
public sealed class SbeJsonException(string path, string reason) : FormatException($"{path}: {reason}")
{
    /// <summary>The place: a path such as <c>$.legs[2].price</c>, or line and byte where it is not JSON at all.</summary>
    public string Path { get; } = path;

    /// <summary>What is wrong there.</summary>
    public string Reason { get; } = reason;
}
