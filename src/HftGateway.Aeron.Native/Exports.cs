using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

/// <summary>The exported functions; <c>include/hftgw_aeron.h</c> describes them.</summary>
internal static unsafe partial class Exports
{
    private const long Error = -6;

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_last_error", CallConvs = [typeof(CallConvCdecl)])]
    public static byte* LastError() => NativeErrors.Last;

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_connect", CallConvs = [typeof(CallConvCdecl)])]
    public static nint Connect(byte* directory, long driverTimeoutMs)
    {
        try
        {
            string? name = Marshal.PtrToStringUTF8((nint)directory);
            return NativeHandle.Create(AeronClient.Connect(new AeronContext
            {
                AeronDirectoryName = name ?? AeronContext.DefaultDirectory,
                DriverTimeoutMs = driverTimeoutMs,
            }));
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return 0;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_close", CallConvs = [typeof(CallConvCdecl)])]
    public static void Close(nint client) => Dispose<AeronClient>(client, c => c.Dispose());

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_is_closed", CallConvs = [typeof(CallConvCdecl)])]
    public static int IsClosed(nint client) => Ask<AeronClient>(client, c => c.IsClosed ? 1 : 0);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_add_publication", CallConvs = [typeof(CallConvCdecl)])]
    public static nint AddPublication(nint client, byte* channel, int streamId) =>
        Add(client, channel, c => (c.Client.AddPublication(c.Channel, streamId)));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_add_exclusive_publication", CallConvs = [typeof(CallConvCdecl)])]
    public static nint AddExclusivePublication(nint client, byte* channel, int streamId) =>
        Add(client, channel, c => c.Client.AddExclusivePublication(c.Channel, streamId));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_add_subscription", CallConvs = [typeof(CallConvCdecl)])]
    public static nint AddSubscription(nint client, byte* channel, int streamId) =>
        Add(client, channel, c => new NativeSubscription(c.Client.AddSubscription(c.Channel, streamId)));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_offer", CallConvs = [typeof(CallConvCdecl)])]
    public static long Offer(nint publication, byte* message, long length, long reservedValue)
    {
        try
        {
            var bytes = new ReadOnlySpan<byte>(message, checked((int)length));
            return GCHandle.FromIntPtr(publication).Target switch
            {
                ExclusivePublication exclusive => exclusive.Offer(bytes, reservedValue),
                ConcurrentPublication concurrent => concurrent.Offer(bytes, reservedValue),
                _ => throw new ArgumentException("the handle is no publication"),
            };
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return Error;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_is_connected", CallConvs = [typeof(CallConvCdecl)])]
    public static int IsConnected(nint publication) => Ask<Publication>(publication, p => p.IsConnected ? 1 : 0);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_max_message_length", CallConvs = [typeof(CallConvCdecl)])]
    public static int MaxMessageLength(nint publication) => Ask<Publication>(publication, p => p.MaxMessageLength);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_position", CallConvs = [typeof(CallConvCdecl)])]
    public static long Position(nint publication) => Ask64<Publication>(publication, p => p.Position);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_close", CallConvs = [typeof(CallConvCdecl)])]
    public static void ClosePublication(nint publication) => Dispose<Publication>(publication, p => p.Dispose());

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_poll", CallConvs = [typeof(CallConvCdecl)])]
    public static int Poll(
        nint subscription, delegate* unmanaged[Cdecl]<void*, byte*, long, NativeHeader*, void> handler, void* context,
        int fragmentLimit)
    {
        try
        {
            return NativeHandle.Get<NativeSubscription>(subscription).Poll(handler, context, fragmentLimit);
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return (int)Error;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_subscription_image_count", CallConvs = [typeof(CallConvCdecl)])]
    public static int ImageCount(nint subscription) =>
        Ask<NativeSubscription>(subscription, s => s.Subscription.ImageCount);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_subscription_close", CallConvs = [typeof(CallConvCdecl)])]
    public static void CloseSubscription(nint subscription) =>
        Dispose<NativeSubscription>(subscription, s => s.Subscription.Dispose());

    private static nint Add(nint client, byte* channel, Func<Wish, object> add)
    {
        try
        {
            string name = Marshal.PtrToStringUTF8((nint)channel) ?? throw new ArgumentException("no channel");
            return NativeHandle.Create(add(new Wish(NativeHandle.Get<AeronClient>(client), name)));
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return 0;
        }
    }

    private static int Ask<T>(nint handle, Func<T, int> question)
        where T : class => (int)Ask64<T>(handle, t => question(t));

    private static long Ask64<T>(nint handle, Func<T, long> question)
        where T : class
    {
        try
        {
            return question(NativeHandle.Get<T>(handle));
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return Error;
        }
    }

    private static string Text(byte* text) =>
        Marshal.PtrToStringUTF8((nint)text) ?? throw new ArgumentException("a text is missing");

    private static void Dispose<T>(nint handle, Action<T> close)
        where T : class
    {
        try
        {
            close(NativeHandle.Get<T>(handle));
            NativeHandle.Free(handle);
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
        }
    }

    private readonly record struct Wish(AeronClient Client, string Channel);
}
