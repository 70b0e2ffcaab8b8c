using System.Globalization;
using System.Runtime.InteropServices;

namespace HftGateway.Platform.Threads;

/// <summary>
/// Asks the operating system for what a latency-critical thread needs: a core of its own, a name, real-time priority,
/// memory that stays resident. Nothing here throws on refusal; each call says what happened.
/// <para><b>Threading.</b> Pinning, naming and priority concern the calling thread; locking concerns the
/// process.</para>
/// <para><b>Limits.</b> Linux only; elsewhere every request is refused and says so. Cores 0 to 1023.</para>
/// <para><b>Cost.</b> Not on the hot path.</para>
/// <para><b>Reference.</b> sched_setaffinity(2), sched(7), pthread_setname_np(3), mlockall(2).</para>
/// </summary>
public static unsafe partial class ThreadSetup
{
    /// <summary>One more than the highest core number that can be pinned to: glibc's CPU_SETSIZE.</summary>
    public const int MaxCores = 1024;

    private const int MaskWords = MaxCores / 64;
    private const nuint MaskBytes = MaxCores / 8;
    private const int MaxNameBytes = 15;
    private const int SchedulerFifo = 1;
    private const int LockCurrent = 1;
    private const int LockFuture = 2;
    private const int ErrorPermission = 1;
    private const int ErrorMemory = 12;
    private const int ErrorInvalid = 22;
    private const string NotLinux = "only implemented on Linux";

    /// <summary>
    /// Applies everything that a specification asks for to the calling thread, in the order name, core, priority.
    /// </summary>
    /// <returns>One result per thing asked for.</returns>
    public static IReadOnlyList<SetupResult> Apply(in ThreadSpec spec)
    {
        var results = new List<SetupResult> { NameCurrentThread(spec.Name) };
        if (spec.Core != ThreadSpec.AnyCore)
            results.Add(PinCurrentThread(spec.Core));
        if (spec.FifoPriority != 0)
            results.Add(SetFifoPriority(spec.FifoPriority));
        return results;
    }

    /// <summary>Restricts the calling thread to one core.</summary>
    public static SetupResult PinCurrentThread(int core)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"pin to core {core}");
        if ((uint)core >= MaxCores)
            return SetupResult.Refused(what, $"core numbers run from 0 to {MaxCores - 1}");
        if (!OperatingSystem.IsLinux())
            return SetupResult.Refused(what, NotLinux);
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        mask[core >> 6] = 1UL << (core & 63);
        // Process id 0 means the calling thread, not the whole process.
        if (SetAffinity(0, MaskBytes, mask) == 0)
            return SetupResult.Done(what);
        int error = Marshal.GetLastPInvokeError();
        return SetupResult.Refused(what, error == ErrorInvalid
            ? $"the process may only use cores {string.Join(',', AvailableCores())} (taskset, cgroup cpuset)"
            : Errno(error));
    }

    /// <summary>
    /// Names the calling thread, for the debugger and for <c>ps -L</c>, which shows the first 15 bytes.
    /// </summary>
    public static SetupResult NameCurrentThread(string name)
    {
        string what = $"name the thread {name}";
        Thread.CurrentThread.Name = name;
        if (!OperatingSystem.IsLinux())
            return SetupResult.Done(what);
        byte* bytes = stackalloc byte[MaxNameBytes + 1];
        var buffer = new Span<byte>(bytes, MaxNameBytes + 1);
        buffer.Clear();
        // Whole characters only: a name cut inside one would not be UTF-8.
        System.Text.Unicode.Utf8.FromUtf16(name, buffer[..MaxNameBytes], out _, out _);
        int error = SetName(Self(), bytes);
        return error == 0 ? SetupResult.Done(what) : SetupResult.Refused(what, Errno(error));
    }

    /// <summary>Gives the calling thread a SCHED_FIFO priority from 1 to 99.</summary>
    public static SetupResult SetFifoPriority(int priority)
    {
        string what = string.Create(CultureInfo.InvariantCulture, $"SCHED_FIFO priority {priority}");
        if (priority is < 1 or > 99)
            return SetupResult.Refused(what, "priorities run from 1 to 99");
        if (!OperatingSystem.IsLinux())
            return SetupResult.Refused(what, NotLinux);
        if (SetScheduler(0, SchedulerFifo, &priority) == 0)
            return SetupResult.Done(what);
        int error = Marshal.GetLastPInvokeError();
        return SetupResult.Refused(what, error == ErrorPermission
            ? "not permitted: needs CAP_SYS_NICE or an rtprio limit (ulimit -r)"
            : Errno(error));
    }

    /// <summary>Locks all memory of the process, present and future.</summary>
    public static SetupResult LockAllMemory()
    {
        const string What = "lock all memory";
        if (!OperatingSystem.IsLinux())
            return SetupResult.Refused(What, NotLinux);
        if (LockAll(LockCurrent | LockFuture) == 0)
            return SetupResult.Done(What);
        int error = Marshal.GetLastPInvokeError();
        return SetupResult.Refused(What, error is ErrorPermission or ErrorMemory
            ? "beyond the limit: needs CAP_IPC_LOCK or a memlock limit (ulimit -l unlimited)"
            : Errno(error));
    }

    /// <summary>The cores the calling thread may run on, ascending.</summary>
    public static int[] AvailableCores()
    {
        ulong* mask = stackalloc ulong[MaskWords];
        new Span<ulong>(mask, MaskWords).Clear();
        if (!OperatingSystem.IsLinux() || GetAffinity(0, MaskBytes, mask) != 0)
            return [.. Enumerable.Range(0, Environment.ProcessorCount)];
        var cores = new List<int>();
        for (int core = 0; core < MaxCores; core++)
            if ((mask[core >> 6] >> (core & 63) & 1) != 0)
                cores.Add(core);
        return [.. cores];
    }

    private static string Errno(int error) => $"{Marshal.GetPInvokeErrorMessage(error)} (errno {error})";

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int threadId, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int threadId, nuint bytes, ulong* mask);

    [LibraryImport("libc", EntryPoint = "sched_setscheduler", SetLastError = true)]
    private static partial int SetScheduler(int threadId, int policy, int* parameters);

    [LibraryImport("libc", EntryPoint = "mlockall", SetLastError = true)]
    private static partial int LockAll(int flags);

    [LibraryImport("libc", EntryPoint = "pthread_self")]
    private static partial nint Self();

    [LibraryImport("libc", EntryPoint = "pthread_setname_np")]
    private static partial int SetName(nint thread, byte* name);
}
