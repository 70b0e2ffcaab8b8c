using HftGateway.Sbe.Schema;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Schema;

/// <summary>The exchange's own files, where they are at hand.</summary>
public sealed class CmeSchemaTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("cme-mdp3-v1.5.xml", 1, 5, 17)]
    [InlineData("cme-mdp3-v1.8.xml", 1, 8, 19)]
    [InlineData("cme-mdp3-v1.9.xml", 1, 9, 29)]
    [InlineData("cme-mdp3-v1.12.xml", 1, 12, 31)]
    [InlineData("cme-mdp3-v1.13.xml", 1, 13, 31)]
    [InlineData("cme-ilink3-v8.5.xml", 8, 5, 48)]
    [InlineData("cme-ilink3-v8.9.xml", 8, 9, 56)]
    public void ShouldReadWithoutErrorsWhenTheFileIsTheExchanges(string file, int id, int version, int messages)
    {
        if (SharedData.Find("sbe/" + file, output) is not { } path)
        {
            return;
        }

        SbeSchemaResult result = SbeSchemaReader.Read(File.ReadAllText(path), file);

        Assert.Equal("", string.Join("\n", result.Diagnostics.Where(finding => finding.Rule != SbeRule.OlderAfterNewer)));
        Assert.Equal((id, version), (result.Schema!.Id, result.Schema.Version));
        Assert.Equal(messages, result.Schema.Messages.Count);
    }
}
