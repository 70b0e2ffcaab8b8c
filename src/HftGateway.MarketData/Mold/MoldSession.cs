using System.Runtime.InteropServices;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Mold;

/// <summary>
/// A MoldUDP64 session name: ten characters, padded with spaces on the right or, by some senders, with zeros on the
/// left.
/// Compared byte by byte.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1, Size = SizeBytes)]
public struct MoldSession : IEquatable<MoldSession>
{
    /// <summary>Length in bytes.</summary>
    public const int SizeBytes = 10;

    private Alpha8 _head;
    private Alpha2 _tail;

    /// <summary>The session of a name of at most ten printable ASCII characters, padded with spaces.</summary>
    /// <exception cref="FormatException">The name is longer or not printable ASCII.</exception>
    public static implicit operator MoldSession(string name)
    {
        if (name.Length > SizeBytes)
            throw new FormatException($"'{name}' is no session name of at most {SizeBytes} characters");
        return new MoldSession
        {
            _head = name.Length > 8 ? name[..8] : name,
            _tail = name.Length > 8 ? name[8..] : string.Empty,
        };
    }

    /// <summary>Equality of all bytes.</summary>
    public static bool operator ==(MoldSession left, MoldSession right) => left.Equals(right);

    /// <summary>Inequality of bytes.</summary>
    public static bool operator !=(MoldSession left, MoldSession right) => !left.Equals(right);

    /// <inheritdoc/>
    public readonly bool Equals(MoldSession other) => _head == other._head && _tail == other._tail;

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MoldSession other && Equals(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(_head.Raw, _tail.Raw);

    /// <summary>The name without padding at its end. Allocates.</summary>
    public override readonly string ToString()
    {
        string tail = _tail.ToString();
        return tail.Length == 0 ? _head.ToString() : _head.ToString().PadRight(8) + tail;
    }
}
