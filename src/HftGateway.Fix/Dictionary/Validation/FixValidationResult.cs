namespace HftGateway.Fix.Dictionaries;

/// <summary>What <see cref="FixMessageValidator.Validate"/> found: nothing, or the first fault as a Reject names it.</summary>
/// <param name="IsValid">Nothing is wrong.</param>
/// <param name="Reason">SessionRejectReason [373].</param>
/// <param name="RefTag">
/// RefTagID [371]; may be 0 or negative when that is the number that was received.
/// </param>
/// <param name="HasRefTag">There is a tag to name.</param>
/// <param name="Offset">Where the fault is: offset of the field in the frame; 0 when nothing at a place is wrong.</param>
public readonly record struct FixValidationResult(
    bool IsValid, FixRejectReason Reason, int RefTag, bool HasRefTag, int Offset)
{
    /// <summary>Nothing is wrong.</summary>
    public static FixValidationResult Valid => new(true, default, 0, false, 0);

    /// <summary>Text [58] of the Reject: the reason as the specification prints it.</summary>
    public ReadOnlySpan<byte> Text => IsValid ? default : FixRejectReasons.Text(Reason);

    internal static FixValidationResult Fault(FixRejectReason reason, int tag, int offset) =>
        new(false, reason, tag, true, offset);
}
