using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Sends requests to one server and receives its answers over the same socket, without waiting: a server answers to
/// where the request came from.
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> Connected: the kernel keeps datagrams of anybody else out. Nothing is allocated for a
/// datagram and nothing thrown.</para>
/// <para><b>Limits.</b> Linux, IPv4.</para>
/// </summary>
[HotPath]
public sealed unsafe class UdpRequestSocket : IDisposable
{
    private const int MaxDatagramBytes = 65_507;
    private readonly Socket _socket;
    private readonly NativeRegion _memory = new(MaxDatagramBytes, hugePages: false);
    private readonly int _descriptor;

    /// <summary>Opens the socket.</summary>
    /// <param name="server">The server.</param>
    /// <exception cref="FeedException">The address is not valid, or there is no route to it.</exception>
    public UdpRequestSocket(IPEndPoint server)
    {
        string where = server.ToString();
        UdpSocket.CheckAddress(server.Address, server.Port, isPortNeeded: true, where);
        _socket = UdpSocket.Create(where);
        try
        {
            _socket.Connect(server);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new FeedException(
                FeedErrorCode.SocketRefused, e.Message, where, "Check that the host has a route to the address.", e);
        }

        _descriptor = (int)_socket.Handle;
    }

    /// <summary>Requests sent.</summary>
    public long Sent { get; private set; }

    /// <summary>Answers received.</summary>
    public long Received { get; private set; }

    /// <summary>Calls that failed: nobody listens there, or the kernel's buffer is full.</summary>
    public long Failures { get; private set; }

    /// <summary>Sends a request.</summary>
    /// <returns>False when it was not sent.</returns>
    public bool TrySend(ReadOnlySpan<byte> request)
    {
        nint sent;
        fixed (byte* first = request)
        {
            const int Flags = UdpNative.MessageDontWait | UdpNative.MessageNoSignal;
            sent = UdpNative.Send(_descriptor, first, (nuint)request.Length, Flags);
            // The error is about an earlier request that found nobody: the server may be back.
            if (sent < 0 && Marshal.GetLastPInvokeError() == UdpNative.ErrorRefused)
            {
                Failures++;
                sent = UdpNative.Send(_descriptor, first, (nuint)request.Length, Flags);
            }
        }

        if (sent == request.Length)
        {
            Sent++;
            return true;
        }

        Failures++;
        return false;
    }

    /// <summary>Takes an answer if there is one.</summary>
    /// <param name="answer">Its bytes, valid until the next call.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReceive(out ReadOnlySpan<byte> answer)
    {
        nint length = UdpNative.Receive(
            _descriptor, _memory.Pointer, MaxDatagramBytes, UdpNative.MessageDontWait);
        if (length < 0)
        {
            if (Marshal.GetLastPInvokeError() is not (UdpNative.ErrorAgain or UdpNative.ErrorInterrupted))
                Failures++;
            answer = default;
            return false;
        }

        Received++;
        answer = new ReadOnlySpan<byte>(_memory.Pointer, (int)length);
        return true;
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _memory.Dispose();
    }
}
