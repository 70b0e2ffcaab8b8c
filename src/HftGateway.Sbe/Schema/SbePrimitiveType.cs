namespace HftGateway.Sbe.Schema;

/// <summary>The primitive types of SBE 1.0 (section 2.4 of the standard's schema chapter), in the standard's order.</summary>
public enum SbePrimitiveType
{
    /// <summary>One byte of text, US-ASCII unless the type says otherwise.</summary>
    Char,

    /// <summary>A signed byte.</summary>
    Int8,

    /// <summary>A signed 16-bit integer.</summary>
    Int16,

    /// <summary>A signed 32-bit integer.</summary>
    Int32,

    /// <summary>A signed 64-bit integer.</summary>
    Int64,

    /// <summary>An unsigned byte.</summary>
    UInt8,

    /// <summary>An unsigned 16-bit integer.</summary>
    UInt16,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt32,

    /// <summary>An unsigned 64-bit integer.</summary>
    UInt64,

    /// <summary>IEEE 754 single precision.</summary>
    Float,

    /// <summary>IEEE 754 double precision.</summary>
    Double,
}
