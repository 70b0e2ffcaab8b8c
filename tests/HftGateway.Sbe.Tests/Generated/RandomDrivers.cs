using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.RandomSchemas;

namespace HftGateway.Sbe.Tests.Generated;

/// <summary>Random schemas, compiled once for all tests of a class: half of them with names that collide.</summary>
public sealed class RandomDrivers
{
    private const int Schemas = 24;

    private readonly List<CompiledDriver> _drivers =
        CompiledDriver.Compile(Enumerable.Range(0, Schemas).Select(Xml));

    /// <summary>Every message of every schema, with the schema's seed and a generator of its own.</summary>
    internal IEnumerable<(int Seed, CompiledDriver Driver, Random Random, SbeMessage Message)> Messages()
    {
        for (int seed = 0; seed < _drivers.Count; seed++)
        {
            Random random = new(seed);
            foreach (SbeMessage message in _drivers[seed].Schema.Messages)
                yield return (seed, _drivers[seed], random, message);
        }
    }

    /// <summary>
    /// True where composites have members of later versions. Whether a composite is null whose first member is too new
    /// for the message is a matter of taste: the interpreter looks at the bytes, generated code at the member.
    /// </summary>
    internal static bool HasMemberVersions(int seed) => seed % 4 >= 2;

    private static string Xml(int seed)
        => RandomSchema.Create(1_000 + seed, awkwardNames: seed % 2 == 1, memberVersions: HasMemberVersions(seed));
}
