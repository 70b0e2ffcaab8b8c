using System.Net;
using System.Text;
using HftGateway.Fix.Config;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>
/// The scenarios that need no clock of their own, over TCP: against an engine in this process, or against the acceptor
/// that HFTGW_FIX_ACCEPTOR (HOST:PORT) names, which must have the sessions of <see cref="Settings"/>
/// (<c>hftgw fix acceptor --mode echo</c>).
/// </summary>
public sealed class SocketScenarioTests : IClassFixture<SocketScenarioTests.Acceptor>
{
    private readonly Acceptor _acceptor;

    public SocketScenarioTests(Acceptor acceptor) => _acceptor = acceptor;

    public static TheoryData<string> Versions => new(ScenarioVersion.All.Select(v => v.Name));

    /// <summary>The sessions, as a settings file.</summary>
    public static string Settings
    {
        get
        {
            var text = new StringBuilder("[DEFAULT]\nConnectionType=acceptor\nSocketAcceptHost=127.0.0.1\n"
                + "SocketAcceptPort=0\nResetOnLogon=Y\nSenderCompID=" + ScenarioVersion.Server + "\n");
            foreach (ScenarioVersion v in ScenarioVersion.All)
            {
                string dictionary = Path.Combine(ScenarioFiles.Dictionaries, v.Dictionary);
                text.Append("[SESSION]\nBeginString=").Append(v.BeginString).Append("\nTargetCompID=").Append(v.Client);
                text.Append(v.IsFixt
                    ? $"\nDefaultApplVerID={v.ApplVerId}\nAppDataDictionary={dictionary}\nTransportDataDictionary="
                        + Path.Combine(ScenarioFiles.Dictionaries, "FIXT11.xml") + "\n"
                    : $"\nDataDictionary={dictionary}\n");
            }

            return text.ToString();
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void ShouldPlayOverTcp(string version)
    {
        ScenarioVersion v = ScenarioVersion.Named(version);
        var problems = new List<string>();
        int count = 0;
        foreach (string file in ScenarioFiles.Names)
        {
            foreach (Scenario scenario in ScenarioFiles.Read(file, v).Where(s => s.SuitsSockets))
            {
                count++;
                using var link = new SocketLink(_acceptor.EndPoint, () => _acceptor.WaitUntilFree(v));
                if (new ScenarioRunner(scenario, link).Play() is { } problem)
                    problems.Add(problem);
            }
        }

        Assert.True(count >= 100, $"{count} scenarios");
        Assert.True(problems.Count == 0, $"{problems.Count} of {count} failed:\n{string.Join("\n", problems)}");
    }

    /// <summary>The acceptor of this class's tests.</summary>
    public sealed class Acceptor : IDisposable
    {
        private readonly FixEngine? _engine;

        public Acceptor()
        {
            if (Environment.GetEnvironmentVariable("HFTGW_FIX_ACCEPTOR") is { } external)
            {
                EndPoint = IPEndPoint.Parse(external);
                return;
            }

            _engine = new FixEngine(new FixEngineOptions { MaxSleepMs = 2 });
            var factory = new FixSessionFactory();
            foreach (FixSessionConfig session in FixConfig.Parse("sessions.cfg", Settings).Sessions)
                _engine.Add(factory.Create(session, new FixEchoApplication(factory.Schema(session))));
            EndPoint = _engine.Listen(new IPEndPoint(IPAddress.Loopback, 0));
            _engine.Start();
        }

        public IPEndPoint EndPoint { get; }

        internal void WaitUntilFree(ScenarioVersion version)
        {
            if (_engine is null)
            {
                // What the engine promises: an identity is free within 0.1 s of its connection being cut.
                Thread.Sleep(100);
                return;
            }

            FixSessionEntry entry = _engine.Sessions.Single(e => e.Session.Id.TargetCompId == version.Client);
            Assert.True(SpinWait.SpinUntil(
                () => entry.Session.State == FixSessionState.Disconnected, TimeSpan.FromSeconds(20)));
        }

        public void Dispose() => _engine?.Dispose();
    }
}
