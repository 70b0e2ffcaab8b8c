using System.Reflection;
using System.Runtime.InteropServices;
using DuckDB.NET.Native;

namespace HftGateway.Cli.Tables;

/// <summary>
/// DuckDB's native library, loaded only when Parquet is asked for: it is 70 MB and nothing else needs it.
/// <para>Looked for in the file that the environment variable <see cref="Variable"/> names, then beside the program,
/// then where the system's loader looks. docs/decisions/0008-parquet-by-request.md.</para>
/// </summary>
public static class DuckDbLibrary
{
    /// <summary>Environment variable with the library's path.</summary>
    public const string Variable = "HFTGW_DUCKDB";

    private static nint _handle;

    /// <summary>Loads it, once.</summary>
    /// <exception cref="CommandFailure">It is not there.</exception>
    public static void Load()
    {
        if (_handle != 0)
            return;
        string? path = Environment.GetEnvironmentVariable(Variable);
        string file = OperatingSystem.IsWindows() ? "duckdb.dll"
            : OperatingSystem.IsMacOS() ? "libduckdb.dylib" : "libduckdb.so";
        bool found = !string.IsNullOrEmpty(path)
            ? NativeLibrary.TryLoad(path, out _handle)
            : NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, file), out _handle)
                || NativeLibrary.TryLoad(file, out _handle);
        if (!found)
        {
            string where = string.IsNullOrEmpty(path) ? $"{file} is neither beside the program nor on the loader's path"
                : $"{Variable}={path} cannot be loaded";
            throw new CommandFailure(ExitStatus.WrongInput, $"--format parquet needs DuckDB 1.5's library: {where}; "
                + $"set {Variable} to its path, or build with -p:WithDuckDb=true, or choose --format npy");
        }

        NativeLibrary.SetDllImportResolver(typeof(NativeMethods).Assembly, Resolve);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? search) =>
        name == "duckdb" ? _handle : 0;
}
