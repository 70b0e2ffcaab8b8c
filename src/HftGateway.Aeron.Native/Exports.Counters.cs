using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Aeron.Client;

namespace HftGateway.Aeron.Native;

// Counters: the application's own, and all others to read.
internal static unsafe partial class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_add_counter", CallConvs = [typeof(CallConvCdecl)])]
    public static nint AddCounter(nint client, int typeId, byte* key, int keyLength, byte* label)
    {
        try
        {
            return NativeHandle.Create(NativeHandle.Get<AeronClient>(client).AddCounter(
                typeId, new ReadOnlySpan<byte>(key, keyLength), Text(label)));
        }
        catch (Exception error)
        {
            NativeErrors.Set(error);
            return 0;
        }
    }

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_id", CallConvs = [typeof(CallConvCdecl)])]
    public static int CounterId(nint counter) => Ask<Counter>(counter, c => c.Id);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_get", CallConvs = [typeof(CallConvCdecl)])]
    public static long CounterGet(nint counter) => Ask64<Counter>(counter, c => c.Value);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_set", CallConvs = [typeof(CallConvCdecl)])]
    public static void CounterSet(nint counter, long value) => Ask64<Counter>(counter, c => c.Value = value);

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_add", CallConvs = [typeof(CallConvCdecl)])]
    public static long CounterAdd(nint counter, long amount) => Ask64<Counter>(counter, c => c.Add(amount));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_close", CallConvs = [typeof(CallConvCdecl)])]
    public static void CounterClose(nint counter) => Dispose<Counter>(counter, c => c.Dispose());

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_value", CallConvs = [typeof(CallConvCdecl)])]
    public static long CounterValue(nint client, int counterId) => Ask64<AeronClient>(client, c =>
        (uint)counterId < (uint)c.CountersReader.Capacity ? c.CountersReader.Value(counterId)
            : throw new ArgumentException($"there is no counter {counterId}"));

    [UnmanagedCallersOnly(EntryPoint = "hftgw_aeron_counter_label", CallConvs = [typeof(CallConvCdecl)])]
    public static int CounterLabel(nint client, int counterId, byte* text, int capacity) => Ask<AeronClient>(client, c =>
    {
        if ((uint)counterId >= (uint)c.CountersReader.Capacity || c.CountersReader.State(counterId) != 1)
            return 0;
        byte[] label = System.Text.Encoding.ASCII.GetBytes(c.CountersReader.Label(counterId));
        int length = Math.Max(0, Math.Min(label.Length, capacity - 1));
        label.AsSpan(0, length).CopyTo(new Span<byte>(text, length));
        if (capacity > 0)
            text[length] = 0;
        return length;
    });
}
