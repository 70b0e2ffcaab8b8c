using System.Globalization;

namespace HftGateway.Histogram.Tests;

/// <summary>The committed vectors of other implementations, and the value sequence they were made from.</summary>
internal static class VectorFiles
{
    public static string Text(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Vectors", name));

    public static LongHistogram Fill(LongHistogram histogram, int count, long scale)
    {
        for (long i = 0; i < count; i++)
            histogram.Record((i * i * 37 % 1000003 + (i % 100 == 0 ? 50000000 : 0)) * scale);
        return histogram;
    }

    public static LongHistogram Small()
    {
        var small = new LongHistogram(1, 1000, 1);
        foreach (long value in new long[] { 0, 0, 5, 31, 32, 33, 500, 1000 })
            small.Record(value);
        return small;
    }

    public static LongHistogram Named(string name)
    {
        switch (name)
        {
            case "three":
                return Fill(new LongHistogram(1, 10_000_000_000, 3), 1000, 1);
            case "two":
                return Fill(new LongHistogram(1000, 3_600_000_000_000, 2), 1000, 777);
            case "zero":
                return Fill(new LongHistogram(1, 1_000_000_000, 0), 1000, 1);
            case "zero-js":
                return Fill(new LongHistogram(1, 1_000_000_000, 1), 1000, 1);
            case "five":
                return Fill(new LongHistogram(1, 100_000_000, 5), 300, 1);
            case "empty":
                return new LongHistogram(1, 10_000_000_000, 3);
            case "corrected":
                return Named("three").CopyCorrected(100_000);
            case "big":
                var big = new LongHistogram(1, long.MaxValue / 2, 3);
                big.RecordCount(1, 1L << 55);
                big.RecordCount(1L << 60, 3);
                big.RecordCount(77, 1L << 60);
                return big;
            default:
                throw new ArgumentException(name);
        }
    }

    public static Dictionary<string, Dictionary<string, string>> Summaries(string file)
    {
        var all = new Dictionary<string, Dictionary<string, string>>();
        Dictionary<string, string> current = [];
        foreach (string line in Text(file).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = line.Split(' ', 2);
            if (parts[0] == "name")
                all[parts[1]] = current = [];
            else
                current[parts[0]] = parts[1];
        }
        return all;
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
