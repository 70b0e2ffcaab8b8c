using System.Buffers.Text;
using HftGateway.Books.MarketByPrice;
using HftGateway.MarketData.Events;

namespace HftGateway.Books;

/// <summary>
/// Writes one line of comma-separated values per state of a book: <c>index,timestamp_ns</c>, then per level
/// <c>ask_price_1,ask_size_1,bid_price_1,bid_size_1</c>. Prices are integers in price units; a level that does not
/// exist is empty. UTF-8, <c>\n</c>, no quoting.
/// <para><b>Threading.</b> The books' own thread.</para>
/// <para><b>Cost.</b> No allocation per line; the stream is written in blocks of at least 64 KiB.</para>
/// </summary>
public sealed class BookCsvWriter : IDisposable
{
    private const int BlockBytes = 64 << 10;
    private const int MaxNumberBytes = 20;
    private const int BytesPerLevel = 4 * (MaxNumberBytes + 1);
    private const int BytesBeforeLevels = 2 * (MaxNumberBytes + 1) + 1;

    private readonly Stream _output;
    private readonly BookLevel[] _asks;
    private readonly BookLevel[] _bids;
    private readonly byte[] _buffer;
    private readonly int _maxLineBytes;
    private int _length;

    /// <summary>Makes a writer and writes the header line.</summary>
    /// <param name="output">Where to; stays open on <see cref="Dispose"/>.</param>
    /// <param name="depth">Levels per side, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="depth"/> is below 1.</exception>
    public BookCsvWriter(Stream output, int depth)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        _output = output;
        _asks = new BookLevel[depth];
        _bids = new BookLevel[depth];
        _maxLineBytes = checked(BytesBeforeLevels + depth * BytesPerLevel);
        _buffer = new byte[BlockBytes + _maxLineBytes];
        WriteHeader();
    }

    /// <summary>Lines written, without the header.</summary>
    public long Lines { get; private set; }

    /// <summary>Writes the line of a book as it stands. May block in the stream.</summary>
    /// <param name="books">The books.</param>
    /// <param name="instrument">Which one.</param>
    /// <param name="index">Index of the message in its file.</param>
    /// <param name="timeNs">The message's own time.</param>
    public void Write(BookSet books, int instrument, long index, long timeNs)
    {
        ArgumentNullException.ThrowIfNull(books);
        Line(index, timeNs, books.CopyLevels(instrument, EventSide.Sell, _asks),
            books.CopyLevels(instrument, EventSide.Buy, _bids));
    }

    /// <summary>Writes the line of a book by price level as it stands. May block in the stream.</summary>
    /// <param name="books">The books.</param>
    /// <param name="instrument">Which one.</param>
    /// <param name="index">Index of the message in its file.</param>
    /// <param name="timeNs">The message's own time.</param>
    public void Write(LevelBookSet books, int instrument, long index, long timeNs)
    {
        ArgumentNullException.ThrowIfNull(books);
        Line(index, timeNs, books.CopyLevels(instrument, EventSide.Sell, _asks),
            books.CopyLevels(instrument, EventSide.Buy, _bids));
    }

    // The levels stand in the two arrays.
    private void Line(long index, long timeNs, int asks, int bids)
    {
        Number(index);
        _buffer[_length++] = (byte)',';
        Number(timeNs);
        for (int i = 0; i < _asks.Length; i++)
        {
            Level(_asks, i, asks);
            Level(_bids, i, bids);
        }
        EndLine();
        Lines++;
    }

    /// <summary>Hands everything to the stream and flushes it.</summary>
    public void Flush()
    {
        WriteBlock();
        _output.Flush();
    }

    /// <summary>Flushes; the stream stays open.</summary>
    public void Dispose() => Flush();

    private void WriteHeader()
    {
        Text("index,timestamp_ns"u8);
        for (int i = 1; i <= _asks.Length; i++)
        {
            Column(",ask_price_"u8, i);
            Column(",ask_size_"u8, i);
            Column(",bid_price_"u8, i);
            Column(",bid_size_"u8, i);
            // A header name is longer than a number can be: the room for a line does not cover it.
            if (_length >= BlockBytes)
                WriteBlock();
        }
        EndLine();
    }

    private void Column(ReadOnlySpan<byte> name, int level)
    {
        Text(name);
        Number(level);
    }

    private void Level(BookLevel[] levels, int rank, int count)
    {
        _buffer[_length++] = (byte)',';
        if (rank < count)
            Number(levels[rank].Price);
        _buffer[_length++] = (byte)',';
        if (rank < count)
            Number(levels[rank].Shares);
    }

    private void Text(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_buffer.AsSpan(_length));
        _length += text.Length;
    }

    private void Number(long value)
    {
        // Never false: the buffer always has room for a whole line beyond a block.
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_length), out int written);
        _length += written;
    }

    private void EndLine()
    {
        _buffer[_length++] = (byte)'\n';
        if (_length >= BlockBytes)
            WriteBlock();
    }

    private void WriteBlock()
    {
        _output.Write(_buffer, 0, _length);
        _length = 0;
    }
}
