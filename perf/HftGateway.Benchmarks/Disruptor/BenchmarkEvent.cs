using System.Runtime.InteropServices;

namespace HftGateway.Benchmarks.Disruptor;

/// <summary>An event of two cache lines, as events that different threads touch should be.</summary>
[StructLayout(LayoutKind.Sequential, Size = 128)]
public struct BenchmarkEvent
{
    /// <summary>The payload.</summary>
    public long Value;
}
