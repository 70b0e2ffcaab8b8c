using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Native;

/// <summary>Objects as numbers for C. The caller keeps the rule that a closed handle is not used again.</summary>
internal static class NativeHandle
{
    public static nint Create(object target) => GCHandle.ToIntPtr(GCHandle.Alloc(target));

    public static T Get<T>(nint handle)
        where T : class =>
        handle != 0 && GCHandle.FromIntPtr(handle).Target is T target ? target
            : throw new ArgumentException($"the handle is no {typeof(T).Name}");

    public static void Free(nint handle)
    {
        if (handle != 0)
            GCHandle.FromIntPtr(handle).Free();
    }
}
