using System.Globalization;
using HftGateway.Books;

namespace HftGateway.Cli;

/// <summary>Checks books against their orders now and then, and at the end says what that found.</summary>
public sealed class BookChecks
{
    private readonly BookSet _books;
    private readonly long _every;
    private long _left;
    private long _checks;
    private IReadOnlyList<string> _defects = [];

    /// <summary>Prepares checks.</summary>
    /// <param name="books">Books to check.</param>
    /// <param name="every">Messages between checks, 0 for none.</param>
    public BookChecks(BookSet books, long every)
    {
        _books = books;
        _every = every;
        _left = every;
    }

    /// <summary>Messages until the next check is due.</summary>
    public long Left => _every == 0 ? long.MaxValue : _left;

    /// <summary>Counts messages that were applied, and checks when it is time.</summary>
    /// <param name="messages">How many.</param>
    public void After(long messages)
    {
        if (_every == 0 || (_left -= messages) > 0)
            return;
        _left = _every;
        Check();
    }

    /// <summary>Checks for the last time and reports.</summary>
    /// <param name="quiet">No note when everything is sound.</param>
    /// <returns>Whether no check found anything.</returns>
    public bool Finish(bool quiet)
    {
        if (_every != 0)
            Check();
        return Report(_checks, _defects, quiet);
    }

    /// <summary>Says what checks found.</summary>
    /// <param name="checks">Checks made.</param>
    /// <param name="defects">What the first that found anything found.</param>
    /// <param name="quiet">No note when everything is sound.</param>
    /// <returns>Whether nothing was found.</returns>
    public static bool Report(long checks, IReadOnlyList<string> defects, bool quiet)
    {
        if (defects.Count == 0)
        {
            if (checks > 0 && !quiet)
            {
                System.Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{checks} checks: order counts, level totals and best prices are those of the orders"));
            }

            return true;
        }

        System.Console.Error.WriteLine(
            $"error: the books differ from their orders: {defects[0]}; this is a defect of the program, report it");
        foreach (string defect in defects.Skip(1))
            System.Console.Error.WriteLine($"  {defect}");
        return false;
    }

    private void Check()
    {
        _checks++;
        if (_defects.Count == 0)
            _defects = _books.FindDefects();
    }
}
