using System.Globalization;
using System.Text;
using DuckDB.NET.Native;

namespace HftGateway.Cli.Tables;

/// <summary>
/// A Parquet file, compressed with Zstandard, by DuckDB: rows are appended to a table of a temporary database beside
/// the file, which is copied out at the end. Symbol and type are VARCHAR, index and timestamp BIGINT, numbers DOUBLE.
/// <para><b>Limits.</b> Needs room for the temporary database, about the size of the rows; memory is DuckDB's
/// own.</para>
/// </summary>
public sealed class ParquetTable : TableWriter
{
    // DuckDB's own vector size.
    private const int ChunkRows = 2048;

    private readonly string _path;
    private readonly string _temporary;
    private readonly TableLayout _layout;
    private readonly DuckDBDatabase _database;
    private readonly DuckDBNativeConnection _connection;
    private readonly DuckDBAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly List<DuckDBLogicalType> _types = [];
    private int _rows;

    /// <summary>Makes the temporary database.</summary>
    /// <param name="path">Parquet file to write.</param>
    /// <param name="layout">Columns.</param>
    /// <exception cref="CommandFailure">DuckDB's library is absent, or refuses.</exception>
    public ParquetTable(string path, TableLayout layout)
    {
        if (path == "-")
            throw new CommandFailure(ExitStatus.WrongInput, "--format parquet: give --out a file, not standard output");
        DuckDbLibrary.Load();
        _path = path;
        _layout = layout;
        // Says now, not at the end of the work, whether the file can be written.
        Inputs.Create(path).Dispose();
        _temporary = path + ".tmp.duckdb";
        File.Delete(_temporary);
        Check(NativeMethods.Startup.DuckDBOpen(_temporary, out _database), "the temporary database cannot be made");
        Check(NativeMethods.Startup.DuckDBConnect(_database, out _connection), "no connection");
        string[] columns =
        [
            .. layout.HasSymbol ? ["symbol VARCHAR"] : Array.Empty<string>(),
            .. layout.HasKey ? ["\"index\" BIGINT", "timestamp_ns BIGINT", "type VARCHAR"] : Array.Empty<string>(),
            .. layout.Numbers.Select(static n => $"\"{n}\" DOUBLE"),
        ];
        Query("SET preserve_insertion_order = true");
        Query($"CREATE TABLE t ({string.Join(", ", columns)})");
        Check(NativeMethods.Appender.DuckDBAppenderCreate(_connection, null!, "t", out _appender), "no appender");
        foreach (string column in columns)
        {
            DuckDBType type = column.EndsWith("VARCHAR", StringComparison.Ordinal) ? DuckDBType.Varchar
                : column.EndsWith("BIGINT", StringComparison.Ordinal) ? DuckDBType.BigInt : DuckDBType.Double;
            _types.Add(NativeMethods.LogicalType.DuckDBCreateLogicalType(type));
        }

        _chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(
            [.. _types.Select(static t => t.DangerousGetHandle())], (ulong)_types.Count);
    }

    /// <inheritdoc/>
    public override void Finish()
    {
        Append();
        Check(NativeMethods.Appender.DuckDBAppenderClose(_appender), "the last rows were not taken");
        string quoted = _path.Replace("'", "''", StringComparison.Ordinal);
        Query($"COPY t TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)");
    }

    /// <inheritdoc/>
    protected override unsafe void WriteRow(in RowKey key, ReadOnlySpan<double> numbers)
    {
        int column = 0;
        if (_layout.HasSymbol)
        {
            fixed (byte* symbol = key.Symbol)
                Text(column++, symbol, key.Symbol.Length);
        }

        if (_layout.HasKey)
        {
            ((long*)Data(column++))[_rows] = key.Index;
            ((long*)Data(column++))[_rows] = key.TimestampNs;
            byte type = key.Type;
            Text(column++, &type, 1);
        }

        foreach (double number in numbers)
            ((double*)Data(column++))[_rows] = number;
        if (++_rows == ChunkRows)
            Append();
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
            return;
        _chunk.Dispose();
        _types.ForEach(static t => t.Dispose());
        _appender.Dispose();
        _connection.Dispose();
        _database.Dispose();
        File.Delete(_temporary);
        File.Delete(_temporary + ".wal");
    }

    private static void Check(DuckDBState state, string what)
    {
        if (state != DuckDBState.Success)
            throw new CommandFailure(ExitStatus.Failed, $"--format parquet: {what}");
    }

    private unsafe void* Data(int column) =>
        NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, column));

    private unsafe void Text(int column, byte* text, int length) =>
        NativeMethods.Vectors.DuckDBVectorAssignStringElementLength(
            NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, column), (ulong)_rows, text, length);

    private void Append()
    {
        if (_rows == 0)
            return;
        _ = NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)_rows);
        DuckDBState state = NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk);
        Check(state, "rows were not taken (is the disk full?)");
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        _rows = 0;
    }

    private void Query(string text)
    {
        DuckDBState state = NativeMethods.Query.DuckDBQuery(_connection, text, out DuckDBResult result);
        string error = state == DuckDBState.Success ? "" : NativeMethods.Query.DuckDBResultError(ref result);
        NativeMethods.Query.DuckDBDestroyResult(ref result);
        Check(state, error);
    }
}
