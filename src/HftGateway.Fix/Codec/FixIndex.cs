using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// Where the fields of one message lie: the table behind generated readers. Filled once per message, then every typed access
/// is a slot away; used again for the next message. A message framed with a <see cref="FixFieldMap"/> (as a
/// <see cref="FixFrameReader"/> does) whose fields come in the order of an earlier one is not taken apart again.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Holds positions only, never bytes: readers carry the message. Entries are in the order received.
/// Nothing is allocated after construction.</para>
/// <para><b>Limits.</b> <see cref="MaxFields"/> fields in a message; more are <see cref="FixParseError.OutOfRange"/>.</para>
/// <para><b>Cost.</b> perf/README.md, <c>fix: index</c>.</para>
/// </summary>
public sealed class FixIndex
{
    private const int MinFastBytes = 64;
    private const int MinTimestampBytes = 17;
    private const int MaxSlots = FixMessageLayout.MaxSlots;
    private const int MaxShapes = 8;

    private readonly FixIndexedField[] _fields;
    private readonly ushort[] _own = new ushort[MaxSlots]; // 1 + entry
    private readonly ushort[] _ends = GC.AllocateArray<ushort>(FixFieldMap.MaxFields + 1, pinned: true); // by their order
    private readonly IndexShape?[] _shapes = new IndexShape?[MaxShapes];
    private int _nextShape;
    private ushort[] _slots;
    private FixTimeMemory _time;
    private IndexShape? _shape; // of the message at hand, when it was read by its order
    private FixMessageLayout? _layout;

    /// <summary>Makes the table.</summary>
    /// <param name="maxFields">Most fields in a message, 16 to 65,000.</param>
    public FixIndex(int maxFields = 2048)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxFields, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxFields, 65_000);
        _fields = GC.AllocateArray<FixIndexedField>(maxFields, pinned: true);
        _slots = _own;
    }

    /// <summary>Most fields in a message.</summary>
    public int MaxFields => _fields.Length;

    /// <summary>Fields of the message, from the one behind MsgType to the one before CheckSum.</summary>
    public int Count { get; private set; }

    /// <summary>Finds all fields of a message.</summary>
    /// <param name="frame">The message.</param>
    /// <param name="layout">Its type's layout.</param>
    /// <returns>
    /// What is wrong with the first field that cannot be read (a tag that is no number, no value, a data field whose length is
    /// wrong). Types of values and required fields are not looked at.
    /// </returns>
    public FixParseResult Read(in FixFrame frame, FixMessageLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        _layout = layout;
        FixFieldMap? map = frame.Map;
        FieldOrder? order = map?.OrderOf(in frame);
        if (order is not null && ShapeOf(order, layout) is { } shape)
        {
            Take(shape, map!);
            return FixParseResult.Ok;
        }

        _shape = null;
        _slots = _own;
        _slots.AsSpan(0, layout.SlotCount).Clear();
        Count = 0;
        int next = frame.FieldsOffset;
        if (frame.Bytes.Length >= MinFastBytes && ReadFast(frame, layout, ref next))
        {
            if (map is not null)
                Learn(in frame, map, order, layout);
            return FixParseResult.Ok;
        }

        return ReadRest(frame, layout, next);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private IndexShape? ShapeOf(FieldOrder order, FixMessageLayout layout)
    {
        if (_shape is { } last && last.Order == order && last.Layout == layout)
            return last;
        foreach (IndexShape? shape in _shapes)
        {
            if (shape is not null && shape.Order == order && shape.Layout == layout)
                return shape;
        }

        return null;
    }

    private unsafe void Take(IndexShape shape, FixFieldMap map)
    {
        _shape = shape;
        _slots = shape.Slots;
        Count = shape.Tags.Length;
        new ReadOnlySpan<ushort>(map.Ends, map.Count).CopyTo(_ends);
    }

    // A message without data fields: each of its fields ends at one of the map's places.
    private void Learn(in FixFrame frame, FixFieldMap map, FieldOrder? order, FixMessageLayout layout)
    {
        if (Count != map.Count - FieldOrder.Leading - 1 || map.Count > FixFieldMap.MaxFields)
            return;
        order ??= map.Learn(in frame);
        if (order is null)
            return;
        _shapes[_nextShape] = new IndexShape(order, layout, _fields.AsSpan(0, Count), _slots);
        _nextShape = (_nextShape + 1) % MaxShapes;
    }

    // Fields of ordinary form. False at the first other one, with its offset.
    [SkipLocalsInit]
    private unsafe bool ReadFast(in FixFrame frame, FixMessageLayout layout, ref int next)
    {
        ReadOnlySpan<byte> bytes = frame.Bytes;
        FixDataFields pairs = layout.DataFields;
        ref FixIndexedField fields = ref MemoryMarshal.GetArrayDataReference(_fields);
        ushort[] slotOfTag = layout.Slots;
        int count = 0, most = _fields.Length;
        bool complete = false;
        fixed (byte* message = bytes)
        {
            byte* field = message + next, block = field;
            byte* end = message + frame.TrailerOffset, readable = message + bytes.Length;
            ulong bits = FixScan.SohBits(block, end, readable);
            while (true)
            {
                if (field >= end)
                {
                    complete = true;
                    break;
                }
                while (bits == 0 && block + 64 < end)
                {
                    block += 64;
                    bits = FixScan.SohBits(block, end, readable);
                }
                if (bits == 0)
                    break;
                byte* soh = block + BitOperations.TrailingZeroCount(bits);
                uint tag = FixScan.Tag(field, out int digits);
                byte* value = field + digits + 1;
                long length = soh - value;
                if (tag == 0 || length <= 0 || count == most || pairs.DataTagOf((int)tag) != 0)
                    break;
                bits &= bits - 1;
                ref FixIndexedField entry = ref Unsafe.Add(ref fields, count);
                entry.Tag = (int)tag;
                entry.Offset = (int)(value - message);
                entry.Length = (int)length;
                count++;
                if (tag < (uint)slotOfTag.Length)
                    TakeSlot(slotOfTag[tag], count);
                field = soh + 1;
            }
            next = (int)(field - message);
        }
        Count = count;
        return complete;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private FixParseResult ReadRest(in FixFrame frame, FixMessageLayout layout, int next)
    {
        var walker = new FixFields(frame.Bytes, next, frame.TrailerOffset, layout.DataFields);
        while (walker.MoveNext())
        {
            if (walker.Error != FixParseError.None)
                return new FixParseResult(walker.Error, walker.Tag);
            if (Count == _fields.Length)
                return new FixParseResult(FixParseError.OutOfRange, walker.Tag);
            FixRange range = walker.Range;
            _fields[Count++] = new FixIndexedField { Tag = walker.Tag, Offset = range.Offset, Length = range.Length };
            if (walker.Tag < layout.Slots.Length)
                TakeSlot(layout.Slots[walker.Tag], Count);
        }
        return FixParseResult.Ok;
    }

    // The first field of a tag has the slot; slot 0 is none.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void TakeSlot(int slotPlusOne, int entryPlusOne)
    {
        int slot = slotPlusOne - 1;
        if ((uint)slot < MaxSlots && _slots[slot] == 0)
            _slots[slot] = (ushort)entryPlusOne;
    }

    /// <summary>Where the value in a slot lies; absent when the message does not have it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FixRange Slot(int slot)
    {
        if (_shape is { } shape)
        {
            uint place = shape.Places[slot];
            if (place == 0)
                return default;
            // Places are of the same message as the ends: within the array.
            ref ushort end = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_ends), (nint)(place >> 8));
            int offset = Unsafe.Subtract(ref end, 1) + (int)(place & 0xFF);
            return new FixRange(offset, end - offset);
        }

        int entry = _slots[slot] - 1;
        return entry >= 0 ? RangeAt(entry) : default;
    }

    /// <summary>
    /// A UTCTimestamp in the message, as UTC nanoseconds since 1970; times that begin like the last one are read faster.
    /// </summary>
    /// <param name="message">The whole message.</param>
    /// <param name="range">Where the value lies in it.</param>
    /// <param name="utcNs">The time; 0 when false is returned.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe bool TryTimestamp(ReadOnlySpan<byte> message, FixRange range, out long utcNs)
    {
        if (range.Length >= MinTimestampBytes && (uint)range.Offset + (uint)range.Length <= (uint)message.Length)
        {
            fixed (byte* start = message)
            {
                if (_time.Read(start + range.Offset, range.Length, out utcNs))
                    return true;
            }
        }

        return TryOtherTimestamp(message, range, out utcNs);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool TryOtherTimestamp(ReadOnlySpan<byte> message, FixRange range, out long utcNs) =>
        FixRead.TryTimestamp(message.Slice(range.Offset, range.Length), out utcNs);

    /// <summary>Entry of the value in a slot, for groups; -1 when the message does not have it.</summary>
    public int EntryOfSlot(int slot) => _slots[slot] - 1;

    /// <summary>Tag of a field.</summary>
    /// <param name="entry">0 to <see cref="Count"/> - 1.</param>
    public int TagAt(int entry) => _shape is { } shape ? shape.Tags[entry] : _fields[entry].Tag;

    /// <summary>Where the value of a field lies.</summary>
    /// <param name="entry">0 to <see cref="Count"/> - 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FixRange RangeAt(int entry)
    {
        if (_shape is { } shape)
        {
            int offset = _ends[entry + FieldOrder.Leading - 1] + shape.Skips[entry];
            return new FixRange(offset, _ends[entry + FieldOrder.Leading] - offset);
        }

        ref FixIndexedField field = ref _fields[entry];
        return new FixRange(field.Offset, field.Length);
    }

    /// <summary>The first field with a tag in a part of the message; absent when there is none.</summary>
    /// <param name="tag">The tag: any, one that the dictionary does not have as well.</param>
    /// <param name="from">First entry.</param>
    /// <param name="to">Entry behind the last one.</param>
    public FixRange Find(int tag, int from, int to)
    {
        int entry = EntryOf(tag, from, to);
        return entry < 0 ? default : RangeAt(entry);
    }

    /// <summary>The first field with a tag anywhere in the message; absent when there is none.</summary>
    public FixRange Find(int tag) => Find(tag, 0, Count);

    /// <summary>The entry of the first field with a tag in a part of the message; -1 when there is none.</summary>
    public int EntryOf(int tag, int from, int to)
    {
        if (_shape is { } shape)
        {
            int first = Math.Clamp(from, 0, Count), last = Math.Clamp(to, first, Count);
            int found = shape.Tags.AsSpan(first, last - first).IndexOf(tag);
            return found < 0 ? -1 : first + found;
        }

        ReadOnlySpan<FixIndexedField> fields = _fields.AsSpan(0, Count);
        for (int i = Math.Max(from, 0); i < to && i < fields.Length; i++)
        {
            if (fields[i].Tag == tag)
                return i;
        }
        return -1;
    }

    /// <summary>The first field with a tag that stands outside the groups named; absent when there is none.</summary>
    public FixRange FindOutside(int tag, ReadOnlySpan<FixGroupLayout> groups) => FindOutside(tag, 0, Count, groups);

    /// <summary>The same in a part of the message.</summary>
    public FixRange FindOutside(int tag, int from, int to, ReadOnlySpan<FixGroupLayout> groups)
    {
        for (int i = Math.Max(from, 0); i < to && i < Count; i++)
        {
            int found = TagAt(i);
            if (found == tag)
                return RangeAt(i);
            foreach (FixGroupLayout group in groups)
            {
                if (group.CountTag == found)
                    i = GroupEnd(group, i + 1) - 1;
            }
        }
        return default;
    }

    /// <summary>
    /// The entry behind a group: the first field that is not the group's but the message's. Fields that the message does not
    /// know stay in the group.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="from">The entry behind its NumInGroup.</param>
    public int GroupEnd(FixGroupLayout group, int from)
    {
        int i = from, end = from;
        for (; i < Count; i++)
        {
            int tag = TagAt(i);
            if (group.Has(tag))
                end = i + 1;
            else if (_layout!.Knows(tag))
                break;
            else if (end > from)
                end = i + 1;
        }
        return end;
    }

    /// <summary>The entry behind one entry of a group: its next delimiter, or the group's end.</summary>
    /// <param name="delimiter">The group's delimiter.</param>
    /// <param name="from">The entry behind this one's delimiter.</param>
    /// <param name="end">The group's end.</param>
    public int NextDelimiter(int delimiter, int from, int end)
    {
        int next = EntryOf(delimiter, from, end);
        return next < 0 ? end : next;
    }
}
