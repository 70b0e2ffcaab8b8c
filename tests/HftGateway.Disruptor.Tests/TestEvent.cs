using System.Runtime.InteropServices;

namespace HftGateway.Disruptor.Tests;

/// <summary>
/// Event of the tests: a payload by the producer and a section for each of up to four stages, a line each.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = 320)]
public struct TestEvent
{
    [FieldOffset(0)] public long Value;
    [FieldOffset(8)] public long Check;
    [FieldOffset(16)] public int Producer;
    [FieldOffset(64)] public long Stage0;
    [FieldOffset(128)] public long Stage1;
    [FieldOffset(192)] public long Stage2;
    [FieldOffset(256)] public long Stage3;

    /// <summary>What belongs to a value: a bijection whose results look nothing like a neighbour's.</summary>
    public static long Mix(long value)
    {
        ulong x = (ulong)value * 0x9E3779B97F4A7C15;
        return (long)(x ^ (x >> 29));
    }

    public void Fill(long value)
    {
        Value = value;
        Check = Mix(value);
    }

    public long Section(int stage) => stage switch { 0 => Stage0, 1 => Stage1, 2 => Stage2, _ => Stage3 };

    public void SetSection(int stage, long value)
    {
        switch (stage)
        {
            case 0: Stage0 = value; break;
            case 1: Stage1 = value; break;
            case 2: Stage2 = value; break;
            default: Stage3 = value; break;
        }
    }
}
