using HftGateway.Platform.Threads;

namespace HftGateway.Platform.Tests;

public class ThreadSetupTests
{
    [Fact]
    public void ShouldRunOnOneCoreOnlyWhenPinned()
    {
        int[] cores = ThreadSetup.AvailableCores();
        Assert.NotEmpty(cores);
        int core = cores[^1];
        SetupResult result = default;
        int[] afterwards = [];
        var thread = new Thread(() =>
        {
            result = ThreadSetup.PinCurrentThread(core);
            afterwards = ThreadSetup.AvailableCores();
        });
        thread.Start();
        thread.Join();
        if (!OperatingSystem.IsLinux())
        {
            Assert.False(result.Ok);
            return;
        }
        Assert.True(result.Ok, result.ToString());
        Assert.Equal([core], afterwards);
        // Only the one thread was pinned.
        Assert.Equal(cores, ThreadSetup.AvailableCores());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1024)]
    [InlineData(int.MaxValue)]
    public void ShouldSayWhyWhenTheCoreNumberIsImpossible(int core)
    {
        SetupResult result = ThreadSetup.PinCurrentThread(core);
        Assert.False(result.Ok);
        Assert.Equal("core numbers run from 0 to 1023", result.Why);
        Assert.Equal($"pin to core {core}", result.What);
    }

    [Fact]
    public void ShouldSayWhichCoresThereAreWhenTheCoreIsMissing()
    {
        int[] cores = ThreadSetup.AvailableCores();
        if (!OperatingSystem.IsLinux() || cores.Contains(1023))
            return;
        SetupResult result = ThreadSetup.PinCurrentThread(1023);
        Assert.False(result.Ok);
        Assert.Contains(string.Join(',', cores), result.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("risk", "risk")]
    [InlineData("exactly15bytes!", "exactly15bytes!")]
    [InlineData("a-name-too-long-for-linux", "a-name-too-long")]
    [InlineData("fourteen bytesé", "fourteen bytes")]
    public void ShouldNameTheThreadForTheKernel(string name, string expected)
    {
        SetupResult result = default;
        string kernelName = "";
        string? managedName = null;
        var thread = new Thread(() =>
        {
            result = ThreadSetup.NameCurrentThread(name);
            managedName = Thread.CurrentThread.Name;
            if (OperatingSystem.IsLinux())
                kernelName = File.ReadAllText("/proc/thread-self/comm").TrimEnd('\n');
        });
        thread.Start();
        thread.Join();
        Assert.True(result.Ok, result.ToString());
        Assert.Equal(name, managedName);
        if (OperatingSystem.IsLinux())
            Assert.Equal(expected, kernelName);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(-5)]
    public void ShouldRefuseAnImpossiblePriority(int priority) =>
        Assert.Equal("priorities run from 1 to 99", ThreadSetup.SetFifoPriority(priority).Why);

    [Fact]
    public void ShouldReportThePriorityEitherWay()
    {
        SetupResult priority = default;
        var thread = new Thread(() => priority = ThreadSetup.SetFifoPriority(1));
        thread.Start();
        thread.Join();
        Assert.Equal("SCHED_FIFO priority 1", priority.What);
        Assert.Equal(priority.Ok, priority.Why.Length == 0);
    }

    [Fact]
    public void ShouldApplyEverythingBeforeTheBodyRuns()
    {
        int core = ThreadSetup.AvailableCores()[0];
        int[] inside = [];
        string? name = null;
        DedicatedThread thread = DedicatedThread.Start(new ThreadSpec("dedicated", core), () =>
        {
            inside = ThreadSetup.AvailableCores();
            name = Thread.CurrentThread.Name;
        });
        Assert.Equal(2, thread.Setup.Count);
        thread.Join();
        Assert.False(thread.IsAlive);
        Assert.Null(thread.Failure);
        Assert.Equal("dedicated", name);
        if (OperatingSystem.IsLinux())
            Assert.Equal([core], inside);
    }

    [Fact]
    public void ShouldKeepTheExceptionWhenTheBodyThrows()
    {
        DedicatedThread thread = DedicatedThread.Start(
            new ThreadSpec("failing"), () => throw new InvalidOperationException("boom"));
        thread.Join();
        Assert.Equal("boom", thread.Failure!.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(20_000)]
    public void ShouldSleepForShortTimes(long ns) => ShortSleep.Sleep(ns);

    [Theory]
    [InlineData(-1)]
    [InlineData(1_000_000_000)]
    public void ShouldRefuseASleepOutOfRange(long ns) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ShortSleep.Sleep(ns));
}
