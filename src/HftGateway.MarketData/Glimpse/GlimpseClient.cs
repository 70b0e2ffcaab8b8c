using HftGateway.MarketData.Soup;
using HftGateway.Platform;

namespace HftGateway.MarketData.Glimpse;

/// <summary>
/// Fetches a GLIMPSE 5.0 snapshot: the state of all books as ITCH messages (directory, trading states, an Add for every
/// live order), and the number of the feed's message to go on with. Polled; never waits.
/// <para>To join late or after a gap: keep the feed's packets (spin), <see cref="Start"/>, empty the books, apply every
/// block that <see cref="Poll"/> gives (snapshot), and when it says Complete apply the kept packets from
/// <see cref="SpliceSequence"/> on (splice). When it says Failed the books are worth nothing.</para>
/// <para><b>Threading.</b> One thread at a time.</para>
/// <para><b>Invariants.</b> Complete is said only after the End of Snapshot message, with every message before it
/// delivered and of a known type and length. Bounded in memory (fixed buffers) and in time (the options' limits, on the
/// caller's clock).</para>
/// <para><b>Cost.</b> One copy a message; nothing is allocated for a message.</para>
/// <para><b>Reference.</b> Nasdaq GLIMPSE 5.0: login for sequence 1, Snapshot message 'G'; SoupBinTCP 3.00.</para>
/// </summary>
[HotPath]
public sealed class GlimpseClient : IDisposable
{
    private readonly GlimpseClientOptions _options;
    private readonly SoupClient _client;
    private readonly SoupBlockBuffer _block = new();
    private readonly GlimpseReader _reader;
    private long _deadlineNs;

    /// <summary>A client that fetches nothing yet.</summary>
    /// <param name="options">Where from.</param>
    /// <exception cref="FeedException">Name or password do not fit their fields.</exception>
    public GlimpseClient(GlimpseClientOptions options)
    {
        _options = options;
        _reader = new GlimpseReader(options.MaxMessages, options.SequenceIsLastContained);
        _client = new SoupClient(
            new SoupClientOptions
            {
                Version = options.Version,
                UserName = options.UserName,
                Password = options.Password,
                ConnectTimeoutNs = options.ConnectTimeoutNs,
                LoginTimeoutNs = options.ConnectTimeoutNs,
                PeerTimeoutNs = options.SilenceTimeoutNs,
                Reconnects = false,
            },
            [.. options.Servers]);
    }

    /// <summary>Where the snapshot stands.</summary>
    public GlimpseStatus Status { get; private set; }

    /// <summary>Why it failed.</summary>
    public GlimpseFailure Failure => _reader.Failure;

    /// <summary>The same in words, with the server's address; null when it did not fail.</summary>
    public string? FailureText { get; private set; }

    /// <summary>
    /// When complete: sequence number of the first feed message that the snapshot does not contain.
    /// </summary>
    public ulong SpliceSequence => _reader.SpliceSequence;

    /// <summary>Messages of this snapshot delivered so far.</summary>
    public long Messages => _reader.Messages;

    /// <summary>Snapshots that came to their end.</summary>
    public long Completed { get; private set; }

    /// <summary>Snapshots that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>The connection's descriptor, for waiting on several at once; -1 when there is none.</summary>
    public int Descriptor => _client.Descriptor;

    /// <summary>Asks for a snapshot; one under way is given up.</summary>
    /// <param name="nextNeeded">First message of the feed that is missing: an older snapshot fails as TooOld.</param>
    /// <param name="nowNs">Monotonic time in ns.</param>
    public void Start(ulong nextNeeded, long nowNs)
    {
        _reader.Start(nextNeeded);
        _deadlineNs = nowNs + _options.TotalTimeoutNs;
        FailureText = null;
        Status = GlimpseStatus.Connecting;
        _client.Start(1, nowNs);
    }

    /// <summary>Gives the snapshot up.</summary>
    public void Cancel()
    {
        _client.Stop();
        Status = GlimpseStatus.Idle;
    }

    /// <summary>Takes what has come. To be called until the block is empty, then whenever there is time.</summary>
    /// <param name="nowNs">Monotonic time in ns.</param>
    /// <param name="block">
    /// Messages of the snapshot, valid until the next call; its numbers are the snapshot's own, from 1, not the feed's.
    /// The last ones may come together with Complete, and none comes with Failed.
    /// </param>
    public GlimpseStatus Poll(long nowNs, out MessageBlock block)
    {
        block = default;
        if (Status is not (GlimpseStatus.Connecting or GlimpseStatus.Receiving))
            return Status;
        _block.Clear(1, 0);
        _ = _client.Poll(nowNs);
        while (_block.HasRoom && Status is GlimpseStatus.Connecting or GlimpseStatus.Receiving)
        {
            SoupEvent found = _client.TryRead(nowNs, out ReadOnlySpan<byte> payload);
            if (found == SoupEvent.SequencedData)
                OnMessage(payload);
            else if (found == SoupEvent.LoginAccepted)
                Status = GlimpseStatus.Receiving;
            else if (found is SoupEvent.None or SoupEvent.EndOfSession or SoupEvent.Failed)
                break;
        }

        CheckEnd(nowNs);
        if (Status != GlimpseStatus.Failed)
            block = _block.Block;
        return Status;
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => _client.Dispose();

    private void OnMessage(ReadOnlySpan<byte> message)
    {
        if (_reader.Take(message))
        {
            _block.Append(message, (ulong)_reader.Messages, _reader.Messages - 1);
        }
        else if (_reader.Status == GlimpseStatus.Complete)
        {
            Completed++;
            // Closing is the whole of a good-bye: a logout request would be answered by closing, too.
            _client.Stop();
            Status = GlimpseStatus.Complete;
        }
        else
        {
            Fail(_reader.Failure, _reader.FailureText);
        }
    }

    private void CheckEnd(long nowNs)
    {
        if (Status is not (GlimpseStatus.Connecting or GlimpseStatus.Receiving))
            return;
        if (_client.Status == SoupClientStatus.Ended)
            Fail(GlimpseFailure.CutShort, $"the session ended after {Messages} messages, without End of Snapshot");
        else if (_client.Status == SoupClientStatus.Failed)
            Fail(Of(_client.Failure), _client.FailureText);
        else if (nowNs >= _deadlineNs)
            Fail(GlimpseFailure.TooSlow, $"not complete after {_options.TotalTimeoutNs / 1_000_000} ms");
    }

    private static GlimpseFailure Of(SoupFailure failure) => failure switch
    {
        SoupFailure.CannotConnect => GlimpseFailure.CannotConnect,
        SoupFailure.LoginTimeout or SoupFailure.NotAuthorized or SoupFailure.SessionNotAvailable
            => GlimpseFailure.Refused,
        SoupFailure.PeerSilent => GlimpseFailure.Silent,
        SoupFailure.MalformedPacket or SoupFailure.UnexpectedPacket => GlimpseFailure.Garbage,
        _ => GlimpseFailure.CutShort,
    };

    private void Fail(GlimpseFailure failure, string? why)
    {
        Status = GlimpseStatus.Failed;
        _reader.Fail(failure, why);
        FailureText = $"snapshot from {_client.Server}: {why}";
        Failed++;
        _client.Stop();
        _client.NextServer();
    }
}
