using System.Globalization;
using System.Text;

namespace HftGateway.MarketData.Input;

/// <summary>
/// The file beside a recorded BinaryFILE that says which numbers its messages have, and which are missing where:
/// BinaryFILE itself cannot. <c>day.itch</c> has <c>day.itch.gaps</c>.
/// <para>Lines of text: <c>session INDEX NAME FIRST</c> and <c>gap INDEX FIRST COUNT REASON</c>, in the order of the
/// indices; an index is the number of messages in the file before the place. Empty lines and lines that begin with # say
/// nothing. A name without characters is written as <c>-</c>.</para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// </summary>
public static class RecordingMarks
{
    /// <summary>What the name of the file beside a recording ends with.</summary>
    public const string Suffix = ".gaps";

    /// <summary>The first line of every such file.</summary>
    public const string Title = "# hftgw recording, numbers and gaps, version 1";

    private const int MaxMarks = 10_000_000;

    /// <summary>The line of a mark, without its end.</summary>
    public static string Format(in RecordingMark mark)
    {
        string name = mark.Session.Length == 0 ? "-" : mark.Session.Replace(' ', '_');
        return mark.Loss == RecordingLoss.None
            ? string.Create(CultureInfo.InvariantCulture, $"session {mark.Index} {name} {mark.First}")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"gap {mark.Index} {mark.First} {mark.Count} {mark.Loss.ToString().ToLowerInvariant()}");
    }

    /// <summary>Reads the file beside a recording.</summary>
    /// <param name="recording">Path of the recording.</param>
    /// <returns>The marks in order; null when there is no such file.</returns>
    /// <exception cref="FeedException">It cannot be read, or says what cannot be.</exception>
    public static IReadOnlyList<RecordingMark>? ReadBeside(string recording)
    {
        string path = recording + Suffix;
        if (!File.Exists(path))
            return null;
        try
        {
            return Parse(File.ReadLines(path, Encoding.ASCII), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(
                FeedErrorCode.CannotOpen, e.Message, path, "It tells the gaps of the recording; make it readable.", e);
        }
    }

    /// <summary>Reads marks.</summary>
    /// <param name="lines">The file's lines.</param>
    /// <param name="name">What to call it in errors.</param>
    /// <exception cref="FeedException">A line is none that is understood, or out of order.</exception>
    public static IReadOnlyList<RecordingMark> Parse(IEnumerable<string> lines, string name)
    {
        List<RecordingMark> marks = [];
        string session = "";
        int number = 0;
        foreach (string line in lines)
        {
            number++;
            if (line.Length == 0 || line[0] is '#' or '\0')
                continue;
            if (!TryParse(line, session, out RecordingMark mark) || marks.Count == MaxMarks
                || (marks.Count > 0 && mark.Index < marks[^1].Index))
            {
                throw new FeedException(
                    FeedErrorCode.Corrupt, $"line {number} is no mark of a recording, or out of order", name,
                    "Restore the file, or remove it to read the recording without its numbers.");
            }

            session = mark.Session;
            marks.Add(mark);
        }

        return marks;
    }

    private static bool TryParse(string line, string session, out RecordingMark mark)
    {
        mark = default;
        string[] words = line.Split(' ');
        if (words.Length < 4 || !long.TryParse(words[1], NumberStyles.None, CultureInfo.InvariantCulture, out long index))
            return false;
        bool isSession = words is ["session", _, _, _];
        string first = words[isSession ? 3 : 2];
        if (!ulong.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) || number == 0)
            return false;
        if (isSession)
        {
            mark = new RecordingMark(index, words[2] == "-" ? "" : words[2], number, 0, RecordingLoss.None);
            return true;
        }

        if (words is not ["gap", _, _, _, _]
            || !ulong.TryParse(words[3], NumberStyles.None, CultureInfo.InvariantCulture, out ulong count)
            || count == 0 || number + count < number
            || !Enum.TryParse(words[4], ignoreCase: true, out RecordingLoss loss)
            || loss is < RecordingLoss.Feed or > RecordingLoss.Empty)
        {
            return false;
        }

        mark = new RecordingMark(index, session, number, count, loss);
        return true;
    }
}
