namespace HftGateway.Sbe.Schema;

/// <summary>Byte order of every integer and float of a schema, header and dimensions included.</summary>
public enum SbeByteOrder
{
    /// <summary>Least significant byte first (the standard's default).</summary>
    LittleEndian,

    /// <summary>Most significant byte first.</summary>
    BigEndian,
}
