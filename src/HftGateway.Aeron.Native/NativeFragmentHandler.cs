using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

/// <summary>Calls a C function for each message.</summary>
internal readonly unsafe struct NativeFragmentHandler(
    delegate* unmanaged[Cdecl]<void*, byte*, long, NativeHeader*, void> handler, void* context) : IFragmentHandler
{
    public void OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
    {
        NativeHeader native = NativeHeader.Of(in header);
        fixed (byte* bytes = payload)
            handler(context, bytes, payload.Length, &native);
    }
}
