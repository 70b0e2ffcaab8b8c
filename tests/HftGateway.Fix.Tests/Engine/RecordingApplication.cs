using System.Collections.Concurrent;
using System.Text;

namespace HftGateway.Fix.Tests.Engine;

/// <summary>Notes what an engine tells it, for a test on another thread.</summary>
internal sealed class RecordingApplication : FixApplication
{
    internal ConcurrentQueue<string> Events { get; } = new();

    internal Func<FixSession, string, bool>? Answer { get; set; }

    internal bool Has(string text) => Events.Any(e => e.StartsWith(text, StringComparison.Ordinal));

    internal void WaitFor(string text, int count = 1) =>
        Waiting.Until(() => Events.Count(e => e.StartsWith(text, StringComparison.Ordinal)) >= count,
            () => $"{text}; there are {string.Join(", ", Events)}");

    public override bool OnMessage(FixSession session, in FixMessage message)
    {
        string text = Naive.Text(message.Frame.Bytes);
        Events.Enqueue($"message {session.Id.TargetCompId} {Naive.Field(text, 35)} {Naive.Field(text, 11)}");
        return Answer?.Invoke(session, text) ?? true;
    }

    public override void OnLogon(FixSession session) => Events.Enqueue($"logon {session.Id.TargetCompId}");

    public override void OnDisconnect(FixSession session, SessionEnd end, bool wasLoggedOn) =>
        Events.Enqueue($"end {session.Id.TargetCompId} {end}");

    public override void OnBackPressure(FixSession session, bool isPressed) => Events.Enqueue($"pressed {isPressed}");

    internal static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text.Replace('|', '\u0001'));
}
