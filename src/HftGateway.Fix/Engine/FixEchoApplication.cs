using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix;

/// <summary>
/// The application of the conformance mode: NewOrderSingle and SecurityDefinition come back with their body's values
/// byte for byte, fields in ascending order of their tags, groups in the order of the dictionary; a PossResend order
/// whose ClOrdID this logon has seen is swallowed; anything else is not served.
/// <para><b>Threading.</b> The engine's thread. One per session.</para>
/// </summary>
public sealed class FixEchoApplication : FixApplication
{
    private const FixMsgType SecurityDefinition = (FixMsgType)'d';

    private readonly FixMessageSchema? _schema;
    private readonly HashSet<string> _seen = [];
    private readonly Action<string>? _note;
    private readonly List<Piece> _pieces = [];
    private byte[] _header = new byte[4096];
    private byte[] _body = new byte[64 * 1024];

    /// <summary>Makes the application.</summary>
    /// <param name="schema">Says what belongs to a group; null when there is no dictionary.</param>
    /// <param name="note">Receives lines for the operator.</param>
    public FixEchoApplication(FixMessageSchema? schema, Action<string>? note = null)
    {
        _schema = schema;
        _note = note;
    }

    /// <inheritdoc/>
    public override void OnLogon(FixSession session)
    {
        _seen.Clear();
        _note?.Invoke($"{session.Id}: logged on");
    }

    /// <inheritdoc/>
    public override void OnDisconnect(FixSession session, SessionEnd end, bool wasLoggedOn) =>
        _note?.Invoke($"{session.Id}: {(wasLoggedOn ? "ended" : "not established")}: {end}");

    /// <inheritdoc/>
    public override void OnNote(FixSession session, string text) => _note?.Invoke($"{session.Id}: {text}");

    /// <inheritdoc/>
    public override bool OnMessage(FixSession session, in FixMessage message)
    {
        if (message.MsgType is not (FixMsgType.NewOrderSingle or SecurityDefinition))
            return false;
        if (message.MsgType == FixMsgType.NewOrderSingle
            && message.TryFind(FixTags.ClOrdId, out ReadOnlySpan<byte> id)
            && !_seen.Add(System.Text.Encoding.Latin1.GetString(id)) && message.PossResend)
            return true;
        FixFrame frame = message.Frame;
        if (_body.Length < frame.Bytes.Length)
            _header = _body = [];
        if (_body.Length == 0)
        {
            _header = new byte[frame.Bytes.Length];
            _body = new byte[frame.Bytes.Length];
        }
        ReadOnlySpan<byte> header = _header.AsSpan(0, CopyHeader(in frame, message.BodyOffset));
        ReadOnlySpan<byte> body = _body.AsSpan(0, CopyBody(in frame));
        session.Send(frame.Value(frame.MsgTypeRange), body, FixSendKind.Normal, header);
        return true;
    }

    // What the session writes itself is left out; the way is reversed.
    private int CopyHeader(in FixFrame frame, int bodyOffset)
    {
        _pieces.Clear();
        var fields = new FixFields(frame.Bytes, frame.FieldsOffset, bodyOffset);
        while (fields.MoveNext())
        {
            if (fields.Error != FixParseError.None
                || fields.Tag is FixTags.MsgSeqNum or FixTags.PossDupFlag or FixTags.SenderCompId
                    or FixTags.SendingTime or FixTags.TargetCompId or FixTags.OrigSendingTime or 369)
                continue;
            _pieces.Add(new Piece(Reversed(fields.Tag), fields.Range.Offset, fields.NextOffset));
        }
        Sort();
        int length = 0;
        foreach (Piece piece in _pieces)
        {
            System.Buffers.Text.Utf8Formatter.TryFormat(piece.Tag, _header.AsSpan(length), out int digits);
            length += digits;
            _header[length++] = (byte)'=';
            frame.Bytes[piece.Start..piece.End].CopyTo(_header.AsSpan(length));
            length += piece.End - piece.Start;
        }
        return length;
    }

    private int CopyBody(in FixFrame frame)
    {
        _pieces.Clear();
        if (_schema is null)
            FindPieces(in frame);
        else
            FindPieces(in frame, _schema);
        Sort();
        int length = 0;
        foreach (Piece piece in _pieces)
        {
            frame.Bytes[piece.Start..piece.End].CopyTo(_body.AsSpan(length));
            length += piece.End - piece.Start;
        }
        return length;
    }

    private void FindPieces(in FixFrame frame)
    {
        var fields = new FixFields(frame);
        while (fields.MoveNext())
        {
            if (!FixHeader.IsHeaderTag(fields.Tag) && fields.Tag is not (89 or 93))
                _pieces.Add(new Piece(fields.Tag, fields.FieldOffset, fields.NextOffset));
        }
    }

    // The entries of a group belong to its count.
    private void FindPieces(in FixFrame frame, FixMessageSchema schema)
    {
        var fields = new FixFieldWalker(in frame, schema);
        while (fields.MoveNext())
        {
            if (fields.Section != FixSection.Body)
                continue;
            if (fields.Depth != 0 && _pieces.Count != 0)
                _pieces[^1] = _pieces[^1] with { End = fields.NextOffset };
            else
                _pieces.Add(new Piece(fields.Tag, fields.FieldOffset, fields.NextOffset));
        }
    }

    // Stable: equal tags stay in their order.
    private void Sort() => _pieces.Sort(static (a, b) => a.Tag != b.Tag
        ? a.Tag.CompareTo(b.Tag) : a.Start.CompareTo(b.Start));

    private static int Reversed(int tag) => tag switch
    {
        50 => 57,
        57 => 50,
        115 => 128,
        128 => 115,
        116 => 129,
        129 => 116,
        142 => 143,
        143 => 142,
        144 => 145,
        145 => 144,
        _ => tag,
    };

    private readonly record struct Piece(int Tag, int Start, int End);
}
