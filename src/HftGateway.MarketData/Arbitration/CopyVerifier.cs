using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Arbitration;

/// <summary>
/// Remembers a check value of each message and compares later copies with it: the only way to notice a message that
/// was changed on its way and passed the checksums of Ethernet and UDP.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Limits.</b> A message of which only one copy comes cannot be compared; it is counted when it leaves the
/// memory. The check is CRC-32C: every change within 32 consecutive bits is found, others with a probability of
/// 1 - 2^-32.</para>
/// <para><b>Cost.</b> One CRC instruction for eight bytes, one cache line for four messages; no allocation.</para>
/// </summary>
/// <typeparam name="TNumbering">The protocol.</typeparam>
[HotPath]
internal sealed unsafe class CopyVerifier<TNumbering> : IDisposable
    where TNumbering : struct, IPacketNumbering
{
    private readonly NativeRegion _memory;
    private readonly Check* _checks;
    private readonly int _length;
    private readonly ulong _mask;

    public CopyVerifier(int length)
    {
        _length = length;
        _mask = (ulong)length - 1;
        _memory = new NativeRegion((nuint)length * (nuint)sizeof(Check));
        _checks = (Check*)_memory.Pointer;
    }

    /// <summary>Messages that were overwritten without a second copy.</summary>
    public long Unverified { get; private set; }

    /// <summary>Remembers or compares every message of a packet.</summary>
    /// <param name="packet">A sound packet.</param>
    /// <param name="numbers">Its numbers.</param>
    /// <param name="line">Line that brought it.</param>
    /// <param name="firstConflict">The first message that differs from another copy.</param>
    /// <returns>How many messages differ.</returns>
    public int Examine(ReadOnlySpan<byte> packet, scoped in PacketNumbers numbers, int line, out ulong firstConflict)
    {
        firstConflict = 0;
        int conflicts = 0;
        int start = numbers.Start;
        uint bit = 1u << line;
        for (int i = 0; i < numbers.Count; i++)
        {
            int end = TNumbering.MessageEnd(packet, start);
            ulong number = numbers.First + (ulong)i;
            if (!Matches(number, CheckOf(packet[start..end]), bit))
            {
                if (conflicts++ == 0)
                    firstConflict = number;
            }

            start = end;
        }

        return conflicts;
    }

    /// <summary>Messages remembered of which there was only one copy so far.</summary>
    public long CountUnverified()
    {
        long count = Unverified;
        for (int i = 0; i < _length; i++)
        {
            if (_checks[i].Lines != 0 && BitOperations.IsPow2(_checks[i].Lines))
                count++;
        }

        return count;
    }

    /// <summary>Forgets all; what had no second copy is counted.</summary>
    public void Clear()
    {
        Unverified = CountUnverified();
        new Span<Check>(_checks, _length).Clear();
    }

    public void Dispose() => _memory.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Matches(ulong number, uint check, uint bit)
    {
        ref Check known = ref _checks[number & _mask];
        if (known.Number == number && known.Lines != 0)
        {
            known.Lines |= bit;
            return known.Value == check;
        }

        // Older than what is remembered in its place: nothing is left to compare it with.
        if (known.Lines != 0 && number < known.Number)
        {
            Unverified++;
            return true;
        }

        if (known.Lines != 0 && BitOperations.IsPow2(known.Lines))
            Unverified++;
        known = new Check { Number = number, Value = check, Lines = bit };
        return true;
    }

    private static uint CheckOf(ReadOnlySpan<byte> message)
    {
        ref byte first = ref MemoryMarshal.GetReference(message);
        uint crc = uint.MaxValue;
        int i = 0;
        for (; i <= message.Length - sizeof(ulong); i += sizeof(ulong))
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, i)));
        if (i <= message.Length - sizeof(uint))
        {
            crc = BitOperations.Crc32C(crc, Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, i)));
            i += sizeof(uint);
        }

        for (; i < message.Length; i++)
            crc = BitOperations.Crc32C(crc, Unsafe.Add(ref first, i));
        return crc;
    }

    [StructLayout(LayoutKind.Sequential, Size = 16)]
    private struct Check
    {
        public ulong Number;
        public uint Value;
        public uint Lines;
    }
}
