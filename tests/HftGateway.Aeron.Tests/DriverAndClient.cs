using HftGateway.Aeron.Client;
using HftGateway.Aeron.Driver;

namespace HftGateway.Aeron.Tests;

/// <summary>A driver in a directory of its own, and clients of it.</summary>
internal sealed class DriverAndClient : IDisposable
{
    private readonly List<AeronClient> _clients = [];
    private readonly bool _isInvoked;

    /// <summary>A driver with the changes, and one client.</summary>
    /// <param name="change">What differs from <see cref="Small"/>.</param>
    /// <param name="isInvoked">The test runs driver and clients by its own calls.</param>
    public DriverAndClient(Func<MediaDriverContext, MediaDriverContext>? change = null, bool isInvoked = false)
    {
        _isInvoked = isInvoked;
        DirectoryName = TestDirectory.Next();
        MediaDriverContext context = Small(DirectoryName);
        Driver = MediaDriver.Launch(change == null ? context : change(context));
        Client = Connect();
    }

    public string DirectoryName { get; }

    public MediaDriver Driver { get; }

    public AeronClient Client { get; }

    public List<Exception> Errors { get; } = [];

    public static MediaDriverContext Small(string directory) => new()
    {
        AeronDirectoryName = directory,
        DirDeleteOnShutdown = true,
        ThreadingMode = ThreadingMode.Shared,
        IpcTermBufferLength = 64 * 1024,
        PublicationTermBufferLength = 64 * 1024,
        InitialWindowLength = 16 * 1024,
        ToDriverBufferLength = 64 * 1024,
        ToClientsBufferLength = 64 * 1024,
        CounterValuesBufferLength = 128 * 1024,
        ErrorBufferLength = 64 * 1024,
        TimerIntervalNs = 20_000_000,
        StatusMessageTimeoutNs = 20_000_000,
        PublicationLingerTimeoutNs = 50_000_000,
        ImageLivenessTimeoutNs = 500_000_000,
        CounterFreeToReuseTimeoutNs = 50_000_000,
    };

    public AeronClient Connect(AeronContext? context = null)
    {
        AeronClient client = AeronClient.Connect((context ?? new AeronContext()) with
        {
            AeronDirectoryName = DirectoryName,
            UseConductorAgentInvoker = _isInvoked || context is { UseConductorAgentInvoker: true },
            DriverTimeoutMs = 120_000,
            IdleSleepMs = 1,
            KeepAliveIntervalMs = 50,
            ErrorHandler = Errors.Add,
        });
        _clients.Add(client);
        return client;
    }

    /// <summary>Turns of an invoked driver and client until something is there.</summary>
    public T Await<T>(Func<T?> get)
        where T : class
    {
        T? got = null;
        Wait.Until(
            () =>
            {
                Driver.DoWork();
                Client.Invoke();
                return (got = get()) != null;
            },
            typeof(T).Name);
        return got!;
    }

    public void Dispose()
    {
        foreach (AeronClient client in _clients)
            client.Dispose();
        Driver.Dispose();
        Assert.False(Directory.Exists(DirectoryName));
    }
}
