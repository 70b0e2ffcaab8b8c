namespace HftGateway.Sbe.Schema;

/// <summary>A place in a schema file.</summary>
/// <param name="file">The file as the caller named it (or as an XInclude names it).</param>
/// <param name="line">The line, from 1; 0 where there is none.</param>
/// <param name="column">The column, from 1; 0 where there is none.</param>
public readonly struct SbeLocation(string file, int line, int column) : IEquatable<SbeLocation>
{
    /// <summary>The file as the caller named it, or as an XInclude names it.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1; 0 where there is none.</summary>
    public int Line { get; } = line;

    /// <summary>The column of the element's name, from 1; 0 where there is none.</summary>
    public int Column { get; } = column;

    /// <inheritdoc/>
    public bool Equals(SbeLocation other) => File == other.File && Line == other.Line && Column == other.Column;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SbeLocation other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (Line * 397) ^ Column;

    /// <summary><c>file:line:column</c>, as compilers print it.</summary>
    public override string ToString() => Line == 0 ? File : $"{File}:{Line}:{Column}";

    /// <summary>Equality of file, line and column.</summary>
    public static bool operator ==(SbeLocation left, SbeLocation right) => left.Equals(right);

    /// <summary>Inequality of file, line or column.</summary>
    public static bool operator !=(SbeLocation left, SbeLocation right) => !left.Equals(right);
}
