namespace HftGateway.Fix;

/// <summary>
/// Whether a message may be processed, and if not, what the session Reject [35=3] says.
/// </summary>
public readonly struct FixVerdict
{
    private const int NoTag = int.MinValue;

    private readonly bool _isWrong;
    private readonly int _refTag;

    /// <summary>The message is refused.</summary>
    /// <param name="reason">SessionRejectReason [373].</param>
    /// <param name="refTag">RefTagID [371]; may be 0 or negative when that was the tag.</param>
    public FixVerdict(FixRejectReason reason, int refTag)
    {
        Reason = reason;
        _refTag = refTag;
        _isWrong = true;
    }

    /// <summary>The message is refused, and no field of it is to be named.</summary>
    /// <param name="reason">SessionRejectReason [373].</param>
    public FixVerdict(FixRejectReason reason)
        : this(reason, NoTag)
    {
    }

    /// <summary>Nothing is wrong.</summary>
    public bool IsOk => !_isWrong;

    /// <summary>SessionRejectReason [373].</summary>
    public FixRejectReason Reason { get; }

    /// <summary>A field is named.</summary>
    public bool HasRefTag => _isWrong && _refTag != NoTag;

    /// <summary>RefTagID [371].</summary>
    public int RefTag => _refTag;
}
