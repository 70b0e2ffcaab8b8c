using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.Platform;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Sends datagrams to one unicast or multicast address.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> The socket is connected, so that a send names no address. Sending allocates nothing, throws
/// nothing and never waits.</para>
/// <para><b>Limits.</b> Linux, IPv4, datagrams up to 65,507 bytes.</para>
/// <para><b>Cost.</b> The send system call.</para>
/// </summary>
[HotPath]
public sealed unsafe class UdpSender : IDisposable
{
    private readonly Socket _socket;
    private readonly int _descriptor;

    /// <summary>Opens the socket.</summary>
    /// <param name="options">Where and how.</param>
    /// <exception cref="FeedException">The address is not valid, the interface does not exist, or there is no
    /// route.</exception>
    public UdpSender(UdpSenderOptions options)
    {
        string where = $"{options.Address}:{options.Port}";
        UdpSocket.CheckAddress(options.Address, options.Port, isPortNeeded: true, where);
        _socket = UdpSocket.Create(where);
        try
        {
            if (UdpSocket.IsMulticast(options.Address))
                SetMulticast(options, where);
            _socket.Connect(new IPEndPoint(options.Address, options.Port));
            SendBufferBytes = UdpSocket.SizeBuffer(
                _socket, options.SendBufferBytes, UdpNative.OptionSendBuffer, UdpNative.OptionSendBufferForce);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new FeedException(
                FeedErrorCode.SocketRefused, e.Message, where, "Check that the host has a route to the address.", e);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _descriptor = (int)_socket.Handle;
    }

    internal int Descriptor => _descriptor;

    /// <summary>Bytes of datagrams that the kernel can hold for this socket.</summary>
    public int SendBufferBytes { get; }

    /// <summary>Datagrams sent.</summary>
    public long Datagrams { get; private set; }

    /// <summary>Datagrams refused because the kernel's buffer was full; to be sent again by the caller.</summary>
    public long Congested { get; private set; }

    /// <summary>Datagrams that failed for another reason.</summary>
    public long Failures { get; private set; }

    /// <summary>System error number of the last failure.</summary>
    public int LastError { get; private set; }

    /// <summary>Sends one datagram.</summary>
    /// <param name="datagram">Up to 65,507 bytes.</param>
    /// <returns>False when it was not sent: see <see cref="Congested"/> and <see cref="Failures"/>.</returns>
    public bool TrySend(ReadOnlySpan<byte> datagram)
    {
        fixed (byte* first = datagram)
        {
            nint sent = UdpNative.Send(
                _descriptor, first, (nuint)datagram.Length, UdpNative.MessageDontWait | UdpNative.MessageNoSignal);
            // A unicast receiver that is not there yet is reported on the next send: the error is about the one before.
            if (sent < 0 && Marshal.GetLastPInvokeError() == UdpNative.ErrorRefused)
            {
                sent = UdpNative.Send(
                    _descriptor, first, (nuint)datagram.Length, UdpNative.MessageDontWait | UdpNative.MessageNoSignal);
            }

            if (sent == datagram.Length)
            {
                Datagrams++;
                return true;
            }
        }

        CountMiss();
        return false;
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose() => _socket.Dispose();

    private void SetMulticast(UdpSenderOptions options, string where)
    {
        int timeToLive = options.MulticastTimeToLive;
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastTimeToLive, timeToLive);
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastLoopback, options.MulticastLoopback);
        if (options.Interface == null)
            return;
        // The option takes an interface index in network byte order.
        int index = IPAddress.HostToNetworkOrder(UdpSocket.InterfaceIndex(options.Interface, where));
        _socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.MulticastInterface, index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CountMiss()
    {
        int error = Marshal.GetLastPInvokeError();
        if (error is UdpNative.ErrorAgain or UdpNative.ErrorNoBuffers)
        {
            Congested++;
            return;
        }

        Failures++;
        LastError = error;
    }
}
