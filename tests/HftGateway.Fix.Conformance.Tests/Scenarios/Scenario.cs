namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>What a step does.</summary>
internal enum StepKind
{
    Connect,
    Disconnect,
    Send,
    SendRaw,
    Expect,
    Closed,
    End,
    Silent,
    Wait,
    NextOut,
    NextIn,
}

/// <summary>One step, macros expanded.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Connection">On which connection.</param>
/// <param name="Line">Line in the file.</param>
/// <param name="Text">MsgType, raw text or number.</param>
/// <param name="Fields">Fields as written; a removed header field has a null value.</param>
internal sealed record Step(
    StepKind Kind, int Connection, int Line, string Text, IReadOnlyList<KeyValuePair<int, string?>> Fields);

/// <summary>One scenario in one version.</summary>
/// <param name="Name">Its title, values of <c>each</c> included.</param>
/// <param name="File">File it comes from.</param>
/// <param name="Version">Version.</param>
/// <param name="Settings">Kind of session: <c>reset</c> or <c>keep</c>.</param>
/// <param name="Steps">Steps.</param>
internal sealed record Scenario(
    string Name, string File, ScenarioVersion Version, string Settings, IReadOnlyList<Step> Steps)
{
    /// <summary>It can be played against a clock that cannot be moved and sessions that were used before.</summary>
    public bool SuitsSockets => Settings == "reset" && Steps.All(step => step.Kind != StepKind.Wait);

    public override string ToString() => $"{File} [{Version}] {Name}";
}
