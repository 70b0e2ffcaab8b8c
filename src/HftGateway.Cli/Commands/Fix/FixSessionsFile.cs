using HftGateway.Fix;
using HftGateway.Fix.Config;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Cli.Commands.Fix;

/// <summary>Reading a settings file of sessions, with the errors that a command reports.</summary>
internal static class FixSessionsFile
{
    internal static FixConfig Load(string path, bool quiet)
    {
        try
        {
            FixConfig config = FixConfig.Load(path);
            if (!quiet)
            {
                foreach (string note in config.Notes)
                    System.Console.Error.WriteLine("note: " + note);
            }
            return config;
        }
        catch (FixConfigException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, error.Message);
        }
    }

    /// <summary>Makes something of the file's; what is wrong with dictionaries or stores is an error of the input.</summary>
    internal static T Make<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (error is FixDictionaryException or FixStoreException or ArgumentException
            or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, error.Message);
        }
    }
}
