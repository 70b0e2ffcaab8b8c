using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace HftGateway.Cli.Tables;

/// <summary>
/// CSV: one header line, comma, <c>\n</c>, no quoting. Doubles in shortest round-trip form, whole ones without a point,
/// <c>NaN</c> as such.
/// <para><b>Cost.</b> Formatting a double is about 100 ns. Most columns change on few rows, so a value that is the same
/// bits as on the row before is copied as text.</para>
/// </summary>
public sealed class CsvTable : TableWriter
{
    private const int BlockBytes = 256 << 10;
    // Two whole numbers, a letter, and commas.
    private const int KeyBytes = (2 * 20) + 8;

    // Longest: sign, 17 digits, point, E-308.
    private const int NumberBytes = 25;

    // Above it a whole number would have more digits than its double does.
    private const double WholeLimit = 1e15;

    private readonly Stream _output;
    private readonly TableLayout _layout;
    private readonly long[] _bits;
    private readonly byte[] _texts;
    private readonly byte[] _lengths;
    private readonly byte[] _buffer;
    private int _used;

    /// <summary>Writes the header line.</summary>
    /// <param name="output">Closed with the writer.</param>
    /// <param name="layout">Columns.</param>
    public CsvTable(Stream output, TableLayout layout)
    {
        _output = output;
        _layout = layout;
        int columns = layout.Numbers.Count;
        _bits = new long[columns];
        _texts = new byte[columns * NumberBytes];
        _lengths = new byte[columns];
        // A length of 0 is no text: nothing equals it before the first row.
        byte[] header = Encoding.UTF8.GetBytes(string.Join(',', layout.Names) + "\n");
        _buffer = new byte[Math.Max(header.Length, BlockBytes + layout.SymbolBytes + KeyBytes + (columns * (NumberBytes + 1)))];
        header.CopyTo(_buffer, 0);
        _used = header.Length;
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        WriteBlock();
        _output.Flush();
    }

    /// <inheritdoc/>
    protected override void WriteRow(in RowKey key, ReadOnlySpan<double> numbers)
    {
        if (_layout.HasSymbol)
        {
            key.Symbol.CopyTo(_buffer.AsSpan(_used));
            _used += key.Symbol.Length;
            _buffer[_used++] = (byte)',';
        }

        if (_layout.HasKey)
        {
            Whole(key.Index);
            Whole(key.TimestampNs);
            _buffer[_used++] = key.Type;
            _buffer[_used++] = (byte)',';
        }

        for (int i = 0; i < numbers.Length; i++)
            Number(i, numbers[i]);
        // The comma behind the last column.
        _buffer[_used - 1] = (byte)'\n';
        if (_used >= BlockBytes)
            WriteBlock();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _output.Dispose();
    }

    private void Whole(long value)
    {
        _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out int written);
        _used += written;
        _buffer[_used++] = (byte)',';
    }

    private void Number(int column, double value)
    {
        Span<byte> text = _texts.AsSpan(column * NumberBytes, NumberBytes);
        long bits = BitConverter.DoubleToInt64Bits(value);
        if (_bits[column] != bits || _lengths[column] == 0)
        {
            _bits[column] = bits;
            int written;
            if (Math.Abs(value) < WholeLimit && value == Math.Truncate(value))
                _ = Utf8Formatter.TryFormat((long)value, text, out written);
            else
                _ = value.TryFormat(text, out written, default, CultureInfo.InvariantCulture);
            _lengths[column] = (byte)written;
        }

        // All of the room, whatever the length: a copy of constant size.
        text.CopyTo(_buffer.AsSpan(_used));
        _used += _lengths[column];
        _buffer[_used++] = (byte)',';
    }

    private void WriteBlock()
    {
        _output.Write(_buffer, 0, _used);
        _used = 0;
    }
}
