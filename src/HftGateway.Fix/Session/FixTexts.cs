namespace HftGateway.Fix;

/// <summary>Texts [58] of Logouts.</summary>
internal static class FixTexts
{
    /// <summary>Writes the text of a Logout; the destination holds 128 bytes.</summary>
    internal static int Logout(in SessionAction action, Span<byte> destination)
    {
        if (action.End == SessionEnd.SequenceTooLow)
            return TooLow(action.Expected, action.Sequence, destination);
        if (action.End == SessionEnd.InvalidLogon && action.RefTag > 0)
            return Append(destination, Append(destination, 0, "Invalid Logon, tag "u8), (ulong)action.RefTag);
        return Append(destination, 0, action.End switch
        {
            SessionEnd.CompId => "CompID problem"u8,
            SessionEnd.BeginString => "Incorrect BeginString"u8,
            SessionEnd.SendingTime => "SendingTime accuracy problem"u8,
            SessionEnd.SequenceMissing => "Required tag missing: MsgSeqNum"u8,
            SessionEnd.GapNotFilled => "Sequence gap was not filled"u8,
            SessionEnd.InvalidLogon => "Invalid Logon"u8,
            SessionEnd.HeartbeatTimeout => "Heartbeat timeout"u8,
            _ => default,
        });
    }

    /// <summary>Writes the text of the Logout that answers a number that is too low.</summary>
    internal static int TooLow(ulong expected, ulong received, Span<byte> destination)
    {
        int length = Append(destination, 0, "MsgSeqNum too low, expecting "u8);
        length = Append(destination, length, expected);
        length = Append(destination, length, " but received "u8);
        return Append(destination, length, received);
    }

    private static int Append(Span<byte> destination, int length, ReadOnlySpan<byte> text)
    {
        text.CopyTo(destination[length..]);
        return length + text.Length;
    }

    private static int Append(Span<byte> destination, int length, ulong number)
    {
        System.Buffers.Text.Utf8Formatter.TryFormat(number, destination[length..], out int written);
        return length + written;
    }
}
