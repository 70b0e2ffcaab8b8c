using HftGateway.Aeron.Channels;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Client;

/// <summary>How a client is set up. Not changed after <see cref="AeronClient.Connect"/>.</summary>
public sealed record AeronContext
{
    /// <summary>The driver's directory.</summary>
    public string AeronDirectoryName { get; init; } = DefaultDirectory;

    /// <summary>How long to wait for a driver, and for its answers, ms.</summary>
    public long DriverTimeoutMs { get; init; } = 10_000;

    /// <summary>How often the client says that it lives, ms.</summary>
    public long KeepAliveIntervalMs { get; init; } = 500;

    /// <summary>How long a log stays mapped after it is gone, so that a poll in progress ends well, ms.</summary>
    public long ResourceLingerMs { get; init; } = 3_000;

    /// <summary>
    /// The caller runs the conductor by <see cref="AeronClient.Invoke"/>; otherwise a thread of its own does.
    /// </summary>
    public bool UseConductorAgentInvoker { get; init; }

    /// <summary>How long the conductor's thread sleeps between its turns, ms.</summary>
    public int IdleSleepMs { get; init; } = 4;

    /// <summary>Touch every page of a log when it is mapped.</summary>
    public bool PreTouchMappedMemory { get; init; }

    /// <summary>Name that tools show for the client.</summary>
    public string ClientName { get; init; } = "";

    /// <summary>Where the time comes from.</summary>
    public AeronClock Clock { get; init; } = AeronClock.System;

    /// <summary>
    /// Told of errors that no call of the application's can report: driver or client timed out, broadcasts lost, a
    /// channel that failed. Null: they are only counted.
    /// </summary>
    public Action<Exception>? ErrorHandler { get; init; }

    /// <summary>Told that a subscriber rejected a publication of this client, see <see cref="Image.Reject"/>.</summary>
    public Action<PublicationError>? OnPublicationError { get; init; }

    /// <summary>Told of new images, unless a subscription has its own.</summary>
    public Action<Image>? OnAvailableImage { get; init; }

    /// <summary>Told of images that are gone, unless a subscription has its own.</summary>
    public Action<Image>? OnUnavailableImage { get; init; }

    /// <summary>Told of new counters of any client.</summary>
    public Action<CountersReader, long, int>? OnAvailableCounter { get; init; }

    /// <summary>Told of counters that are gone.</summary>
    public Action<CountersReader, long, int>? OnUnavailableCounter { get; init; }

    /// <summary>Told that the client is closed, for whatever reason.</summary>
    public Action? OnClose { get; init; }

    /// <summary>
    /// A context from settings by their Aeron names: <c>aeron.dir</c>, <c>aeron.client.name</c>, <c>aeron.driver.timeout</c> (ms),
    /// <c>aeron.pre.touch.mapped.memory</c>, <c>aeron.client.keepalive.interval</c>, <c>aeron.client.resource.linger.duration</c> and
    /// <c>aeron.client.idle.sleep.duration</c> (durations such as 500ms).
    /// </summary>
    /// <param name="settings">Names and values.</param>
    /// <exception cref="AeronException">An unknown name or a wrong value.</exception>
    public static AeronContext FromSettings(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var context = new AeronContext();
        foreach ((string name, string value) in settings)
        {
            context = name switch
            {
                "aeron.dir" => context with { AeronDirectoryName = value },
                "aeron.client.name" => context with { ClientName = value },
                "aeron.driver.timeout" => context with { DriverTimeoutMs = SettingText.Integer(name, value) },
                "aeron.pre.touch.mapped.memory" => context with { PreTouchMappedMemory = SettingText.Bool(name, value) },
                "aeron.client.keepalive.interval" =>
                    context with { KeepAliveIntervalMs = SettingText.Duration(name, value) / NsPerMs },
                "aeron.client.resource.linger.duration" =>
                    context with { ResourceLingerMs = SettingText.Duration(name, value) / NsPerMs },
                // The thread's sleep has the system's resolution: at least a millisecond.
                "aeron.client.idle.sleep.duration" => context with
                {
                    IdleSleepMs = (int)Math.Max(1, SettingText.Duration(name, value) / NsPerMs),
                },
                _ => throw new AeronException($"'{name}' is no setting of the client"),
            };
        }

        return context;
    }

    private const long NsPerMs = 1_000_000;

    /// <summary>The directory that all Aeron programs of a user share unless told otherwise.</summary>
    public static string DefaultDirectory =>
        Environment.GetEnvironmentVariable("AERON_DIR") is { Length: > 0 } named ? named
            : Path.Combine(
                Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), "aeron-" + Environment.UserName);
}
