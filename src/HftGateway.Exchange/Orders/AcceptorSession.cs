using HftGateway.Fix;

namespace HftGateway.Exchange.Orders;

/// <summary>
/// One client's FIX 4.4 session, acceptor side: sequence numbers and sent messages outlive its connections. The first
/// part: sending, resending, connecting.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Every application message has a number and is in the store, connected or not; numbers
/// restart only when the client asks with ResetSeqNumFlag.</para>
/// <para><b>Reference.</b> FIX 4.4 volume 2, session protocol.</para>
/// </summary>
internal sealed partial class AcceptorSession
{
    private const int ScratchBytes = 2048;
    private const int AverageMessageBytes = 256;

    private readonly byte[] _ourId;
    private readonly byte[] _scratch = new byte[ScratchBytes];
    private readonly byte[] _resendScratch = new byte[ScratchBytes];
    private readonly MessageRing _store;
    private readonly ExchangeClock _clock;
    private readonly ExchangeStatistics _statistics;
    private readonly OrderDesk _desk;
    private readonly int _maxTimeErrorSeconds;

    public AcceptorSession(
        int index, byte[] clientId, ExchangeOptions options, ExchangeClock clock, ExchangeStatistics statistics,
        OrderDesk desk)
    {
        Index = index;
        ClientId = clientId;
        _ourId = System.Text.Encoding.ASCII.GetBytes(options.CompId);
        _store = new MessageRing(options.ResendMessages, AverageMessageBytes);
        _maxTimeErrorSeconds = options.MaxSendingTimeErrorSeconds;
        _clock = clock;
        _statistics = statistics;
        _desk = desk;
    }

    public int Index { get; }

    public byte[] ClientId { get; }

    /// <summary>The connection that is logged on; null when there is none.</summary>
    public FixConnection? Connection { get; private set; }

    public long NextOut { get; private set; } = 1;

    public long NextIn { get; private set; } = 1;

    /// <summary>Starts a message with everything up to SendingTime.</summary>
    public FixWriter Begin(FixMsgType type)
    {
        var writer = new FixWriter(_scratch);
        Header(ref writer, (byte)type, NextOut);
        writer.Time(FixTags.SendingTime, _clock.UtcNs);
        return writer;
    }

    /// <summary>Numbers, stores and, when connected, sends an application message.</summary>
    public void SendApplication(ref FixWriter writer)
    {
        ReadOnlySpan<byte> message = writer.Finish();
        _store.Append(NextOut, message);
        Send(message);
    }

    /// <summary>The connection ended: what the session did on it is over, its numbers stay.</summary>
    public void Disconnected()
    {
        Connection = null;
        _statistics.Disconnects++;
        _desk.SessionLost(Index);
    }

    /// <summary>Says goodbye; the connection is closed when the client answers, or by the timer.</summary>
    public void Logout(ReadOnlySpan<byte> text, bool closeAtOnce)
    {
        if (Connection == null)
            return;
        FixWriter writer = Begin(FixMsgType.Logout);
        if (!text.IsEmpty)
            writer.Text(FixTags.Text, text);
        SendAdmin(ref writer);
        _logoutSentNs = _clock.ElapsedNs;
        if (closeAtOnce)
            Connection.ClosePending = true;
    }

    private void Header(ref FixWriter writer, byte type, long sequence)
    {
        writer.Char(FixTags.MsgType, type);
        writer.Text(FixTags.SenderCompId, _ourId);
        writer.Text(FixTags.TargetCompId, ClientId);
        writer.Number(FixTags.MsgSeqNum, sequence);
    }

    private void SendAdmin(ref FixWriter writer) => Send(writer.Finish());

    private void Send(ReadOnlySpan<byte> message)
    {
        NextOut++;
        _statistics.FixMessagesOut++;
        if (Connection == null)
            return;
        Connection.Enqueue(message);
        _lastOutNs = _clock.ElapsedNs;
    }

    /// <summary>Sends again what is stored of first … last; holes, the last one too, are gap-filled.</summary>
    private void Resend(long first, long last)
    {
        if (last == 0 || last >= NextOut)
            last = NextOut - 1;
        long hole = 0;
        for (long sequence = first; sequence <= last; sequence++)
        {
            if (!_store.TryGet(sequence, out ReadOnlySpan<byte> message))
            {
                if (hole == 0)
                    hole = sequence;
                continue;
            }

            FillGap(hole, sequence);
            hole = 0;
            ResendOne(message);
        }

        FillGap(hole, last + 1);
    }

    private void FillGap(long first, long next)
    {
        if (first == 0)
            return;
        var writer = new FixWriter(_resendScratch);
        Header(ref writer, (byte)FixMsgType.SequenceReset, first);
        writer.Char(FixTags.PossDupFlag, (byte)'Y');
        writer.Time(FixTags.SendingTime, _clock.UtcNs);
        writer.Time(FixTags.OrigSendingTime, _clock.UtcNs);
        writer.Char(FixTags.GapFillFlag, (byte)'Y');
        writer.Number(FixTags.NewSeqNo, next);
        Connection!.Enqueue(writer.Finish());
    }

    private void ResendOne(ReadOnlySpan<byte> message)
    {
        if (!FixFrame.TryCreate(message, out FixFrame frame))
            return;
        var writer = new FixWriter(_resendScratch);
        writer.Char(FixTags.MsgType, frame.Value(frame.MsgTypeRange)[0]);
        var fields = new FixFields(frame);
        while (fields.MoveNext())
        {
            if (fields.Tag == FixTags.SendingTime)
            {
                writer.Char(FixTags.PossDupFlag, (byte)'Y');
                writer.Time(FixTags.SendingTime, _clock.UtcNs);
                writer.Text(FixTags.OrigSendingTime, fields.Value);
            }
            else
            {
                writer.Text(fields.Tag, fields.Value);
            }
        }

        Connection!.Enqueue(writer.Finish());
    }
}
