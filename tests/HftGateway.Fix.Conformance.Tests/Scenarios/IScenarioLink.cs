namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>The engine under test, as a scenario sees it: connections, bytes and time.</summary>
internal interface IScenarioLink : IDisposable
{
    /// <summary>UTC now.</summary>
    DateTime Now { get; }

    /// <summary>Opens a connection under a number.</summary>
    void Connect(int connection);

    /// <summary>Cuts a connection.</summary>
    void Disconnect(int connection);

    /// <summary>Sends bytes.</summary>
    void Send(int connection, byte[] bytes);

    /// <summary>The next message; null when none comes (now, or in the time that is reasonable).</summary>
    byte[]? Receive(int connection);

    /// <summary>Nothing is there now.</summary>
    bool IsSilent(int connection);

    /// <summary>The engine has closed the connection, and everything it sent has been received.</summary>
    bool IsClosed(int connection);

    /// <summary>Lets time pass.</summary>
    void Advance(TimeSpan time);
}
