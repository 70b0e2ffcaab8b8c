using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

/// <summary>A subscription with what puts its messages together.</summary>
internal sealed class NativeSubscription(Subscription subscription)
{
    private FragmentAssembler<NativeFragmentHandler> _assembler = new(default);

    public Subscription Subscription { get; } = subscription;

    public unsafe int Poll(
        delegate* unmanaged[Cdecl]<void*, byte*, long, NativeHeader*, void> handler, void* context, int limit)
    {
        _assembler.Handler = new NativeFragmentHandler(handler, context);
        return Subscription.Poll(ref _assembler, limit);
    }
}
