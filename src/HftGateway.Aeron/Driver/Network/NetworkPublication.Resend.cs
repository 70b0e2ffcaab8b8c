using HftGateway.Aeron.Counters;
using HftGateway.Aeron.LogBuffers;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver.Network;

// Answers to NAKs. Sender's thread.
internal sealed unsafe partial class NetworkPublication
{
    private readonly Resend[] _resends;
    private readonly long _retransmitLingerNs;
    private readonly long _retransmitDelayNs;
    private readonly int _resendWindows;
    private readonly int _resendWindow;
    private int _delayed;

    /// <summary>A receiver misses something.</summary>
    public void OnNak(in Nak nak, long nowNs)
    {
        Volatile.Write(ref *_naksReceived, *_naksReceived + 1);
        if (nak.TermOffset < 0 || nak.TermOffset >= Log.TermLength || nak.Length <= 0
            || nak.TermOffset % FrameLayout.Alignment != 0)
        {
            _system.Increment(SystemCounter.InvalidPackets);
            return;
        }

        // A hostile length must not make one NAK a storm.
        long most = Math.Min(Log.TermLength - nak.TermOffset, _resendWindows * (long)Math.Min(_resendWindow, Log.TermLength / 2));
        int length = (int)Math.Min(nak.Length, most);
        long from = LogLayout.Position(nak.TermId, nak.TermOffset, Log.TermBits, Log.InitialTermId);
        int free = -1;
        for (int i = 0; i < _resends.Length; i++)
        {
            bool isDone = nowNs >= _resends[i].UntilNs;
            if (!isDone && from >= _resends[i].From && from < _resends[i].End)
                return;
            // A single receiver asks for one gap at a time: what it asked for before is settled.
            if (isDone || !Endpoint.Channel.HasGroupSemantics)
                free = i;
        }

        if (free < 0)
        {
            _system.Increment(SystemCounter.RetransmitOverflow);
            return;
        }

        var resend = new Resend { From = from, End = from + length, UntilNs = nowNs + _retransmitLingerNs };
        if (_retransmitDelayNs > 0)
        {
            resend.AtNs = nowNs + _retransmitDelayNs;
            resend.UntilNs = long.MaxValue;
            if (_resends[free].AtNs == 0)
                _delayed++;
        }

        _resends[free] = resend;
        if (_retransmitDelayNs == 0)
            SendAgain(from, length);
    }

    // What had to wait for its delay.
    private void SendDelayed(long nowNs)
    {
        foreach (ref Resend resend in _resends.AsSpan())
        {
            if (resend.AtNs == 0 || nowNs < resend.AtNs)
                continue;
            resend.AtNs = 0;
            resend.UntilNs = nowNs + _retransmitLingerNs;
            _delayed--;
            SendAgain(resend.From, (int)(resend.End - resend.From));
        }
    }

    private void SendAgain(long from, int length)
    {
        long sent = *_senderPosition;
        long oldest = sent - Log.TermLength / 2 - Align.Up(LogLayout.MaxMessage(Log.TermLength), FrameLayout.Alignment);
        if (from < oldest || from >= sent || from < 0)
            return;
        int offset = (int)from & (Log.TermLength - 1);
        byte* term = Term(from);
        int left = (int)Math.Min(length, sent - from);
        while (left > 0)
        {
            int available = TermScanner.Available(
                term, offset, Math.Min(left, Log.Mtu), Log.TermLength, out int padding);
            if (available < 0)
                available = TermScanner.Available(term, offset, Log.Mtu, Log.TermLength, out padding);
            if (available <= 0)
                break;
            if (SendFrame(term + offset, available) < available)
            {
                _system.Increment(SystemCounter.ShortSends);
                break;
            }

            _system.Add(SystemCounter.RetransmittedBytes, available);
            offset += available + padding;
            left -= available + padding;
        }

        _system.Increment(SystemCounter.RetransmitsSent);
    }

    private struct Resend
    {
        public long From;
        public long End;
        public long UntilNs;

        /// <summary>When it is to be sent, 0 when it was.</summary>
        public long AtNs;
    }
}
