namespace HftGateway.Aeron.Driver;

/// <summary>On how many threads a driver's agents run.</summary>
public enum ThreadingMode
{
    /// <summary>Conductor, sender and receiver on a thread each.</summary>
    Dedicated,

    /// <summary>The conductor on one thread, sender and receiver on another.</summary>
    SharedNetwork,

    /// <summary>All on one thread.</summary>
    Shared,

    /// <summary>No thread: the caller invokes the driver.</summary>
    Invoker,
}
