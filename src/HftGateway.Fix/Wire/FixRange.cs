using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>Where a value lies in its <see cref="FixFrame"/>; default (0, 0) means absent.</summary>
/// <param name="Offset">First byte, counted from the frame's first byte.</param>
/// <param name="Length">Bytes; 0 when absent.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct FixRange(int Offset, int Length)
{
    /// <summary>The value is there.</summary>
    public bool IsPresent => Length != 0;
}
