using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Memory;

/// <summary>Addresses of spans over mapped memory, which nothing moves.</summary>
internal static unsafe class SpanAddress
{
    public static byte* Address(this Span<byte> span) =>
        (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(span));
}
