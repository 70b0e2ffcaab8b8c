using System.Collections.Concurrent;
using System.Reflection;

namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// The dictionaries that come with the library (schemas/fix), read at their first use.
/// <para><b>Threading.</b> Any thread.</para>
/// <para><b>Limits.</b> Administrative messages and order entry complete, market data and security definitions; not every
/// message of every version: see docs/fix-dictionaries.md. A partner's own dictionary is loaded with
/// <see cref="FixDictionary.Load"/>.</para>
/// </summary>
public static class FixDictionaries
{
    private const string Prefix = "HftGateway.Fix.Dictionaries.";

    private static readonly ConcurrentDictionary<string, FixDictionary> Loaded = new(StringComparer.Ordinal);

    /// <summary>The names that <see cref="Get"/> knows: versions as in BeginString, with service packs as SP1 and SP2.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "FIX.4.0", "FIX.4.1", "FIX.4.2", "FIX.4.3", "FIX.4.4", "FIXT.1.1", "FIX.5.0", "FIX.5.0SP1", "FIX.5.0SP2",
    ];

    /// <summary>The dictionary of a version.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">There is no such version.</exception>
    public static FixDictionary Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Loaded.GetOrAdd(name, static n => Read(n)
            ?? throw new ArgumentException($"no dictionary '{n}' comes with the library; there are {string.Join(", ", Names)}"));
    }

    /// <summary>The dictionary of an application version.</summary>
    /// <param name="applVerId">ApplVerID [1128] or DefaultApplVerID [1137]: 2 to 9.</param>
    /// <returns>Null when none comes with the library.</returns>
    public static FixDictionary? ForApplVerId(ReadOnlySpan<byte> applVerId) => applVerId.Length != 1 ? null : applVerId[0] switch
    {
        (byte)'2' => Get("FIX.4.0"),
        (byte)'3' => Get("FIX.4.1"),
        (byte)'4' => Get("FIX.4.2"),
        (byte)'5' => Get("FIX.4.3"),
        (byte)'6' => Get("FIX.4.4"),
        (byte)'7' => Get("FIX.5.0"),
        (byte)'8' => Get("FIX.5.0SP1"),
        (byte)'9' => Get("FIX.5.0SP2"),
        _ => null,
    };

    private static FixDictionary? Read(string name)
    {
        if (!Names.Contains(name))
            return null;
        string file = name.Replace(".", "", StringComparison.Ordinal) + ".xml";
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Prefix + file)
            ?? throw new InvalidOperationException($"{file} is missing from the library");
        using StreamReader reader = new(stream);
        return FixDictionary.Parse(reader.ReadToEnd(), file);
    }
}
