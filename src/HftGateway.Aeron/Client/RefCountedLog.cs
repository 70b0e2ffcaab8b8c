using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Client;

/// <summary>A log that several publications or images of one client share.</summary>
internal sealed class RefCountedLog(LogBuffer log)
{
    public LogBuffer Log { get; } = log;

    public int References { get; set; }

    /// <summary>When it is unmapped, ns; meaningful without references.</summary>
    public long UnmapAtNs { get; set; }
}
