using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

/// <summary>Calls a C function for each fragment, which says how to go on.</summary>
internal readonly unsafe struct NativeControlledHandler(
    delegate* unmanaged[Cdecl]<void*, byte*, long, NativeHeader*, int> handler, void* context) : IControlledFragmentHandler
{
    public ControlledAction OnFragment(ReadOnlySpan<byte> payload, in FragmentHeader header)
    {
        NativeHeader native = NativeHeader.Of(in header);
        int action;
        fixed (byte* bytes = payload)
            action = handler(context, bytes, payload.Length, &native);
        // What is no action must not skip a fragment.
        return (uint)action <= (uint)ControlledAction.Continue ? (ControlledAction)action : ControlledAction.Abort;
    }
}
