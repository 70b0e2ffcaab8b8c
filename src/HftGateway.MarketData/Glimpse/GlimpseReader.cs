using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Soup;
using HftGateway.Platform;

namespace HftGateway.MarketData.Glimpse;

/// <summary>
/// Checks the messages of a GLIMPSE snapshot one by one, without sockets and clocks, and finds its end.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Complete only after an End of Snapshot message with a number that is not before what is
/// needed. After Complete or Failed nothing changes until <see cref="Start"/>.</para>
/// <para><b>Reference.</b> Nasdaq GLIMPSE 5.0, Snapshot message 'G'.</para>
/// </summary>
[HotPath]
public sealed class GlimpseReader
{
    /// <summary>Type of the End of Snapshot message.</summary>
    public const byte EndOfSnapshot = (byte)'G';

    /// <summary>Length of the End of Snapshot message: the type, and the number as 20 characters.</summary>
    public const int EndOfSnapshotBytes = 1 + SoupText.NumberBytes;

    private readonly long _maxMessages;
    private readonly bool _sequenceIsLastContained;
    private ulong _nextNeeded;

    /// <summary>A reader that is not started.</summary>
    /// <param name="maxMessages">Most messages of a snapshot.</param>
    /// <param name="sequenceIsLastContained">See <see cref="GlimpseClientOptions.SequenceIsLastContained"/>.</param>
    public GlimpseReader(long maxMessages, bool sequenceIsLastContained = false)
    {
        _maxMessages = maxMessages;
        _sequenceIsLastContained = sequenceIsLastContained;
    }

    /// <summary>Receiving, Complete or Failed; Idle before the first start.</summary>
    public GlimpseStatus Status { get; private set; }

    /// <summary>Why it failed.</summary>
    public GlimpseFailure Failure { get; private set; }

    /// <summary>The same in words.</summary>
    public string? FailureText { get; private set; }

    /// <summary>When complete: number of the first feed message that is not contained.</summary>
    public ulong SpliceSequence { get; private set; }

    /// <summary>Messages taken, End of Snapshot excluded.</summary>
    public long Messages { get; private set; }

    /// <summary>Begins a snapshot.</summary>
    /// <param name="nextNeeded">First message of the feed that is missing.</param>
    public void Start(ulong nextNeeded)
    {
        _nextNeeded = nextNeeded;
        Status = GlimpseStatus.Receiving;
        Failure = GlimpseFailure.None;
        FailureText = null;
        SpliceSequence = 0;
        Messages = 0;
    }

    /// <summary>Takes the next message of the snapshot.</summary>
    /// <param name="message">Any bytes.</param>
    /// <returns>Whether it is a message to be applied; if not, the status says what it was.</returns>
    public bool Take(ReadOnlySpan<byte> message)
    {
        if (Status != GlimpseStatus.Receiving)
            return false;
        if (message.Length == EndOfSnapshotBytes && message[0] == EndOfSnapshot)
        {
            OnEnd(message[1..]);
            return false;
        }

        if (message.IsEmpty || ItchLength.Of(message[0]) != message.Length)
        {
            Fail(GlimpseFailure.Garbage, message.IsEmpty
                ? "an empty message" : $"a message of type 0x{message[0]:X2} with {message.Length} bytes");
            return false;
        }

        if (Messages == _maxMessages)
        {
            Fail(GlimpseFailure.TooLarge, $"more than {_maxMessages} messages");
            return false;
        }

        Messages++;
        return true;
    }

    /// <summary>Ends the snapshot without success.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="why">The same in words.</param>
    public void Fail(GlimpseFailure failure, string? why)
    {
        Status = GlimpseStatus.Failed;
        Failure = failure;
        FailureText = why;
    }

    private void OnEnd(ReadOnlySpan<byte> number)
    {
        if (!SoupText.TryReadNumber(number, out ulong sequence) || sequence is 0 or ulong.MaxValue)
        {
            Fail(GlimpseFailure.Garbage, "an End of Snapshot message without a number");
            return;
        }

        ulong splice = _sequenceIsLastContained ? sequence + 1 : sequence;
        if (splice < _nextNeeded)
        {
            Fail(GlimpseFailure.TooOld, $"it ends before message {splice}, needed is {_nextNeeded}");
            return;
        }

        SpliceSequence = splice;
        Status = GlimpseStatus.Complete;
    }
}
