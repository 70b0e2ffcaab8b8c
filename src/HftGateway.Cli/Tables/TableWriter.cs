namespace HftGateway.Cli.Tables;

/// <summary>
/// Writes a table row by row into a file: CSV, NumPy or Parquet.
/// <para><b>Threading.</b> One thread.</para>
/// <para><b>Invariants.</b> <see cref="Finish"/> makes the file valid whatever was written before; without it the file
/// is not promised to be.</para>
/// </summary>
public abstract class TableWriter : IDisposable
{
    /// <summary>Names of the formats, as on the command line and as file name extensions.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["csv", "npy", "parquet"];

    /// <summary>Rows written.</summary>
    public long Rows { get; private set; }

    /// <summary>Creates the file.</summary>
    /// <param name="format">One of <see cref="Formats"/>.</param>
    /// <param name="path">Path; - is standard output (csv only).</param>
    /// <param name="layout">Columns.</param>
    /// <returns>The writer.</returns>
    /// <exception cref="CommandFailure">The file cannot be created, or the format cannot be written here.</exception>
    public static TableWriter Create(string format, string path, TableLayout layout) => format switch
    {
        "csv" => new CsvTable(Inputs.Create(path), layout),
        "npy" => new NpyTable(Inputs.Create(path), layout),
        _ => new ParquetTable(path, layout),
    };

    /// <summary>Appends a row.</summary>
    /// <param name="key">Leading columns.</param>
    /// <param name="numbers">One for each number column.</param>
    public void Write(in RowKey key, ReadOnlySpan<double> numbers)
    {
        WriteRow(in key, numbers);
        Rows++;
    }

    /// <summary>Writes everything out and completes the file.</summary>
    public abstract void Finish();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Appends a row.</summary>
    /// <param name="key">Leading columns.</param>
    /// <param name="numbers">One for each number column.</param>
    protected abstract void WriteRow(in RowKey key, ReadOnlySpan<double> numbers);

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">True when called from <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
