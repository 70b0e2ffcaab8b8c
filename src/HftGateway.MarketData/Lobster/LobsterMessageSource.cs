using HftGateway.MarketData.Input;
using HftGateway.MarketData.Wire;

namespace HftGateway.MarketData.Lobster;

/// <summary>
/// Reads a LOBSTER message file as the ITCH messages that say the same (docs/lobster.md): one block a line, so that
/// index and byte offset of a message are those of its line. A directory message with index -1 comes first: it gives
/// the symbol its locate, since lines name none.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Every line gives one message, also one without a meaning here. Damage ends the input:
/// everything before was delivered.</para>
/// <para><b>Limits.</b> A line has at most <see cref="LobsterLine.MaxBytes"/> bytes. LF and CR LF line ends; empty
/// lines at the very end only.</para>
/// <para><b>Cost.</b> One block and one line parse a message, no allocation.</para>
/// <para><b>Reference.</b> LOBSTER sample files readme, 1 September 2013; features specification 2.5.</para>
/// </summary>
public sealed class LobsterMessageSource : MessageSource
{
    /// <summary>Symbol of an input whose name tells none.</summary>
    public const string DefaultSymbol = "LOBSTER";

    // Room for a line, its end, and what tells that more follows.
    private const int LineBytes = LobsterLine.MaxBytes + 2;

    private readonly StreamWindow _window;
    private readonly byte[] _message = new byte[LobsterItchMessage.MaxBytes];
    private FeedProblem? _problem;
    private long _lines;
    private int _pending;
    private bool _directorySent;
    private Alpha8 _symbol;
    private ushort _locate;

    internal LobsterMessageSource(StreamWindow window, string name)
    {
        _window = window;
        Name = name;
        Symbol = SymbolOf(name);
    }

    /// <summary>A reader of a stream; closed with the reader.</summary>
    /// <param name="stream">Positioned at the first line.</param>
    /// <param name="name">What to call it in reports; the symbol is taken from it.</param>
    public LobsterMessageSource(Stream stream, string name)
        : this(new StreamWindow(stream), name)
    {
    }

    /// <summary>
    /// The symbol that the messages carry: the file says none, so it is the part of the name before the first
    /// underscore (<c>AMZN_2012-06-21_…_message_1.csv</c>), or else <see cref="DefaultSymbol"/>. May be set before the
    /// first block is read.
    /// </summary>
    /// <exception cref="FormatException">Longer than 8 or not printable ASCII.</exception>
    public string Symbol
    {
        get => _symbol.ToString();
        set
        {
            _symbol = value;
            // Of the symbol, so that files of several symbols can be replayed after each other.
            uint hash = 2_166_136_261;
            foreach (byte b in Alpha8.AsBytes(in _symbol))
                hash = (hash ^ b) * 16_777_619;
            _locate = (ushort)(1 + (hash % ushort.MaxValue));
        }
    }

    /// <summary>The line that the latest block was made of.</summary>
    public LobsterEvent Current { get; private set; }

    /// <summary>Byte offset of that line.</summary>
    public long CurrentOffset { get; private set; }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override InputKind Kind => InputKind.Lobster;

    /// <inheritdoc/>
    public override FeedProblem? Problem => _problem;

    /// <inheritdoc/>
    public override long MessageCount => _lines;

    /// <inheritdoc/>
    public override long ByteOffset => _window.Offset + _pending;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks => [];

    /// <inheritdoc/>
    public override bool TryReadBlock(out MessageBlock block)
    {
        block = default;
        _window.Consume(_pending);
        _pending = 0;
        if (_problem != null || !TryReadLine(out LobsterEvent e, out int bytes))
            return false;
        if (!_directorySent)
        {
            _directorySent = true;
            block = Block(LobsterItchMessage.WriteDirectory(e.TimeNs, _symbol, _locate, _message), -1);
            return true;
        }

        Current = e;
        CurrentOffset = _window.Offset;
        block = Block(LobsterItchMessage.Write(in e, _symbol, _locate, _message), _lines);
        _lines++;
        _pending = bytes;
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _window.Dispose();
    }

    private static string SymbolOf(string name)
    {
        string file = Path.GetFileName(name);
        int underscore = file.IndexOf('_', StringComparison.Ordinal);
        bool isSymbol = underscore is > 0 and <= Alpha8.SizeBytes
            && file.AsSpan(0, underscore).IndexOfAnyExceptInRange('!', '~') < 0;
        return isSymbol ? file[..underscore] : DefaultSymbol;
    }

    // A message's offset is that of its block and 2, the length prefix that a line does not have.
    private MessageBlock Block(int bytes, long index) => new()
    {
        Bytes = _message.AsSpan(0, bytes),
        Count = 1,
        FirstIndex = index,
        FirstOffset = _window.Offset - 2,
        FirstSequence = index + 1,
        PacketUtcNs = MessageBlock.NoTime,
    };

    private bool TryReadLine(out LobsterEvent e, out int bytes)
    {
        e = default;
        bytes = 0;
        _ = _window.Fill(LineBytes);
        ReadOnlySpan<byte> available = _window.Available;
        if (available.Length > LineBytes)
            available = available[..LineBytes];
        int end = available.IndexOf((byte)'\n');
        if (end < 0 && (_window.Failure != null || available.Length == LineBytes))
        {
            _problem = _window.Failure != null
                ? FailureProblem(_window.Failure)
                : Damage($"longer than {LobsterLine.MaxBytes} bytes", FeedErrorCode.Corrupt, _window.Offset);
            return false;
        }

        ReadOnlySpan<byte> line = end < 0 ? available : available[..end];
        bytes = end < 0 ? available.Length : end + 1;
        if (line.EndsWith("\r"u8))
            line = line[..^1];
        long offset = _window.Offset;
        if (line.IsEmpty && IsRestEmpty())
            return false;
        if (LobsterLine.TryParse(line, out e, out string? fault))
            return true;
        // A line without its end that does not parse was cut, whatever the parser missed in it.
        _problem = Damage(fault!, end < 0 ? FeedErrorCode.Truncated : FeedErrorCode.Corrupt, offset);
        return false;
    }

    private bool IsRestEmpty()
    {
        while (_window.Fill(1) && _window.Available[0] is (byte)'\n' or (byte)'\r')
            _window.Consume(1);
        if (!_window.Fill(1) && _window.Failure != null)
            _problem = FailureProblem(_window.Failure);
        return !_window.Fill(1);
    }

    private FeedProblem Damage(string what, FeedErrorCode code, long offset) => new(
        code,
        (code == FeedErrorCode.Truncated ? "the input ends within line " : "line ") + $"{_lines + 1}: {what}",
        offset,
        _lines,
        "Everything before was delivered; correct the line or obtain the recording again.");

    private FeedProblem FailureProblem(Exception failure) => new(
        failure is InvalidDataException ? FeedErrorCode.Corrupt : FeedErrorCode.ReadFailed,
        failure.Message,
        _window.Offset + _window.Available.Length,
        _lines,
        "Everything before was delivered; obtain the recording again.");
}
