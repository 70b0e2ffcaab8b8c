using HftGateway.Sbe.Schema;

namespace HftGateway.Sbe.Interpreter;

/// <summary>How decoding a message ended, and where.</summary>
/// <param name="Status">The outcome.</param>
/// <param name="Header">The header; zeros where the buffer is too short for one.</param>
/// <param name="Offset">Bytes from the start of the message to what is wrong.</param>
/// <param name="Length">Bytes of the message, header included, where the status is <see cref="SbeDecodeStatus.Ok"/>.</param>
/// <param name="Element">The message, group or data that is wrong, or null.</param>
/// <param name="Needed">Bytes (or entries) that the message claims from <paramref name="Offset"/> on.</param>
/// <param name="Available">Bytes (or entries) that there can be.</param>
public readonly record struct SbeDecodeResult(
    SbeDecodeStatus Status,
    SbeHeaderValues Header,
    int Offset,
    int Length,
    SbeElement? Element = null,
    ulong Needed = 0,
    ulong Available = 0)
{
    /// <summary>True when the whole message was decoded.</summary>
    public bool IsOk => Status == SbeDecodeStatus.Ok;

    /// <summary>What is wrong, in one line without the offset; empty where nothing is.</summary>
    public string Reason => Status switch
    {
        SbeDecodeStatus.Ok => string.Empty,
        SbeDecodeStatus.HeaderBeyondBuffer => $"a header takes {Needed} bytes, there are {Available}",
        SbeDecodeStatus.OtherSchema => $"the message is of schema {Header.SchemaId}, not {Needed}",
        SbeDecodeStatus.UnknownTemplate => $"the schema has no message with template id {Header.TemplateId}",
        SbeDecodeStatus.BlockBeyondBuffer => $"{Where("message")}: its block has {Needed} bytes, {Available} are left",
        SbeDecodeStatus.DimensionBeyondBuffer => $"{Where("group")}: its dimensions take {Needed} bytes, {Available} are left",
        SbeDecodeStatus.GroupBeyondBuffer => $"{Where("group")}: its entries take at least {Needed} bytes, {Available} are left",
        SbeDecodeStatus.TooManyEmptyEntries => $"{Where("group")}: {Needed} entries without a byte, at most {Available} are read",
        SbeDecodeStatus.DataLengthBeyondBuffer => $"{Where("data")}: its length takes {Needed} bytes, {Available} are left",
        _ => $"{Where("data")}: it has {Needed} bytes, {Available} are left",
    };

    private string Where(string kind) => $"{kind} {Element?.Name}";
}
