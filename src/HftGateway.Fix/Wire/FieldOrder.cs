using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// The order in which a peer puts the fields of one kind of message: the tags from the one behind MsgType to the last one. A
/// peer sends few such orders.
/// <para><b>Threading.</b> Immutable.</para>
/// <para><b>Invariants.</b> No order has data fields. So a message that matches differs from the one it was made from in
/// values only, and none of them is empty.</para>
/// </summary>
internal sealed unsafe class FieldOrder
{
    /// <summary>Fields in front: BeginString, BodyLength, MsgType.</summary>
    internal const int Leading = 3;

    private readonly Field[] _pinned;
    private readonly Field* _fields;
    private readonly int _count;

    private FieldOrder(int count, FixMsgType msgType)
    {
        _pinned = GC.AllocateArray<Field>(count, pinned: true);
        _fields = (Field*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_pinned));
        _count = count;
        MsgType = msgType;
    }

    /// <summary>MsgType [35] of the messages.</summary>
    internal FixMsgType MsgType { get; }

    /// <summary>Where in it a report's values are; null when it is no report, or lacks something.</summary>
    internal ReportShape? Report { get; private init; }

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
    internal static bool TryMake(in FixFrame frame, ushort* ends, int count, [NotNullWhen(true)] out FieldOrder? order)
    {
        order = null;
        if (count <= Leading + 1)
            return false;
        ReportShape.TryMake(in frame, ends, count, out ReportShape? report);
        var made = new FieldOrder(count - Leading - 1, frame.MsgType) { Report = report };
        fixed (byte* message = frame.Bytes)
        {
            for (int i = Leading; i < count - 1; i++)
            {
                uint tag = FixScan.Tag(message + ends[i - 1] + 1, out int digits);
                if (tag == 0 || ends[i] - ends[i - 1] < digits + 3 || FixDataFields.Standard.DataTagOf((int)tag) != 0)
                    return false;
                made._fields[i - Leading] = new Field
                {
                    Mask = (1UL << (8 * (digits + 1))) - 1,
                    LeastBytes = digits + 3,
                    Tag = *(ulong*)(message + ends[i - 1] + 1) & ((1UL << (8 * (digits + 1))) - 1),
                };
            }
        }
        order = made;
        return true;
    }

    /// <summary>A tag with its equals sign as it stands in the message.</summary>
    private struct Field
    {
        internal ulong Tag;
        internal ulong Mask;
        internal long LeastBytes; // SOH, tag, '=', a value of one byte
    }
}
