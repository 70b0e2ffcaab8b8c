using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace HftGateway.Disruptor;

/// <summary>
/// One pause instruction, without the normalisation of <see cref="Thread.SpinWait"/>, which makes every call about as
/// long as the slowest processor's pause and is a call into the runtime.
/// </summary>
internal static class Pause
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Once()
    {
        if (X86Base.IsSupported)
            X86Base.Pause();
        else if (ArmBase.IsSupported)
            ArmBase.Yield();
        else
            Thread.SpinWait(1);
    }
}
