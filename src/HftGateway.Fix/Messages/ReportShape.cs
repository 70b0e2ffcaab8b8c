using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// The order in which a peer puts the fields of its reports: the tags from the one behind MsgType to the last one, and where in
/// it stands what is read. A peer sends few such orders, one for each kind of report.
/// <para><b>Invariants.</b> No order has data fields, a field that is read twice, or lacks one that is required. So a
/// message that matches differs from the one it was made from in values only, and none of them is empty.</para>
/// </summary>
internal sealed unsafe class ReportShape
{
    /// <summary>Fields in front: BeginString, BodyLength, MsgType.</summary>
    internal const int Leading = 3;

    private readonly Field[] _pinned;
    private readonly Field* _fields;
    private readonly int _count;
    private HeaderSlots _header;
    private BodySlots _body;

    private ReportShape(int count)
    {
        _pinned = GC.AllocateArray<Field>(count, pinned: true);
        _fields = (Field*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
        _count = count;
    }

    /// <summary>Where the fields of the header are; by the bits of <see cref="FixHeader"/>.</summary>
    internal ref readonly HeaderSlots Header => ref _header;

    /// <summary>Where the fields of the report are; by the bits of <see cref="ExecutionReportFields"/>.</summary>
    internal ref readonly BodySlots Body => ref _body;

    /// <summary>Place of the last field of the header.</summary>
    internal int HeaderEnd { get; private set; }

    /// <summary>The report's optional values that are there.</summary>
    internal ReportFlags Flags { get; private set; }

    /// <summary>The message has these fields in this order, each with a value.</summary>
    internal bool Matches(byte* message, ushort* ends, int count)
    {
        if (count != _count + Leading + 1)
            return false;
        ulong wrong = 0;
        long empty = 0;
        ulong before = ends[Leading - 1];
        Field* field = _fields;
        // Without a branch: a difference is not expected.
        for (ushort* at = ends + Leading, last = ends + count - 1; at < last; at++, field++)
        {
            ulong end = *at;
            wrong |= (*(ulong*)(message + before + 1) ^ field->Tag) & field->Mask;
            empty |= (long)(end - before) - field->LeastBytes;
            before = end;
        }
        return wrong == 0 && empty >= 0;
    }

    /// <summary>Makes one of a message that has been read without an error.</summary>
    internal static bool TryMake(in FixFrame frame, ushort* ends, int count, [NotNullWhen(true)] out ReportShape? shape)
    {
        shape = null;
        if (count <= Leading + 1)
            return false;
        var made = new ReportShape(count - Leading - 1);
        uint headerSeen = 0, seen = 0;
        made.HeaderEnd = count - 2;
        bool inBody = false;
        fixed (byte* message = frame.Bytes)
        {
            for (int i = Leading; i < count - 1; i++)
            {
                uint tag = FixScan.Tag(message + ends[i - 1] + 1, out int digits);
                if (tag == 0 || ends[i] - ends[i - 1] < digits + 3)
                    return false;
                var slot = new Slot { Place = (byte)i, Skip = (byte)(digits + 2) };
                made._fields[i - Leading] = new Field
                {
                    Mask = (1UL << (8 * (digits + 1))) - 1, LeastBytes = digits + 3,
                    Tag = *(ulong*)(message + ends[i - 1] + 1) & ((1UL << (8 * (digits + 1))) - 1),
                };
                uint number = inBody ? 0 : FixHeader.CaseOf(tag);
                if (!inBody && number == FixHeader.NotHeader)
                {
                    inBody = true;
                    made.HeaderEnd = i - 1;
                }
                if (!inBody)
                {
                    if (number == FixHeader.Unusual)
                        return false;
                    if (number >= FixHeader.FirstCase
                        && !Put(made._header, (int)(number - FixHeader.FirstCase), slot, ref headerSeen))
                        return false;
                    continue;
                }
                if (FixDataFields.Standard.DataTagOf((int)tag) != 0)
                    return false;
                number = ExecutionReportFields.CaseOf(tag);
                if (number >= ExecutionReportFields.FirstCase
                    && !Put(made._body, (int)(number - ExecutionReportFields.FirstCase), slot, ref seen))
                    return false;
            }
        }
        if (!FixHeader.IsComplete(headerSeen) || !ExecutionReportFields.IsComplete(seen))
            return false;
        made.Flags = ExecutionReportFields.FlagsOf(seen);
        shape = made;
        return true;
    }

    private static bool Put(Span<Slot> slots, int number, Slot slot, ref uint seen)
    {
        uint bit = 1u << number;
        if ((seen & bit) != 0)
            return false;
        seen |= bit;
        slots[number] = slot;
        return true;
    }

    /// <summary>A tag with its equals sign as it stands in the message.</summary>
    private struct Field
    {
        internal ulong Tag;
        internal ulong Mask;
        internal long LeastBytes; // SOH, tag, '=', a value of one byte
    }

    /// <summary>Where a value stands: the place of its field, and the bytes from the SOH before it to the value.</summary>
    internal struct Slot
    {
        internal byte Place; // 0: not there
        internal byte Skip;

        /// <summary>First byte of the value, and the SOH behind it.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal readonly byte* In(byte* message, ushort* ends, out byte* end)
        {
            end = message + ends[Place];
            return message + ends[Place - 1] + Skip;
        }
    }

    [InlineArray(8)]
    internal struct HeaderSlots
    {
        private Slot _first;
    }

    [InlineArray(32)]
    internal struct BodySlots
    {
        private Slot _first;
    }
}
