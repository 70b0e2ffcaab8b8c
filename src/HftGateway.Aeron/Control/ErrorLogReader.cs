using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Control;

/// <summary>Reads the distinct error log of a CnC file, while it is written.</summary>
public static class ErrorLogReader
{
    /// <summary>All errors in the order in which they were first seen.</summary>
    /// <param name="buffer">The region.</param>
    public static List<ErrorObservation> Read(AtomicBuffer buffer)
    {
        var errors = new List<ErrorObservation>();
        int at = 0;
        while (at <= buffer.Capacity - ErrorLogLayout.TextOffset)
        {
            int length = Volatile.Read(ref buffer.Int32(at + ErrorLogLayout.LengthOffset));
            if (length < ErrorLogLayout.TextOffset || length > buffer.Capacity - at)
                break;
            string text = Encoding.UTF8.GetString(
                buffer.Bytes(at + ErrorLogLayout.TextOffset, length - ErrorLogLayout.TextOffset));
            errors.Add(new ErrorObservation(
                Volatile.Read(ref buffer.Int32(at + ErrorLogLayout.CountOffset)),
                buffer.Int64(at + ErrorLogLayout.FirstMsOffset),
                Volatile.Read(ref buffer.Int64(at + ErrorLogLayout.LastMsOffset)),
                text));
            at += Align.Up(length, ErrorLogLayout.Alignment);
        }

        return errors;
    }
}
