using System.Numerics;
using System.Runtime.CompilerServices;
using HftGateway.MarketData.Events;

namespace HftGateway.MarketData.Mdp3;

/// <summary>
/// From the exchange's instrument number (SecurityID [48], 32 bits, any) to the dense index: open addressing, at most
/// half full.
/// <para><b>Threading.</b> One thread. <b>Cost.</b> A multiplication and mostly one probe.</para>
/// </summary>
internal sealed class SecurityIdTable
{
    private readonly Cell[] _cells;
    private readonly uint _mask;

    public SecurityIdTable(int capacity)
    {
        _mask = BitOperations.RoundUpToPowerOf2((uint)Math.Max(capacity, 8) * 2) - 1;
        _cells = new Cell[_mask + 1];
        Clear();
    }

    public void Clear() => Array.Fill(_cells, new Cell { Index = InputEvent.NoInstrument });

    /// <summary>The index, or <see cref="InputEvent.NoInstrument"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ushort Find(int securityId)
    {
        uint at = Home(securityId);
        while (true)
        {
            ref readonly Cell cell = ref _cells[at & _mask];
            if (cell.SecurityId == securityId || cell.Index == InputEvent.NoInstrument)
                return cell.Index;
            at++;
        }
    }

    /// <summary>Adds or changes an entry. The caller adds no more than the capacity.</summary>
    public void Set(int securityId, ushort index)
    {
        uint at = Home(securityId);
        while (_cells[at & _mask].Index != InputEvent.NoInstrument && _cells[at & _mask].SecurityId != securityId)
            at++;
        _cells[at & _mask] = new Cell { SecurityId = securityId, Index = index };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Home(int securityId) => (uint)securityId * 0x9E37_79B1u >> 7;

    private struct Cell
    {
        public int SecurityId;
        public ushort Index;
    }
}
