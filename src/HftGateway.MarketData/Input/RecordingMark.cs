namespace HftGateway.MarketData.Input;

/// <summary>Why messages are missing in a recording.</summary>
public enum RecordingLoss
{
    /// <summary>None is: another session begins here.</summary>
    None,

    /// <summary>They never came, on no line, and could not be had by a request.</summary>
    Feed,

    /// <summary>They came, but the writing thread was too far behind to take them.</summary>
    Recorder,

    /// <summary>They came, but the disk did not take them.</summary>
    Disk,

    /// <summary>They came empty, which the file's format cannot hold.</summary>
    Empty,
}

/// <summary>A place in a recording at which its messages do not follow on one another.</summary>
/// <param name="Index">Messages in the file before it.</param>
/// <param name="Session">Session of the messages behind it.</param>
/// <param name="First">First number missing; where a session begins, the number of its first message.</param>
/// <param name="Count">How many numbers are missing; 0 where a session begins.</param>
/// <param name="Loss">Why.</param>
public readonly record struct RecordingMark(
    long Index, string Session, ulong First, ulong Count, RecordingLoss Loss);
