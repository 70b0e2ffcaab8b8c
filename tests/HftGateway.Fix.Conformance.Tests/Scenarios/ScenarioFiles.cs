using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix.Conformance.Tests.Scenarios;

/// <summary>Where scenarios and dictionaries are.</summary>
internal static class ScenarioFiles
{
    private static readonly Dictionary<string, FixMessageSchema> Schemas = [];

    /// <summary>Names of the scenario files.</summary>
    public static string[] Names => [.. Directory
        .GetFiles(Path.Combine(AppContext.BaseDirectory, "Scenarios"), "*.scenario")
        .Select(path => Path.GetFileNameWithoutExtension(path)!)
        .Order(StringComparer.Ordinal)];

    /// <summary>Folder of the dictionaries; HFTGW_FIX_DICTIONARIES names another.</summary>
    public static string Dictionaries { get; } =
        Environment.GetEnvironmentVariable("HFTGW_FIX_DICTIONARIES") ?? FindDictionaries();

    /// <summary>The scenarios of a file in a version.</summary>
    public static IReadOnlyList<Scenario> Read(string name, ScenarioVersion version) =>
        ScenarioReader.Read(Path.Combine(AppContext.BaseDirectory, "Scenarios", name + ".scenario"), version);

    /// <summary>The dictionaries of a version.</summary>
    public static FixMessageSchema Schema(ScenarioVersion version)
    {
        lock (Schemas)
        {
            if (Schemas.TryGetValue(version.Name, out FixMessageSchema? schema))
                return schema;
            FixDictionary application = FixDictionary.Load(Path.Combine(Dictionaries, version.Dictionary));
            schema = version.IsFixt
                ? new FixMessageSchema(FixDictionary.Load(Path.Combine(Dictionaries, "FIXT11.xml")), application)
                : new FixMessageSchema(application);
            Schemas.Add(version.Name, schema);
            return schema;
        }
    }

    private static string FindDictionaries()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "HftGateway.sln")))
            folder = Path.GetDirectoryName(folder);
        return Path.Combine(folder ?? ".", "schemas", "fix");
    }
}
