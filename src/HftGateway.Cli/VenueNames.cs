using System.CommandLine;
using HftGateway.Books;

namespace HftGateway.Cli;

/// <summary>The option <c>--venues</c>: inputs side by side instead of one after the other.</summary>
public static class VenueNames
{
    /// <summary>Creates the option.</summary>
    /// <returns>The option.</returns>
    public static Option<string?> Option() => new("--venues")
    {
        Description = "each input is a venue of its own, merged by time; names in the inputs' order, "
            + "e.g. NASDAQ,BX,PSX; orders go to the first",
        HelpName = "NAMES",
    };

    /// <summary>Reads the option.</summary>
    /// <param name="text">Names with commas between, or null.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <returns>The names; one when the option was not given.</returns>
    /// <exception cref="CommandFailure">As many names as inputs are needed, each once.</exception>
    public static IReadOnlyList<string> Parse(string? text, int inputs)
    {
        if (text == null)
            return ["NASDAQ"];
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.Length != inputs || names.Length > ConsolidatedQuote.MaxVenues
            || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            throw new CommandFailure(ExitStatus.WrongInput,
                $"--venues {text}: give {inputs} different names, one for each --input, at most "
                + $"{ConsolidatedQuote.MaxVenues}");
        }

        return names;
    }
}
