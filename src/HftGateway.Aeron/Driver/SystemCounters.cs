using System.Buffers.Binary;
using HftGateway.Aeron.Counters;

namespace HftGateway.Aeron.Driver;

/// <summary>The driver's own counters, made before all others so that their numbers are their ids.</summary>
internal sealed unsafe class SystemCounters
{
    private const string Version = "0.1.0";

    private static readonly string[] Labels =
    [
        "Bytes sent", "Bytes received", "Failed offers to ReceiverProxy", "Failed offers to SenderProxy",
        "Failed offers to DriverConductorProxy", "NAKs sent", "NAKs received", "Status Messages sent",
        "Status Messages received", "Heartbeats sent", "Heartbeats received", "Retransmits sent",
        "Flow control under runs", "Flow control over runs", "Invalid packets",
        $"Errors: version={Version} commit=", "Short sends", "Failed attempts to free log buffers",
        "Sender flow control limits, i.e. back-pressure events", "Unblocked Publications", "Unblocked Control Commands",
        "Possible TTL Asymmetry", "ControllableIdleStrategy status", "Loss gap fills", "Client liveness timeouts",
        "Resolution changes", "Conductor max cycle time doing its work in ns",
        "Conductor work cycle exceeded threshold count", "Sender max cycle time doing its work in ns",
        "Sender work cycle exceeded threshold count", "Receiver max cycle time doing its work in ns",
        "Receiver work cycle exceeded threshold count", "NameResolver max time in ns",
        "NameResolver exceeded threshold count", $"Aeron software: version={Version} commit=", "Bytes currently mapped",
        "Retransmitted bytes", "Retransmit Pool Overflow count", "Error Frames received", "Error Frames sent",
        "Publications Revoked", "Publication Images Revoked", "Images rejected", "Control protocol version",
        "Status Messages rejected", "Failed offers to NativeResourceAgentProxy",
    ];

    private readonly long*[] _values = new long*[Labels.Length];

    public SystemCounters(CountersManager counters, long nowMs)
    {
        Span<byte> key = stackalloc byte[sizeof(int)];
        for (int i = 0; i < Labels.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(key, i);
            int id = counters.Allocate(CounterType.System, key, Labels[i], i, -1, nowMs);
            if (id != i)
                throw new InvalidOperationException($"system counter {i} got the number {id}");
            _values[i] = counters.Address(id);
        }

        this[SystemCounter.ControlProtocolVersion] = 0x010000;
        this[SystemCounter.AeronVersion] = 0x000100;
    }

    /// <summary>The value; written by whichever agent counts it.</summary>
    public long this[SystemCounter counter]
    {
        get => Volatile.Read(ref *_values[(int)counter]);
        set => Volatile.Write(ref *_values[(int)counter], value);
    }

    /// <summary>Adds one; any thread.</summary>
    public void Increment(SystemCounter counter) => Interlocked.Increment(ref *_values[(int)counter]);

    /// <summary>Adds; any thread.</summary>
    public void Add(SystemCounter counter, long amount) => Interlocked.Add(ref *_values[(int)counter], amount);
}
