using System.Buffers.Binary;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Arbitration;
using HftGateway.MarketData.Mold;
using HftGateway.Platform;

namespace HftGateway.MarketData.Recovery;

/// <summary>
/// Asks MoldUDP64 request servers for missing messages: when, how many, which server; and judges what they answer. No
/// sockets and no clock.
/// <para>One request is open at a time. An answer with fewer messages than asked for is followed by a request for the
/// rest at once; no answer, or a useless one, by a request to the next server after a wait that doubles.</para>
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> Requests are at least <see cref="RerequestOptions.IntervalNs"/> apart and never ask for
/// more than <see cref="RerequestOptions.MaxMessages"/>. Only an answer that overlaps the open request is
/// accepted.</para>
/// <para><b>Cost.</b> Not on the hot path; no allocation.</para>
/// <para><b>Reference.</b> MoldUDP64 Protocol Specification 1.00, section 4: Request Packet.</para>
/// </summary>
[HotPath]
public sealed class RerequestClient
{
    private readonly RerequestOptions _options;
    private readonly RerequestServerStatistics[] _servers;
    private readonly byte[] _request = GC.AllocateArray<byte>(MoldUdp64Header.SizeBytes, pinned: true);
    private bool _isOpen;
    private bool _isAnswered;
    private ulong _askedFirst;
    private ulong _askedEnd;
    private ulong _seenFirst;
    private long _sentNs;
    private long _earliestNs = long.MinValue;
    private long _timeoutNs;
    private int _attempts;
    private int _server;

    /// <summary>A client without an open request.</summary>
    /// <param name="options">Settings.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is outside its range.</exception>
    public RerequestClient(RerequestOptions options)
    {
        options.Validate();
        _options = options;
        _timeoutNs = options.TimeoutNs;
        _servers = new RerequestServerStatistics[options.Servers];
        for (int i = 0; i < _servers.Length; i++)
            _servers[i] = new RerequestServerStatistics();
    }

    /// <summary>Servers that can be asked.</summary>
    public int ServerCount => _servers.Length;

    /// <summary>
    /// Every attempt for the last hole failed: nothing more is asked for until it changes, or <see cref="Reset"/>.
    /// </summary>
    public bool IsExhausted { get; private set; }

    /// <summary>Holes for which every attempt failed.</summary>
    public long Exhaustions { get; private set; }

    /// <summary>Answers that came from elsewhere than the servers, or when nothing was asked.</summary>
    public long Unasked { get; private set; }

    /// <summary>Counters of a server.</summary>
    /// <param name="server">Its number.</param>
    public RerequestServerStatistics Server(int server) => _servers[server];

    /// <summary>Whether every attempt failed for the hole that begins at a number.</summary>
    /// <param name="first">First number missing.</param>
    public bool IsExhaustedFor(ulong first) => IsExhausted && _seenFirst == first;

    /// <summary>The request to send now, if any.</summary>
    /// <param name="session">Session of the feed.</param>
    /// <param name="first">First number missing.</param>
    /// <param name="count">How many are missing from there on, at least 1.</param>
    /// <param name="nowNs">Time, ns.</param>
    /// <param name="server">Which server to send it to.</param>
    /// <param name="request">The packet, valid until the next call.</param>
    /// <returns>False while an answer is waited for, too soon after the last request, or when exhausted.</returns>
    public bool TryTakeRequest(
        SessionKey session, ulong first, ulong count, long nowNs, out int server, out ReadOnlySpan<byte> request)
    {
        server = _server;
        request = default;
        if (_servers.Length == 0 || count == 0 || count > _options.MaxHole)
            return false;
        NoteProgress(first);
        if (IsExhausted)
            return false;
        if (_isOpen && !TryTimeOut(nowNs))
            return false;
        if (IsExhausted || nowNs < _earliestNs)
            return false;
        Ask(session, first, Math.Min(count, (ulong)_options.MaxMessages), nowNs);
        server = _server;
        request = _request;
        return true;
    }

    /// <summary>Judges an answer; give it to the arbiter only when it is accepted.</summary>
    /// <param name="server">The server that it came from.</param>
    /// <param name="packet">Its bytes.</param>
    /// <param name="session">Session of the feed.</param>
    /// <param name="expected">First number missing.</param>
    public RerequestAnswer OnAnswer(int server, ReadOnlySpan<byte> packet, SessionKey session, ulong expected)
    {
        RerequestServerStatistics statistics = _servers[server];
        PacketKind kind = MoldNumbering.Read(packet, out PacketNumbers numbers);
        if (kind != PacketKind.Data)
        {
            statistics.Garbage++;
            Hurry(server);
            return RerequestAnswer.Garbage;
        }

        if (numbers.Session != session)
        {
            statistics.OtherSessions++;
            Hurry(server);
            return RerequestAnswer.OtherSession;
        }

        ulong end = numbers.First + (ulong)numbers.Count;
        bool isAsked = _askedEnd != 0 && end > _askedFirst && numbers.First < _askedEnd;
        if (!isAsked)
        {
            if (end <= expected)
            {
                statistics.DuplicateAnswers++;
                return RerequestAnswer.Duplicate;
            }

            statistics.WrongRanges++;
            Hurry(server);
            return RerequestAnswer.WrongRange;
        }

        if (end <= expected)
        {
            statistics.DuplicateAnswers++;
            return RerequestAnswer.Duplicate;
        }

        statistics.Answers++;
        if (end < _askedEnd)
            statistics.PartialAnswers++;
        _isAnswered = true;
        return RerequestAnswer.Accepted;
    }

    /// <summary>
    /// The hole is gone: filled, or given up. The next one starts afresh, at the server that answered last.
    /// </summary>
    public void Reset()
    {
        _isOpen = false;
        IsExhausted = false;
        _attempts = 0;
        _timeoutNs = _options.TimeoutNs;
        _seenFirst = 0;
    }

    private void NoteProgress(ulong first)
    {
        if (first == _seenFirst)
            return;
        // Something came, from whomever: the attempts begin anew.
        _seenFirst = first;
        IsExhausted = false;
        _attempts = 0;
        _timeoutNs = _options.TimeoutNs;
        if (_isOpen && (_isAnswered || first >= _askedEnd))
            _isOpen = false;
    }

    // Whether the open request's time is over; then another attempt may be made, or none is left.
    private bool TryTimeOut(long nowNs)
    {
        if (nowNs - _sentNs < _timeoutNs)
            return false;
        _isOpen = false;
        _servers[_server].Timeouts++;
        _server = (_server + 1) % _servers.Length;
        _timeoutNs = Math.Min(2 * _timeoutNs, _options.MaxTimeoutNs);
        if (++_attempts < _options.MaxAttempts)
            return true;
        IsExhausted = true;
        Exhaustions++;
        return false;
    }

    // A useless answer of the server that was asked: no better one is waited for.
    private void Hurry(int server)
    {
        if (!_isOpen || server != _server)
            Unasked++;
        else
            _sentNs = long.MinValue / 2;
    }

    private void Ask(SessionKey session, ulong first, ulong count, long nowNs)
    {
        MemoryMarshal.Write(_request, session.High);
        MemoryMarshal.Write(_request.AsSpan(sizeof(ulong)), (ushort)session.Low);
        BinaryPrimitives.WriteUInt64BigEndian(_request.AsSpan(MoldSession.SizeBytes), first);
        BinaryPrimitives.WriteUInt16BigEndian(_request.AsSpan(MoldSession.SizeBytes + sizeof(ulong)), (ushort)count);
        _askedFirst = first;
        _askedEnd = first + count;
        _isOpen = true;
        _isAnswered = false;
        _sentNs = nowNs;
        _earliestNs = nowNs + _options.IntervalNs;
        _servers[_server].Requests++;
    }
}
