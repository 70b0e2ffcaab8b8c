namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>The conformance suite: every scenario file in every version.</summary>
public sealed class ScenarioTests
{
    private const int LeastPerVersion = 120;

    public static TheoryData<string, string> FilesAndVersions
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string file in ScenarioFiles.Names)
            {
                foreach (ScenarioVersion version in ScenarioVersion.All)
                    data.Add(file, version.Name);
            }

            return data;
        }
    }

    public static TheoryData<string> Versions => new(ScenarioVersion.All.Select(v => v.Name));

    [Theory]
    [MemberData(nameof(Versions))]
    public void ShouldHaveEnoughScenariosForEveryVersion(string version)
    {
        int count = ScenarioFiles.Names.Sum(n => ScenarioFiles.Read(n, ScenarioVersion.Named(version)).Count);

        Assert.True(count >= LeastPerVersion, $"{count} scenarios");
    }

    [Theory]
    [MemberData(nameof(FilesAndVersions))]
    public void ShouldPlay(string file, string version) => Play(file, version, pieceBytes: 0);

    [Theory]
    [MemberData(nameof(FilesAndVersions))]
    public void ShouldPlayWhenBytesArriveOneByOne(string file, string version) => Play(file, version, pieceBytes: 1);

    private static void Play(string file, string version, int pieceBytes)
    {
        ScenarioVersion v = ScenarioVersion.Named(version);
        var problems = new List<string>();
        foreach (Scenario scenario in ScenarioFiles.Read(file, v))
        {
            using var link = new InProcessLink(v, ScenarioFiles.Schema(v), scenario.Settings, pieceBytes);
            if (new ScenarioRunner(scenario, link).Play() is { } problem)
                problems.Add(problem);
        }

        Assert.True(problems.Count == 0, $"{problems.Count} failed:\n{string.Join("\n", problems)}");
    }
}
