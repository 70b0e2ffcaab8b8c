namespace HftGateway.Cli;

/// <summary>Exit statuses of every subcommand; scripts rely on them.</summary>
public static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>The job failed, or a check found something.</summary>
    public const int Failed = 1;

    /// <summary>The command line, configuration or input is wrong.</summary>
    public const int WrongInput = 2;
}
