using System.Reflection;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace HftGateway.Cli.Tests;

/// <summary>DuckDB, to read Parquet files again. Its library is used where the package put it: it is 70 MB.</summary>
internal sealed class DuckDb : IDisposable
{
    private static nint _handle;

    private readonly DuckDBDatabase _database;
    private readonly DuckDBNativeConnection _connection;

    public DuckDb(string library)
    {
        if (_handle == 0)
        {
            _handle = NativeLibrary.Load(library);
            NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly,
                static (name, _, _) => name == "duckdb" ? _handle : 0);
        }

        Assert.Equal(DuckDBState.Success, NativeMethods.Startup.DuckDBOpen(":memory:", out _database));
        Assert.Equal(DuckDBState.Success, NativeMethods.Startup.DuckDBConnect(_database, out _connection));
    }

    /// <summary>Path of the library for this system, or null.</summary>
    public static string? Library
    {
        get
        {
            string? package = typeof(DuckDb).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
                .FirstOrDefault(static a => a.Key == "DuckDbPackage")?.Value;
            string arch = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "arm64" : "x64";
            string path = Path.Combine(package ?? "", "runtimes", "linux-" + arch, "native", "libduckdb.so");
            return OperatingSystem.IsLinux() && File.Exists(path) ? path : null;
        }
    }

    /// <summary>The only value of a query's result.</summary>
    public unsafe string Query(string text)
    {
        DuckDBState state = NativeMethods.Query.DuckDBQuery(
            _connection, $"SELECT CAST(({text}) AS VARCHAR)", out DuckDBResult result);
        try
        {
            Assert.True(state == DuckDBState.Success,
                state == DuckDBState.Success ? "" : NativeMethods.Query.DuckDBResultError(ref result));
            using DuckDBDataChunk chunk = NativeMethods.Query.DuckDBFetchChunk(result);
            byte* value = (byte*)NativeMethods.Vectors.DuckDBVectorGetData(
                NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0));
            // duckdb_string_t: up to 12 bytes inline behind the length, longer ones behind a pointer.
            int length = *(int*)value;
            byte* bytes = length <= 12 ? value + 4 : *(byte**)(value + 8);
            return System.Text.Encoding.UTF8.GetString(bytes, length);
        }
        finally
        {
            NativeMethods.Query.DuckDBDestroyResult(ref result);
        }
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }
}
