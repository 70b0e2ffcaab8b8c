using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

// Subscriptions: controlled polls, images, destinations.
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_controlled_poll", CallConvs = [typeof(CallConvCdecl)])]
    public static int ControlledPoll(
        nint subscription, delegate* unmanaged[Cdecl]<void*, byte*, long, NativeHeader*, int> handler, void* context,
        int fragmentLimit)
    {
        try
        {
            var controlled = new NativeControlledHandler(handler, context);
            return NativeHandle.Get<NativeSubscription>(subscription).Subscription.ControlledPoll(ref controlled, fragmentLimit);
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return (int)Error;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_subscription_registration_id", CallConvs = [typeof(CallConvCdecl)])]
    public static long SubscriptionRegistrationId(nint subscription) =>
        Ask64<NativeSubscription>(subscription, s => s.Subscription.RegistrationId);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_subscription_channel_status", CallConvs = [typeof(CallConvCdecl)])]
    public static long SubscriptionChannelStatus(nint subscription) =>
        Ask64<NativeSubscription>(subscription, s => s.Subscription.ChannelStatus);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_subscription_add_destination", CallConvs = [typeof(CallConvCdecl)])]
    public static long AddReceiveDestination(nint subscription, byte* channel) =>
        Ask64<NativeSubscription>(subscription, s => s.Subscription.AddDestination(Text(channel)));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_subscription_remove_destination", CallConvs = [typeof(CallConvCdecl)])]
    public static int RemoveReceiveDestination(nint subscription, byte* channel) =>
        Ask<NativeSubscription>(subscription, s =>
        {
            s.Subscription.RemoveDestination(Text(channel));
            return 0;
        });

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_image", CallConvs = [typeof(CallConvCdecl)])]
    public static int Image(nint subscription, int index, NativeImage* image) =>
        Ask<NativeSubscription>(subscription, s =>
        {
            IReadOnlyList<Image> images = s.Subscription.Images;
            if ((uint)index >= (uint)images.Count)
                return 0;
            Image found = images[index];
            *image = new NativeImage
            {
                CorrelationId = found.CorrelationId, Position = found.Position, JoinPosition = found.JoinPosition,
                SessionId = found.SessionId, IsEndOfStream = found.IsEndOfStream ? 1 : 0,
            };
            return 1;
        });
}
