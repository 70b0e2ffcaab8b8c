namespace HftGateway.MarketData.Mdp3.Wire;

/// <summary>The null values that the gateway meets.</summary>
internal static class Null
{
    /// <summary>Of a price.</summary>
    public const long Price = long.MaxValue;

    /// <summary>Of a 32-bit size or count.</summary>
    public const int Int32 = int.MaxValue;

    /// <summary>Of a 64-bit size.</summary>
    public const ulong UInt64 = ulong.MaxValue;

    /// <summary>Of an 8-bit number.</summary>
    public const byte UInt8 = byte.MaxValue;
}
