namespace HftGateway.Aeron.Control;

/// <summary>Record of the distinct error log; records start at multiples of 8.</summary>
internal static class ErrorLogLayout
{
    public const int LengthOffset = 0;
    public const int CountOffset = 4;
    public const int LastMsOffset = 8;
    public const int FirstMsOffset = 16;
    public const int TextOffset = 24;
    public const int Alignment = 8;
}
