namespace HftGateway.Aeron.Driver;

/// <summary>A part of a driver that works in turns.</summary>
internal interface IAgent
{
    /// <summary>Name for the thread.</summary>
    string Name { get; }

    /// <summary>One turn.</summary>
    /// <returns>How much was done; 0 lets the thread idle.</returns>
    int DoWork();
}
