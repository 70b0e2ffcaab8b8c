namespace HftGateway.Fix;

/// <summary>A message that passed the session's checks. A view: valid during the call it is given to.</summary>
public readonly ref struct FixMessage
{
    private readonly ref readonly SessionHeader _header;

    internal FixMessage(in FixFrame frame, ref readonly SessionHeader header)
    {
        Frame = frame;
        _header = ref header;
    }

    /// <summary>The bytes.</summary>
    public FixFrame Frame { get; }

    /// <summary>MsgType [35].</summary>
    public FixMsgType MsgType => Frame.MsgType;

    /// <summary>MsgSeqNum [34].</summary>
    public ulong Sequence => Header.Sequence;

    /// <summary>PossDupFlag [43]: it was sent before and may have been received before.</summary>
    public bool PossDup => Header.PossDup;

    /// <summary>PossResend [97]: its content may have been received under another number.</summary>
    public bool PossResend => Header.PossResend;

    /// <summary>SendingTime [52], UTC ns.</summary>
    public long SendingTimeNs => Header.SendingTimeNs;

    /// <summary>Offset of the first body field in the frame.</summary>
    public int BodyOffset => Header.BodyOffset;

    /// <summary>ApplVerID [1128] when the message has one.</summary>
    public ReadOnlySpan<byte> ApplVerId => Frame.Value(Header.ApplVerId);

    internal ref readonly SessionHeader Header => ref _header;

    /// <summary>Finds a field by walking the message; false when it is not there. For rare use.</summary>
    public bool TryFind(int tag, out ReadOnlySpan<byte> value)
    {
        var fields = new FixFields(Frame);
        while (fields.MoveNext())
        {
            if (fields.Tag == tag && fields.Error == FixParseError.None)
            {
                value = fields.Value;
                return true;
            }
        }
        value = default;
        return false;
    }
}
