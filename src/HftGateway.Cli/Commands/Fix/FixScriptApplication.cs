using System.Text;
using HftGateway.Fix;

namespace HftGateway.Cli.Commands.Fix;

/// <summary>Prints what a peer sends: one message a line, <c>|</c> for SOH.</summary>
internal sealed class FixScriptApplication(Action<string>? note) : FixApplication
{
    private bool _loggedOn;
    private long _received;
    private long _rejects;

    internal bool IsLoggedOn => Volatile.Read(ref _loggedOn);

    internal long Received => Volatile.Read(ref _received);

    internal long Rejects => Volatile.Read(ref _rejects);

    public override bool OnMessage(FixSession session, in FixMessage message)
    {
        Volatile.Write(ref _received, _received + 1);
        Print(in message);
        return true;
    }

    public override void OnReject(FixSession session, in FixMessage message)
    {
        Volatile.Write(ref _rejects, _rejects + 1);
        Print(in message);
    }

    public override void OnLogon(FixSession session)
    {
        Volatile.Write(ref _loggedOn, true);
        note?.Invoke($"{session.Id}: logged on");
    }

    public override void OnDisconnect(FixSession session, SessionEnd end, bool wasLoggedOn)
    {
        Volatile.Write(ref _loggedOn, false);
        note?.Invoke($"{session.Id}: {(wasLoggedOn ? "ended" : "not established")}: {end}");
    }

    public override void OnNotDelivered(FixSession session, in StoredMessage message) =>
        note?.Invoke($"{session.Id}: message {message.Sequence} was not sent again: stale");

    public override void OnNote(FixSession session, string text) => Note(session, text);

    internal void Note(FixSession session, string text) => note?.Invoke($"{session.Id}: {text}");

    private static void Print(in FixMessage message) => System.Console.Out.WriteLine(
        Encoding.Latin1.GetString(message.Frame.Bytes).Replace('\u0001', '|'));
}
