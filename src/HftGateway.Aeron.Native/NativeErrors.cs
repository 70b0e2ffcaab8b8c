using System.Runtime.InteropServices;

namespace HftGateway.Aeron.Native;

/// <summary>The last error of each thread, as text that C can read.</summary>
internal static unsafe class NativeErrors
{
    [ThreadStatic]
    private static nint _text;

    public static byte* Last => (byte*)_text;

    public static void Set(Exception error)
    {
        nint old = _text;
        _text = Marshal.StringToCoTaskMemUTF8(error.Message);
        Marshal.FreeCoTaskMem(old);
    }
}
