using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Faults;

/// <summary>
/// A bad line: packets go in, and come out lost, doubled, late, out of order, cut short or changed, as the options and
/// their seed say. No sockets and no clock: usable in tests and before a simulated exchange's socket.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> The same packets, times and options give the same packets out. Without a fault a packet
/// comes out unchanged and in order. Packets on the way are bounded.</para>
/// <para><b>Cost.</b> A copy a packet and a heap of what is on the way; no allocation after construction.</para>
/// </summary>
[HotPath]
public sealed unsafe class FaultInjector : IDisposable
{
    private readonly FaultOptions _options;
    private readonly NativeRegion _memory;
    private readonly Entry[] _heap;
    private readonly Entry[] _held;
    private readonly int[] _free;
    private readonly int _placeBytes;
    private FaultRandom _random;
    private int _count;
    private int _heldCount;
    private int _freeCount;
    private int _burstLeft;
    private long _order;
    private long _lastDueNs = long.MinValue;

    /// <summary>Takes all memory.</summary>
    /// <param name="options">What goes wrong.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is outside its range.</exception>
    public FaultInjector(FaultOptions options)
    {
        options.Validate();
        _options = options;
        _random = new FaultRandom(options.Seed);
        _placeBytes = (options.MaxPacketBytes + 63) & ~63;
        // One place more: a packet taken out stays readable until the next call.
        int places = options.CapacityPackets + 1;
        _memory = new NativeRegion((nuint)places * (nuint)_placeBytes);
        _heap = new Entry[options.CapacityPackets];
        _held = new Entry[options.CapacityPackets];
        _free = new int[places];
        for (int i = 0; i < places; i++)
            _free[i] = places - 1 - i;
        _freeCount = places;
    }

    /// <summary>What was done so far.</summary>
    public FaultStatistics Statistics { get; } = new();

    /// <summary>Packets on the way.</summary>
    public int OnTheWay => _count + _heldCount;

    /// <summary>Puts a packet in.</summary>
    /// <param name="packet">Its payload.</param>
    /// <param name="nowNs">When, ns; not before the last.</param>
    public void Put(ReadOnlySpan<byte> packet, long nowNs)
    {
        Statistics.Packets++;
        Overtake(nowNs);
        if (IsLost())
        {
            Statistics.Lost++;
            return;
        }

        if (_random.Happens(_options.Flip))
        {
            Statistics.Discarded++;
            return;
        }

        Send(packet, nowNs);
        if (_random.Happens(_options.Duplicate))
        {
            Statistics.Duplicated++;
            Send(packet, nowNs);
        }
    }

    /// <summary>Takes the next packet that has arrived.</summary>
    /// <param name="nowNs">Time, ns.</param>
    /// <param name="packet">The packet, valid until the next call of any member.</param>
    /// <param name="arrivedNs">When it arrived, ns.</param>
    /// <returns>False when none has arrived.</returns>
    public bool TryTake(long nowNs, out ReadOnlySpan<byte> packet, out long arrivedNs)
    {
        Release(nowNs);
        packet = default;
        arrivedNs = 0;
        if (_count == 0 || _heap[0].DueNs > nowNs)
            return false;
        Entry entry = _heap[0];
        RemoveRoot();
        _free[_freeCount++] = entry.Place;
        packet = new ReadOnlySpan<byte>(Place(entry.Place), entry.Length);
        arrivedNs = entry.DueNs;
        Statistics.Delivered++;
        return true;
    }

    /// <summary>When the next packet arrives, ns; long.MaxValue when none is on the way.</summary>
    public long NextNs()
    {
        long nextNs = _count > 0 ? _heap[0].DueNs : long.MaxValue;
        for (int i = 0; i < _heldCount; i++)
            nextNs = Math.Min(nextNs, _held[i].DueNs);
        return nextNs;
    }

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private bool IsLost()
    {
        if (_burstLeft > 0)
        {
            _burstLeft--;
            return true;
        }

        if (_random.Happens(_options.Burst))
        {
            _burstLeft = 1 + _random.Below(_options.BurstPackets - 1);
            return true;
        }

        return _random.Happens(_options.Loss);
    }

    private void Send(ReadOnlySpan<byte> packet, long nowNs)
    {
        // The place that was last given back may still be read by the caller.
        if (OnTheWay == _heap.Length || packet.Length > _options.MaxPacketBytes)
        {
            Statistics.Overflowed++;
            return;
        }

        int place = _free[0];
        _free[0] = _free[--_freeCount];
        packet.CopyTo(new Span<byte>(Place(place), _placeBytes));
        Entry entry = new() { Place = place, Length = packet.Length, Order = _order++ };
        Damage(ref entry);
        long jitterNs = _options.JitterNs > 0 ? _random.Below((int)_options.JitterNs + 1) : 0;
        entry.DueNs = Math.Max(_lastDueNs, nowNs + _options.DelayNs + jitterNs);
        if (_random.Happens(_options.Reorder))
        {
            Statistics.Reordered++;
            entry.DueNs += _options.ReorderHoldNs;
            entry.ToOvertake = 1 + _random.Below(_options.ReorderPackets);
            _held[_heldCount++] = entry;
            return;
        }

        _lastDueNs = entry.DueNs;
        Push(entry);
    }

    private void Damage(ref Entry entry)
    {
        if (entry.Length > 0 && _random.Happens(_options.Truncate))
        {
            Statistics.Truncated++;
            entry.Length = _random.Below(entry.Length);
        }

        if (entry.Length == 0 || !_random.Happens(_options.UndetectedFlip))
            return;
        Statistics.Changed++;
        byte* bytes = Place(entry.Place);
        int bits = 1 + _random.Below(_options.FlipBits);
        for (int i = 0; i < bits; i++)
        {
            int bit = _random.Below(entry.Length * 8);
            bytes[bit >> 3] ^= (byte)(1 << (bit & 7));
        }
    }

    // A packet is put in: those held back have been overtaken by one more.
    private void Overtake(long nowNs)
    {
        for (int i = 0; i < _heldCount; i++)
        {
            if (--_held[i].ToOvertake > 0)
                continue;
            // Behind the packets that overtook it.
            _held[i].DueNs = Math.Max(nowNs, _lastDueNs);
            _held[i].Order = _order++;
            Push(_held[i]);
            _held[i--] = _held[--_heldCount];
        }
    }

    private void Release(long nowNs)
    {
        for (int i = 0; i < _heldCount; i++)
        {
            if (_held[i].DueNs > nowNs)
                continue;
            Push(_held[i]);
            _held[i--] = _held[--_heldCount];
        }
    }

    private byte* Place(int place) => _memory.Pointer + ((long)place * _placeBytes);

    private void Push(in Entry entry)
    {
        int at = _count++;
        while (at > 0 && IsBefore(in entry, in _heap[(at - 1) / 2]))
        {
            _heap[at] = _heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }

        _heap[at] = entry;
    }

    private void RemoveRoot()
    {
        Entry last = _heap[--_count];
        int at = 0;
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= _count)
                break;
            if (child + 1 < _count && IsBefore(in _heap[child + 1], in _heap[child]))
                child++;
            if (!IsBefore(in _heap[child], in last))
                break;
            _heap[at] = _heap[child];
            at = child;
        }

        _heap[at] = last;
    }

    private static bool IsBefore(in Entry a, in Entry b) =>
        a.DueNs < b.DueNs || (a.DueNs == b.DueNs && a.Order < b.Order);

    private struct Entry
    {
        public long DueNs;
        public long Order;
        public int Place;
        public int Length;
        public int ToOvertake;
    }
}
