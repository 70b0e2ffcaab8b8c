using System.Globalization;
using HftGateway.Features.Reference;

namespace HftGateway.Features.Tests;

/// <summary>The reference against the worked example of the specification, section 14.</summary>
public sealed class ReferenceExampleTests
{
    private const string Settings = "flow_window=3 kyle_window=2 kyle_fast_window=2 vpin_bucket=60 vpin_n=2 "
        + "micro_window=2 size_window=2";

    [Fact]
    public void ShouldGiveEveryValueOfTheWorkedExample()
    {
        string[] lines = File.ReadAllLines(TestData.Path("features-example.lobster.csv"));
        string[] expected = File.ReadAllLines(TestData.Path("features-example.expected.csv"));
        string[] columns = expected[0].Split(',');
        var engine = new ReferenceEngine("ANY", new ReferenceParameters(Settings));
        List<ReferenceRow> rows =
            [.. ReferenceInput.Lobster(lines, "ANY").Select(engine.Process).OfType<ReferenceRow>()];
        Assert.Equal(expected.Length - 1, rows.Count);
        Assert.Equal(30, columns.Length);
        for (int i = 0; i < rows.Count; i++)
        {
            string[] values = expected[i + 1].Split(',');
            Assert.Equal(values[0], rows[i].Message.Index.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(values[1], rows[i].Message.Type.ToString());
            for (int c = 2; c < columns.Length; c++)
            {
                double want = double.Parse(values[c], CultureInfo.InvariantCulture);
                double have = rows[i].Values[columns[c]];
                // The page prints 14 significant digits.
                bool near = double.IsNaN(want) ? double.IsNaN(have) : Math.Abs(want - have) <= 1e-13 * Math.Abs(want);
                Assert.True(near, $"row {i}, {columns[c]}: expected {values[c]}, got {have:R}");
            }
        }
    }

    [Fact]
    public void ShouldHaveAValueForEveryColumnOnEveryRow()
    {
        string[] lines = File.ReadAllLines(TestData.Path("features-example.lobster.csv"));
        var engine = new ReferenceEngine("ANY", new ReferenceParameters());
        foreach (ReferenceMessage message in ReferenceInput.Lobster(lines, "ANY"))
            Assert.Equal(Columns.All.Order(), engine.Process(message)!.Values.Keys.Order());
        Assert.Equal(118, Columns.All.Length);
        Assert.Equal(Columns.All.Length, Columns.All.Distinct().Count());
    }
}
