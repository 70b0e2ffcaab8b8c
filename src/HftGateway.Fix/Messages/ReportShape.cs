using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace HftGateway.Fix;

/// <summary>
/// Where in a <see cref="FieldOrder"/> of reports stands what is read.
/// <para><b>Invariants.</b> No order has a field that is read twice, or lacks one that is required.</para>
/// </summary>
internal sealed unsafe class ReportShape
{
    private HeaderSlots _header;
    private BodySlots _body;

    /// <summary>Where the fields of the header are; by the bits of <see cref="FixHeader"/>.</summary>
    internal ref readonly HeaderSlots Header => ref _header;

    /// <summary>Where the fields of the report are; by the bits of <see cref="ExecutionReportFields"/>.</summary>
    internal ref readonly BodySlots Body => ref _body;

    /// <summary>Place of the last field of the header.</summary>
    internal int HeaderEnd { get; private set; }

    /// <summary>The report's optional values that are there.</summary>
    internal ReportFlags Flags { get; private set; }

    /// <summary>Makes one of a message that has been read without an error.</summary>
    internal static bool TryMake(in FixFrame frame, ushort* ends, int count, [NotNullWhen(true)] out ReportShape? shape)
    {
        shape = null;
        if (frame.MsgType != FixMsgType.ExecutionReport)
            return false;
        var made = new ReportShape();
        uint headerSeen = 0, seen = 0;
        made.HeaderEnd = count - 2;
        bool inBody = false;
        fixed (byte* message = frame.Bytes)
        {
            for (int i = FieldOrder.Leading; i < count - 1; i++)
            {
                uint tag = FixScan.Tag(message + ends[i - 1] + 1, out int digits);
                if (tag == 0 || ends[i] - ends[i - 1] < digits + 3)
                    return false;
                var slot = new Slot { Place = (byte)i, Skip = (byte)(digits + 2) };
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
