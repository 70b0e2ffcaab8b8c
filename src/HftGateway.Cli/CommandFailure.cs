namespace HftGateway.Cli;

/// <summary>A job ended with an error for the user: one line that says what, where, and what to do.</summary>
public sealed class CommandFailure : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="status">Exit status, see <see cref="ExitStatus"/>.</param>
    /// <param name="message">One line, without the leading <c>error:</c>.</param>
    public CommandFailure(int status, string message)
        : base(message) => Status = status;

    /// <summary>Exit status.</summary>
    public int Status { get; }
}
