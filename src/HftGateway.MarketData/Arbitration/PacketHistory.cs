using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// Which packets came lately, when, and by which lines: a table addressed by the low bits of the first number.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> A record is believed only if its number and count are those asked for; older records are
/// overwritten by newer ones, never the reverse.</para>
/// </summary>
[HotPath]
internal sealed unsafe class PacketHistory : IDisposable
{
    private readonly NativeRegion _memory;
    private readonly Record* _records;
    private readonly ulong _mask;

    public PacketHistory(int length)
    {
        _memory = new NativeRegion((nuint)length * (nuint)sizeof(Record));
        _records = (Record*)_memory.Pointer;
        _mask = (ulong)length - 1;
    }

    /// <summary>The place of a number; it may hold another packet's record, see <see cref="Record.Is"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Record PlaceOf(ulong first) => ref _records[first & _mask];

    /// <summary>Forgets all.</summary>
    public void Clear() => new Span<byte>(_memory.Pointer, checked((int)_memory.Length)).Clear();

    public void Dispose() => _memory.Dispose();

    /// <summary>A packet that came. 32 bytes.</summary>
    [StructLayout(LayoutKind.Sequential, Size = 32)]
    internal struct Record
    {
        public ulong First;
        public long ReceivedNs;
        public int Count;
        public uint Lines;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly bool Is(in PacketNumbers numbers) =>
            First == numbers.First && Count == numbers.Count && Lines != 0;
    }
}
