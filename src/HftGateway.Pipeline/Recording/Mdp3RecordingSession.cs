using System.Buffers.Binary;
using HftGateway.MarketData;
using HftGateway.MarketData.Udp;
using HftGateway.Pipeline.Configuration;
using HftGateway.Pipeline.Gateway;
using HftGateway.Platform;
using HftGateway.Platform.Timing;

namespace HftGateway.Pipeline.Recording;

/// <summary>
/// Listens to a channel of CME MDP 3.0, all incremental lines and all loops, and hands every datagram as it came to a
/// recorder: a capture from which a replay recovers its books as a live gateway does.
/// <para><b>Threading.</b> <see cref="Run"/> is the feed's thread; <see cref="Stop"/> and the counters are for any.</para>
/// <para><b>Invariants.</b> The feed's thread makes no system calls but the sockets'; nothing is allocated for a
/// packet.</para>
/// </summary>
[HotPath]
public sealed class Mdp3RecordingSession : IDisposable
{
    private const int PacketsPerTurn = 64;
    private const int IdleMs = 1;
    private const long ResyncNs = 1_000_000_000;

    private readonly UdpReceiver[] _sockets;
    private readonly (uint Address, ushort Port)[] _destinations;
    private readonly FeedRecorder _recorder;
    private readonly WallClock _clock = new();
    private bool _stop;

    /// <summary>Opens the sockets.</summary>
    /// <param name="c">Configuration in force.</param>
    /// <param name="recorder">Takes everything; started and stopped by the caller.</param>
    /// <param name="note">Receives lines for the operator.</param>
    /// <exception cref="ConfigurationException">A value is not understood.</exception>
    /// <exception cref="FeedException">A socket cannot be opened.</exception>
    public Mdp3RecordingSession(EffectiveConfiguration c, FeedRecorder recorder, Action<string> note)
    {
        _recorder = recorder;
        UdpReceiverOptions[] options =
        [
            .. Mdp3Settings.Lines(c),
            .. Mdp3Settings.LoopKeys.Select(key => Mdp3Settings.Loop(c, key)).OfType<UdpReceiverOptions>(),
        ];
        _sockets = new UdpReceiver[options.Length];
        _destinations = new (uint, ushort)[options.Length];
        Span<byte> address = stackalloc byte[4];
        try
        {
            for (int i = 0; i < _sockets.Length; i++)
            {
                UdpReceiverOptions line = RecordingSetup.ForRecording(options[i]);
                _sockets[i] = new UdpReceiver(line with { Line = i });
                foreach (string degradation in _sockets[i].Degradations)
                    note($"line {i}: {degradation}");
                _ = line.Address.TryWriteBytes(address, out _);
                _destinations[i] = (BinaryPrimitives.ReadUInt32BigEndian(address), (ushort)_sockets[i].Port);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The sockets, with their counters: the lines, then the loops.</summary>
    public IReadOnlyList<UdpReceiver> Sockets => _sockets;

    /// <summary>Ends <see cref="Run"/> after the current turn. Any thread.</summary>
    public void Stop() => Volatile.Write(ref _stop, true);

    /// <summary>Records until stopped.</summary>
    public void Run()
    {
        long resyncNs = 0;
        while (!Volatile.Read(ref _stop))
        {
            int packets = 0;
            for (int i = 0; i < _sockets.Length; i++)
                packets += Poll(i);
            long nowNs = TimeStampCounter.ToNs(TimeStampCounter.Now());
            if (nowNs >= resyncNs)
            {
                resyncNs = nowNs + ResyncNs;
                _clock.Resync();
            }

            if (packets == 0)
                _ = UdpReceiver.WaitAny(_sockets, IdleMs);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (UdpReceiver? socket in _sockets)
            socket?.Dispose();
    }

    private int Poll(int index)
    {
        int packets = 0;
        while (packets < PacketsPerTurn && _sockets[index].TryReceiveDatagram(out UdpDatagram datagram))
        {
            packets++;
            long utcNs = datagram.UtcNs != MessageBlock.NoTime
                ? datagram.UtcNs : _clock.UtcNs(TimeStampCounter.Now());
            (uint address, ushort port) = _destinations[index];
            _recorder.OnDatagram(in datagram, utcNs, address, port);
        }

        return packets;
    }
}
