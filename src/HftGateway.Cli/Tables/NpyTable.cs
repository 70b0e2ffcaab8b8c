using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace HftGateway.Cli.Tables;

/// <summary>
/// A NumPy file: a one-dimensional structured array with a field for each column, for <c>numpy.load</c>. Symbol is
/// <c>S8</c> (<c>S20</c> of MDP 3.0), index and timestamp <c>&lt;i8</c>, type <c>S1</c>, every number <c>&lt;f8</c>; rows are packed.
/// <para><b>Limits.</b> Needs a file that can be sought: the number of rows stands in front.</para>
/// <para><b>Reference.</b> NumPy enhancement proposal 1, format version 1.0.</para>
/// </summary>
public sealed class NpyTable : TableWriter
{
    private const int BlockRows = 256;
    private const int HeaderAlignment = 64;
    private const int PrefixBytes = 10;
    private const string WidestCount = "9223372036854775807";

    private readonly Stream _output;
    private readonly TableLayout _layout;
    private readonly int _headerBytes;
    private readonly int _rowBytes;
    private readonly byte[] _buffer;
    private int _used;

    /// <summary>Writes a header for no row.</summary>
    /// <param name="output">Closed with the writer.</param>
    /// <param name="layout">Columns.</param>
    /// <exception cref="CommandFailure">The output cannot be sought.</exception>
    public NpyTable(Stream output, TableLayout layout)
    {
        if (!output.CanSeek)
        {
            output.Dispose();
            throw new CommandFailure(ExitStatus.WrongInput,
                "--format npy: the number of rows stands in front; give --out a file, not a pipe");
        }

        _output = output;
        _layout = layout;
        _rowBytes = (layout.HasSymbol ? layout.SymbolBytes : 0) + (layout.HasKey ? 17 : 0) + (8 * layout.Numbers.Count);
        _buffer = new byte[BlockRows * _rowBytes];
        int least = PrefixBytes + Dictionary(WidestCount).Length + 1;
        _headerBytes = (least + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        WriteHeader();
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        WriteBlock();
        _output.Position = 0;
        WriteHeader();
        _output.Flush();
    }

    /// <inheritdoc/>
    protected override void WriteRow(in RowKey key, ReadOnlySpan<double> numbers)
    {
        Span<byte> row = _buffer.AsSpan(_used, _rowBytes);
        if (_layout.HasSymbol)
        {
            // NumPy strips zeros, not blanks.
            row[.._layout.SymbolBytes].Clear();
            key.Symbol.CopyTo(row);
            row = row[_layout.SymbolBytes..];
        }

        if (_layout.HasKey)
        {
            BinaryPrimitives.WriteInt64LittleEndian(row, key.Index);
            BinaryPrimitives.WriteInt64LittleEndian(row[8..], key.TimestampNs);
            row[16] = key.Type;
            row = row[17..];
        }

        MemoryMarshal.AsBytes(numbers).CopyTo(row);
        _used += _rowBytes;
        if (_used == _buffer.Length)
            WriteBlock();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _output.Dispose();
    }

    private string Dictionary(string rows)
    {
        StringBuilder text = new("{'descr': [");
        if (_layout.HasSymbol)
            text.Append(CultureInfo.InvariantCulture, $"('symbol', 'S{_layout.SymbolBytes}'), ");
        if (_layout.HasKey)
            text.Append("('index', '<i8'), ('timestamp_ns', '<i8'), ('type', 'S1'), ");
        foreach (string name in _layout.Numbers)
            text.Append(CultureInfo.InvariantCulture, $"('{name}', '<f8'), ");
        return text.Append("], 'fortran_order': False, 'shape': (").Append(rows).Append(",), }").ToString();
    }

    private void WriteHeader()
    {
        byte[] header = new byte[_headerBytes];
        header.AsSpan().Fill((byte)' ');
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[0] = 0x93;
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(_headerBytes - PrefixBytes));
        Encoding.ASCII.GetBytes(Dictionary(Rows.ToString(CultureInfo.InvariantCulture)), header.AsSpan(PrefixBytes));
        header[^1] = (byte)'\n';
        _output.Write(header);
    }

    private void WriteBlock()
    {
        _output.Write(_buffer, 0, _used);
        _used = 0;
    }
}
