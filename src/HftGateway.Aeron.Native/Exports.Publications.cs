using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

// Publications: parts, room to write in, what they are, and destinations.
internal static unsafe partial class Exports
{
    private const int MaxParts = 64;

    [ThreadStatic]
    private static NativeMemory[]? _parts;

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_offerv", CallConvs = [typeof(CallConvCdecl)])]
    public static long OfferParts(nint publication, NativePart* parts, int count, long reservedValue)
    {
        try
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)count, (uint)MaxParts);
            _parts ??= [.. Enumerable.Range(0, MaxParts).Select(_ => new NativeMemory())];
            Span<ReadOnlyMemory<byte>> memory = new ReadOnlyMemory<byte>[count];
            for (int i = 0; i < count; i++)
            {
                _parts[i].Set(parts[i].Data, checked((int)parts[i].Length));
                memory[i] = _parts[i].Memory;
            }

            return NativeHandle.Get<Publication>(publication) switch
            {
                ExclusivePublication exclusive => exclusive.Offer(memory, reservedValue),
                ConcurrentPublication concurrent => concurrent.Offer(memory, reservedValue),
                _ => Error,
            };
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return Error;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_try_claim", CallConvs = [typeof(CallConvCdecl)])]
    public static long TryClaim(nint publication, long length, NativeClaim* claim)
    {
        try
        {
            BufferClaim room = default;
            long position = NativeHandle.Get<Publication>(publication) switch
            {
                ExclusivePublication exclusive => exclusive.TryClaim(checked((int)length), out room),
                ConcurrentPublication concurrent => concurrent.TryClaim(checked((int)length), out room),
                _ => Error,
            };
            if (position > 0)
                *claim = new NativeClaim { Data = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(room.Data)), Length = length };
            return position;
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return Error;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_commit", CallConvs = [typeof(CallConvCdecl)])]
    public static void Commit(NativeClaim* claim, long reservedValue)
    {
        BufferClaim room = Room(claim);
        room.ReservedValue = reservedValue;
        room.Commit();
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_abort", CallConvs = [typeof(CallConvCdecl)])]
    public static void Abort(NativeClaim* claim) => Room(claim).Abort();

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_registration_id", CallConvs = [typeof(CallConvCdecl)])]
    public static long PublicationRegistrationId(nint publication) =>
        Ask64<Publication>(publication, p => p.RegistrationId);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_position_limit", CallConvs = [typeof(CallConvCdecl)])]
    public static long PublicationPositionLimit(nint publication) =>
        Ask64<Publication>(publication, p => p.PositionLimit);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_channel_status", CallConvs = [typeof(CallConvCdecl)])]
    public static long PublicationChannelStatus(nint publication) =>
        Ask64<Publication>(publication, p => p.ChannelStatus);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_session_id", CallConvs = [typeof(CallConvCdecl)])]
    public static int PublicationSessionId(nint publication) => Ask<Publication>(publication, p => p.SessionId);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_stream_id", CallConvs = [typeof(CallConvCdecl)])]
    public static int PublicationStreamId(nint publication) => Ask<Publication>(publication, p => p.StreamId);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_max_payload_length", CallConvs = [typeof(CallConvCdecl)])]
    public static int PublicationMaxPayloadLength(nint publication) => Ask<Publication>(publication, p => p.MaxPayloadLength);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_revoke", CallConvs = [typeof(CallConvCdecl)])]
    public static void Revoke(nint publication) => Dispose<Publication>(publication, p => p.Revoke());

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_add_destination", CallConvs = [typeof(CallConvCdecl)])]
    public static long AddDestination(nint publication, byte* channel) =>
        Ask64<Publication>(publication, p => p.AddDestination(Text(channel)));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_publication_remove_destination", CallConvs = [typeof(CallConvCdecl)])]
    public static int RemoveDestination(nint publication, long registrationId) =>
        Ask<Publication>(publication, p =>
        {
            p.RemoveDestination(registrationId);
            return 0;
        });

    private static BufferClaim Room(NativeClaim* claim) =>
        new(claim->Data - Protocol.FrameLayout.DataHeaderBytes, (int)claim->Length + Protocol.FrameLayout.DataHeaderBytes);
}
