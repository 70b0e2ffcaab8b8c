using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Gathers datagrams to one address and sends them with one system call (sendmmsg): for exchanges, tests and
/// measurements that must offer more than one call a datagram can.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> Datagrams leave in the order in which they were added; none is dropped here. Nothing is
/// allocated after construction.</para>
/// <para><b>Limits.</b> Linux, IPv4.</para>
/// </summary>
[HotPath]
public sealed unsafe class UdpBatchSender : IDisposable
{
    private readonly UdpSender _sender;
    private readonly NativeRegion _memory;
    private readonly UdpNative.BatchEntry* _entries;
    private readonly int _size;
    private readonly int _maxDatagramBytes;
    private int _first;
    private int _count;

    /// <summary>Opens the socket.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="batchSize">Datagrams a call, 1 to 1,024.</param>
    /// <param name="maxDatagramBytes">Longest datagram.</param>
    /// <exception cref="FeedException">The address is not valid, the interface does not exist, or there is no
    /// route.</exception>
    public UdpBatchSender(UdpSenderOptions options, int batchSize = 64, int maxDatagramBytes = 1_472)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, 1_024);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDatagramBytes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxDatagramBytes, 65_507);
        _sender = new UdpSender(options);
        _size = batchSize;
        _maxDatagramBytes = maxDatagramBytes;
        int stride = (maxDatagramBytes + 63) & ~63;
        int perEntry = sizeof(UdpNative.BatchEntry) + sizeof(UdpNative.Piece) + stride;
        _memory = new NativeRegion((nuint)(batchSize * perEntry), hugePages: false);
        _entries = (UdpNative.BatchEntry*)_memory.Pointer;
        var pieces = (UdpNative.Piece*)(_entries + batchSize);
        var bytes = (byte*)(pieces + batchSize);
        for (int i = 0; i < batchSize; i++)
        {
            _entries[i].Message.Pieces = pieces + i;
            _entries[i].Message.PieceCount = 1;
            pieces[i].Start = bytes + ((long)i * stride);
        }
    }

    /// <summary>Datagrams sent.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Calls that found the kernel's buffer full.</summary>
    public long Congested { get; private set; }

    /// <summary>Calls that failed for another reason.</summary>
    public long Failures { get; private set; }

    /// <summary>Datagrams that wait.</summary>
    public int Waiting => _count - _first;

    /// <summary>Adds a datagram to the batch.</summary>
    /// <returns>False when the batch is full, or the datagram too long.</returns>
    public bool TryAdd(ReadOnlySpan<byte> datagram)
    {
        if (_count == _size || datagram.Length > _maxDatagramBytes)
            return false;
        UdpNative.Piece* piece = _entries[_count].Message.Pieces;
        datagram.CopyTo(new Span<byte>(piece->Start, _maxDatagramBytes));
        piece->Length = (nuint)datagram.Length;
        _count++;
        return true;
    }

    /// <summary>Sends what waits, as far as the kernel takes it.</summary>
    /// <returns>Whether everything was sent; if not, to be called again.</returns>
    public bool Flush()
    {
        while (_first < _count)
        {
            int sent = UdpNative.SendMessages(
                _sender.Descriptor, _entries + _first, (uint)(_count - _first),
                UdpNative.MessageDontWait | UdpNative.MessageNoSignal);
            if (sent > 0)
            {
                _first += sent;
                Datagrams += sent;
                continue;
            }

            int error = Marshal.GetLastPInvokeError();
            // The error is about an earlier datagram that found nobody listening: no reason to stop.
            if (error is UdpNative.ErrorRefused or UdpNative.ErrorInterrupted)
                continue;
            if (error is UdpNative.ErrorAgain or UdpNative.ErrorNoBuffers)
                Congested++;
            else
                Failures++;
            return false;
        }

        _first = _count = 0;
        return true;
    }

    /// <summary>Closes the socket; what waits is not sent.</summary>
    public void Dispose()
    {
        _sender.Dispose();
        _memory.Dispose();
    }
}
