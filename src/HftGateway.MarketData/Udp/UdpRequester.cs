using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using HftGateway.Platform;
using HftGateway.Platform.Memory;

namespace HftGateway.MarketData.Udp;

/// <summary>
/// Sends requests to one server and takes its answers: a connected socket, so that nobody else's datagrams come in.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Never waits, never throws after construction, allocates nothing.</para>
/// <para><b>Limits.</b> Linux, IPv4.</para>
/// <para><b>Cost.</b> A system call a request and a poll.</para>
/// </summary>
[HotPath]
public sealed unsafe class UdpRequester : IDisposable
{
    private const int MaxAnswerBytes = 65_507;
    private readonly Socket _socket;
    private readonly NativeRegion _memory;
    private readonly int _descriptor;

    /// <summary>Opens the socket; the server need not be there yet.</summary>
    /// <param name="server">Address and port.</param>
    /// <exception cref="FeedException">The address cannot be reached from this host.</exception>
    public UdpRequester(IPEndPoint server)
    {
        Server = server;
        _socket = UdpSocket.Create(server.ToString());
        try
        {
            _socket.Connect(server);
        }
        catch (SocketException e)
        {
            _socket.Dispose();
            throw new FeedException(
                FeedErrorCode.SocketRefused, e.Message, server.ToString(),
                "Check that the host has a route to the request server.", e);
        }

        // Resolves the calls now: the first use of each allocates, and would do so on a feed's thread.
        _ = UdpNative.Send(-1, null, 0, UdpNative.MessageDontWait);
        _ = UdpNative.Receive(-1, null, 0, UdpNative.MessageDontWait);
        _descriptor = (int)_socket.Handle;
        _memory = new NativeRegion(MaxAnswerBytes, hugePages: false);
    }

    /// <summary>The server.</summary>
    public IPEndPoint Server { get; }

    /// <summary>Requests that could not be sent, and receive calls that failed.</summary>
    public long Failures { get; private set; }

    /// <summary>Sends one request.</summary>
    /// <param name="request">Its bytes.</param>
    /// <returns>False when it was not sent; the caller's timeout takes care of it.</returns>
    public bool TrySend(ReadOnlySpan<byte> request)
    {
        fixed (byte* first = request)
        {
            nint sent = UdpNative.Send(
                _descriptor, first, (nuint)request.Length, UdpNative.MessageDontWait | UdpNative.MessageNoSignal);
            if (sent == request.Length)
                return true;
        }

        // A server that was not there is reported on the next call: it is about the request before.
        Failures++;
        return false;
    }

    /// <summary>Takes one answer if there is one.</summary>
    /// <param name="answer">Its bytes, valid until the next call.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryReceive(out ReadOnlySpan<byte> answer)
    {
        nint length = UdpNative.Receive(
            _descriptor, _memory.Pointer, MaxAnswerBytes, UdpNative.MessageDontWait | UdpNative.MessageTruncate);
        if (length >= 0 && length <= MaxAnswerBytes)
        {
            answer = new ReadOnlySpan<byte>(_memory.Pointer, (int)length);
            return true;
        }

        answer = default;
        if (length < 0 && Marshal.GetLastPInvokeError() is not (UdpNative.ErrorAgain or UdpNative.ErrorInterrupted))
            Failures++;
        return false;
    }

    /// <summary>Closes the socket.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _memory.Dispose();
    }
}
