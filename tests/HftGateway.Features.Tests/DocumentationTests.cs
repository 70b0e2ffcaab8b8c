using System.Globalization;

namespace HftGateway.Features.Tests;

/// <summary>docs/features.md says what the registry says.</summary>
public sealed class DocumentationTests
{
    private static readonly string[] Lines = File.ReadAllLines(TestData.Path("features.md"));

    [Fact]
    public void ShouldNameEveryFeatureWithUnitWarmUpAndParameters()
    {
        List<string> rows = [.. Lines.Where(static l => l.StartsWith("| `", StringComparison.Ordinal))];
        foreach (FeatureColumn column in FeatureRegistry.Columns)
        {
            string begin = $"| `{column.Name}` | {column.Unit} | ";
            string end = $" | {column.WarmUp} | {string.Join(", ", column.Parameters)} |";
            string? row = rows.Find(l => l.StartsWith(begin, StringComparison.Ordinal)
                && l.EndsWith(end, StringComparison.Ordinal));
            Assert.True(row != null, $"docs/features.md lacks the line {begin}…{end}");
            Assert.InRange(row.Length - begin.Length - end.Length, 3, 200);
        }

        Assert.Equal(FeatureRegistry.Columns.Count + FeatureParameters.Table.Count, rows.Count);
    }

    [Fact]
    public void ShouldNameEveryParameterWithDefaultRangeAndMeaning()
    {
        foreach (FeatureParameter parameter in FeatureParameters.Table)
        {
            string line = Row(parameter);
            Assert.True(Lines.Contains(line), $"docs/features.md lacks the line {line}");
        }
    }

    private static string Row(FeatureParameter parameter)
    {
        string value = parameter.Choices.Count > 0 ? parameter.Choices[(int)parameter.Default]
            : parameter.Default.ToString(CultureInfo.InvariantCulture);
        return $"| `{parameter.Name}` | {value} | {parameter.Range} | {parameter.Description} |";
    }
}
