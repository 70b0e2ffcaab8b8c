using System.Buffers.Binary;
using HftGateway.MarketData.Itch;

namespace HftGateway.MarketData.Input;

/// <summary>
/// Reads a Nasdaq BinaryFILE: ITCH messages, each behind a 2-byte big-endian length. A length of 0 stands for the
/// length
/// that the type implies, as a known tool writes it; at the very end of the file it is the end mark of the format.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Cost.</b> One pass over the lengths of a block that is in the cache, about 4 ns a message, plus the
/// read.</para>
/// <para><b>Reference.</b> Nasdaq BinaryFILE 1.00.</para>
/// </summary>
public sealed class BinaryFileReader : MessageSource
{
    // Half of a typical second-level cache: the consumer walks the block again right after this does.
    private const int BlockBytes = 128 * 1024;
    private const int LargestRecord = 2 + ushort.MaxValue;
    private readonly StreamWindow _window;
    private FeedProblem? _problem;
    private long _messages;
    private int _pending;

    internal BinaryFileReader(StreamWindow window, string name)
    {
        _window = window;
        Name = name;
    }

    /// <summary>A reader of a stream whose content is BinaryFILE; closed with the reader.</summary>
    /// <param name="stream">Positioned at the first record.</param>
    /// <param name="name">What to call it in reports.</param>
    public BinaryFileReader(Stream stream, string name)
        : this(new StreamWindow(stream), name)
    {
    }

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override InputKind Kind => InputKind.BinaryFile;

    /// <inheritdoc/>
    public override FeedProblem? Problem => _problem;

    /// <inheritdoc/>
    public override long MessageCount => _messages;

    /// <inheritdoc/>
    public override long ByteOffset => _window.Offset + _pending;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Remarks => [];

    /// <summary>Message index at which a block must end; more than <see cref="MessageCount"/>.</summary>
    internal long StopAt { get; set; } = long.MaxValue;

    /// <inheritdoc/>
    public override bool TryReadBlock(out MessageBlock block)
    {
        _window.Consume(_pending);
        _pending = 0;
        block = default;
        if (_problem != null)
            return false;
        // A few hundred bytes left of the last fill are carried over; a record that is larger than that asks for more.
        _ = _window.Fill(BlockBytes);
        int most = (int)Math.Min(int.MaxValue, StopAt - _messages);
        int end = Walk(_window.Available, most, out int count);
        if (count == 0 && !_window.IsEnded && _window.Fill(LargestRecord))
            end = Walk(_window.Available, most, out count);
        if (count == 0)
        {
            _problem = FindProblem();
            return false;
        }

        block = new MessageBlock
        {
            Bytes = _window.Available[..end],
            Count = count,
            FirstIndex = _messages,
            FirstOffset = _window.Offset,
            FirstSequence = _messages + 1,
            PacketUtcNs = MessageBlock.NoTime,
            ZeroLengthIsImplied = true,
        };
        _messages += count;
        _pending = end;
        return true;
    }

    /// <summary>
    /// The bytes from the next record on, at least a whole record of them unless the input ends, for a consumer that
    /// walks over the records itself: the lengths are then read once instead of twice. Valid until the next call.
    /// </summary>
    /// <param name="bytes">The bytes; the last record may be cut off.</param>
    /// <returns>False at the end: <see cref="TryReadBlock"/> then says whether it is sound.</returns>
    public bool TryReadBytes(out ReadOnlySpan<byte> bytes)
    {
        _window.Consume(_pending);
        _pending = 0;
        bytes = default;
        if (_problem != null)
            return false;
        _ = _window.Fill(BlockBytes);
        if (Walk(_window.Available[..Math.Min(_window.Available.Length, ItchLength.Longest + 2)], 1, out _) == 0)
        {
            _ = _window.Fill(LargestRecord);
            if (Walk(_window.Available, 1, out _) == 0)
                return false;
        }

        bytes = _window.Available;
        return true;
    }

    /// <summary>Says how much of the bytes of <see cref="TryReadBytes"/> was used.</summary>
    /// <param name="bytes">Whole records, in bytes.</param>
    /// <param name="messages">The same in messages.</param>
    public void Take(int bytes, int messages)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)bytes, (uint)_window.Available.Length);
        _pending = bytes;
        _messages += messages;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _window.Dispose();
    }

    // Walks over whole records; returns the position behind the last.
    private static int Walk(ReadOnlySpan<byte> bytes, int most, out int count)
    {
        int position = 0;
        count = 0;
        while (position + 2 < bytes.Length && count < most)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[position..]);
            if (length == 0)
                length = ItchLength.Of(bytes[position + 2]);
            // A zero length before an undefined type cannot be walked over: nobody knows where the next record begins.
            if (length == 0 || length > bytes.Length - position - 2)
                break;
            position += 2 + length;
            count++;
        }

        return position;
    }

    private FeedProblem? FindProblem()
    {
        ReadOnlySpan<byte> rest = _window.Available;
        if (_window.Failure != null)
            return FailureProblem(_window.Failure);
        if (rest.Length == 0 || (rest.Length == 2 && rest[0] == 0 && rest[1] == 0))
            return null;
        if (rest.Length > 2 && rest[0] == 0 && rest[1] == 0 && ItchLength.Of(rest[2]) == 0)
        {
            return new FeedProblem(
                FeedErrorCode.Corrupt,
                $"a record of length 0 has type 0x{rest[2]:X2}, which implies no length",
                _window.Offset,
                _messages,
                "The recording is damaged from here on; obtain it again.");
        }

        return new FeedProblem(
            FeedErrorCode.Truncated,
            $"the input ends {rest.Length} bytes into a record",
            _window.Offset,
            _messages,
            "The recording was cut short; everything before was delivered.");
    }

    private FeedProblem FailureProblem(Exception failure) => new(
        failure is InvalidDataException ? FeedErrorCode.Corrupt : FeedErrorCode.ReadFailed,
        failure.Message,
        _window.Offset + _window.Available.Length,
        _messages,
        "Everything before was delivered; obtain the recording again.");
}
