namespace HftGateway.Fix;

/// <content>Administrative messages.</content>
public sealed partial class FixOutboundSession
{
    /// <summary>Writes a Logon with the session's HeartBtInt.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="reset">Restart the numbers at 1 and say so (141=Y). Nothing is reset when the message does not
    /// fit.</param>
    public int WriteLogon(Span<byte> destination, long utcNs, bool reset = false)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=A\u000134="u8, reset ? 1 : NextSequence, utcNs);
        writer.Field("98="u8, '0');
        writer.Field("108="u8, (ulong)HeartbeatSeconds);
        if (reset)
            writer.Field("141="u8, 'Y');
        if (_username is not null)
            writer.Field("553="u8, _username);
        if (_password is not null)
            writer.Field("554="u8, _password);
        if (_options.Version == FixVersion.Fixt11)
            writer.Field("1137="u8, _applVerId);
        int length = writer.Finish();
        if (length > 0 && reset)
        {
            LastSentNs = utcNs; // when the new series begins
            ResetSequence();
        }

        return Spend(length, utcNs, destination, store: false);
    }

    /// <summary>Writes a Heartbeat.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="testReqId">TestReqID of the TestRequest it answers; empty for none.</param>
    public int WriteHeartbeat(Span<byte> destination, long utcNs, ReadOnlySpan<byte> testReqId = default)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=0\u000134="u8, NextSequence, utcNs);
        if (!testReqId.IsEmpty)
            writer.Field("112="u8, testReqId);
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    /// <summary>Writes a TestRequest.</summary>
    public int WriteTestRequest(Span<byte> destination, long utcNs, ReadOnlySpan<byte> testReqId)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=1\u000134="u8, NextSequence, utcNs);
        writer.Field("112="u8, testReqId);
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    /// <summary>Writes a ResendRequest.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="begin">First number wanted.</param>
    /// <param name="end">Last number wanted; 0 for the newest.</param>
    public int WriteResendRequest(Span<byte> destination, long utcNs, ulong begin, ulong end = 0)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=2\u000134="u8, NextSequence, utcNs);
        writer.Field("7="u8, begin);
        writer.Field("16="u8, end);
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    /// <summary>
    /// Writes a SequenceReset-GapFill that stands for the numbers <paramref name="first"/> to
    /// <paramref name="newSequence"/> − 1. Spends no number.
    /// </summary>
    public int WriteGapFill(Span<byte> destination, long utcNs, ulong first, ulong newSequence)
    {
        if (first == 0 || newSequence <= first || newSequence > NextSequence)
            ThrowBadSequence(newSequence);
        FixMessageWriter writer = BeginDuplicate(destination, first, utcNs);
        writer.Field("36="u8, newSequence);
        writer.Field("123="u8, 'Y');
        int length = writer.Finish();
        if (length > 0)
            LastSentNs = utcNs;
        return length;
    }

    /// <summary>
    /// Writes a SequenceReset-Reset: disaster recovery only, the numbers between are lost without a trace. The next
    /// message carries <paramref name="newSequence"/>, which may not be below <see cref="NextSequence"/>.
    /// </summary>
    public int WriteSequenceReset(Span<byte> destination, long utcNs, ulong newSequence)
    {
        if (newSequence < NextSequence || newSequence == ulong.MaxValue)
            ThrowBadSequence(newSequence);
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=4\u000134="u8, NextSequence, utcNs);
        writer.Field("36="u8, newSequence);
        writer.Field("123="u8, 'N');
        int length = writer.Finish();
        if (length <= 0)
            return 0;
        _durable?.SkipTo(newSequence, utcNs);
        NextSequence = newSequence;
        LastSentNs = utcNs;
        return length;
    }

    /// <summary>Writes a session Reject.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="refSequence">Number of the refused message.</param>
    /// <param name="reason">Why.</param>
    /// <param name="refTag">Offending tag; 0 for none.</param>
    /// <param name="refMsgType">Type of the refused message; Unknown for none.</param>
    public int WriteReject(
        Span<byte> destination, long utcNs, ulong refSequence, FixRejectReason reason, int refTag,
        FixMsgType refMsgType)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=3\u000134="u8, NextSequence, utcNs);
        writer.Field("45="u8, refSequence);
        writer.Field("58="u8, FixRejectReasons.Text(reason));
        if (refTag > 0)
            writer.Field("371="u8, (ulong)refTag);
        MsgType(ref writer, refMsgType);
        writer.Field("373="u8, (ulong)reason);
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    /// <summary>Writes a BusinessMessageReject: a valid message that the application cannot serve.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="refSequence">Number of the refused message.</param>
    /// <param name="reason">BusinessRejectReason [380].</param>
    /// <param name="refMsgType">Type of the refused message.</param>
    /// <param name="refId">BusinessRejectRefID [379]; empty for none.</param>
    /// <param name="text">Text [58]; empty for none.</param>
    public int WriteBusinessReject(
        Span<byte> destination, long utcNs, ulong refSequence, int reason, FixMsgType refMsgType,
        ReadOnlySpan<byte> refId = default, ReadOnlySpan<byte> text = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(reason);
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=j\u000134="u8, NextSequence, utcNs);
        writer.Field("45="u8, refSequence);
        if (!text.IsEmpty)
            writer.Field("58="u8, text);
        MsgType(ref writer, refMsgType);
        if (!refId.IsEmpty)
            writer.Field("379="u8, refId);
        writer.Field("380="u8, (ulong)reason);
        return Spend(writer.Finish(), utcNs, destination, store: true);
    }

    /// <summary>Writes a Logout.</summary>
    /// <param name="destination">Where to write.</param>
    /// <param name="utcNs">SendingTime.</param>
    /// <param name="text">Text [58], without SOH; empty for none.</param>
    public int WriteLogout(Span<byte> destination, long utcNs, ReadOnlySpan<byte> text = default)
    {
        if (ResendPending)
            return 0;
        FixMessageWriter writer = Begin(destination, "35=5\u000134="u8, NextSequence, utcNs);
        if (!text.IsEmpty)
            writer.Field("58="u8, text);
        return Spend(writer.Finish(), utcNs, destination, store: false);
    }

    private FixMessageWriter Begin(Span<byte> destination, ReadOnlySpan<byte> typeAndSequence, ulong sequence,
        long utcNs)
    {
        var writer = new FixMessageWriter(destination, _beginString);
        writer.Field(typeAndSequence, sequence);
        writer.Field("49="u8, _sender);
        writer.Time("52="u8, _timestamp, utcNs);
        writer.Field("56="u8, _target);
        return writer;
    }

    // OrigSendingTime is the time of the gap fill itself: the messages it stands for had many.
    private FixMessageWriter BeginDuplicate(Span<byte> destination, ulong sequence, long utcNs)
    {
        var writer = new FixMessageWriter(destination, _beginString);
        writer.Field("35=4\u000134="u8, sequence);
        writer.Field("43="u8, 'Y');
        writer.Field("49="u8, _sender);
        writer.Time("52="u8, _timestamp, utcNs);
        writer.Field("56="u8, _target);
        writer.Time("122="u8, _timestamp, utcNs);
        return writer;
    }

    private static void MsgType(ref FixMessageWriter writer, FixMsgType type)
    {
        if (type == FixMsgType.Unknown)
            return;
        Span<byte> text = [(byte)type, (byte)((int)type >> 8)];
        writer.Field("372="u8, text[..(text[1] == 0 ? 1 : 2)]);
    }

    private static void ThrowBadSequence(ulong sequence) =>
        throw new ArgumentOutOfRangeException(nameof(sequence), sequence,
            "a sequence number that this session cannot take");
}
