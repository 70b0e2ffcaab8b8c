using HftGateway.Pipeline.Configuration;

namespace HftGateway.Pipeline.Topology;

/// <summary>
/// Which thread runs which stages: a partition of ingress and the five stages into contiguous groups, one thread each.
/// The first group is the ingress thread's own.
/// <para><b>Invariants.</b> Groups are in pipeline order, without holes; <see cref="IngressStages"/> stages from the
/// first run on the ingress thread, the others on the threads of <see cref="Groups"/>.</para>
/// </summary>
public sealed class TopologyPlan
{
    /// <summary>Number of stages behind ingress.</summary>
    public const int StageCount = 5;

    private static readonly string[] StageNames = ["book", "features", "strategy", "risk", "encoder"];

    private TopologyPlan(string name, int ingressStages, IReadOnlyList<(int From, int To)> groups)
    {
        Name = name;
        IngressStages = ingressStages;
        Groups = groups;
    }

    /// <summary>The name or grouping as configured.</summary>
    public string Name { get; }

    /// <summary>
    /// How many stages, from the first, the ingress thread runs on the claimed slot before it publishes it.
    /// </summary>
    public int IngressStages { get; }

    /// <summary>The other threads: half-open ranges of stage ranks.</summary>
    public IReadOnlyList<(int From, int To)> Groups { get; }

    /// <summary>Threads in all, ingress included.</summary>
    public int Threads => 1 + Groups.Count;

    /// <summary>Run to completion on the ingress thread.</summary>
    public static TopologyPlan Fused { get; } = new("fused", StageCount, []);

    /// <summary>A thread for each stage.</summary>
    public static TopologyPlan Staged { get; } = new("staged", 0, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]);

    /// <summary>
    /// Reads <c>fused</c>, <c>staged</c> or a grouping such as
    /// <c>[[book, features], [strategy, risk, encoder]]</c>; a first group that starts with <c>ingress</c> runs on the
    /// ingress thread.
    /// </summary>
    /// <param name="text">The configured value.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="ConfigurationException">The grouping is malformed, out of order, or leaves out or
    /// repeats a stage.</exception>
    public static TopologyPlan Parse(string text)
    {
        string compact = string.Concat(text.Where(static c => !char.IsWhiteSpace(c)));
        return compact switch
        {
            "fused" => Fused,
            "staged" => Staged,
            _ when compact.StartsWith("[[", StringComparison.Ordinal)
                && compact.EndsWith("]]", StringComparison.Ordinal)
                => ParseGroups(text, compact[2..^2].Split("],[")),
            _ => throw Malformed(text, "it is neither fused, staged nor a list of lists"),
        };
    }

    private static TopologyPlan ParseGroups(string text, string[] groups)
    {
        int ingressStages = 0;
        int next = 0;
        var threads = new List<(int, int)>();
        for (int g = 0; g < groups.Length; g++)
        {
            int from = next;
            string[] names = groups[g].Split(',');
            bool withIngress = g == 0 && names[0] == "ingress";
            foreach (string name in names.Skip(withIngress ? 1 : 0))
            {
                if (next >= StageCount || name != StageNames[next])
                    throw Malformed(text, next >= StageCount ? $"'{name}' comes after the last stage"
                        : $"'{name}' stands where '{StageNames[next]}' must");
                next++;
            }

            if (withIngress)
                ingressStages = next;
            else
                threads.Add((from, next));
        }

        if (next < StageCount)
            throw Malformed(text, $"'{StageNames[next]}' is missing");
        return new TopologyPlan(text, ingressStages, threads);
    }

    private static ConfigurationException Malformed(string text, string why) => new(
        $"gateway.topology: '{text}' is no topology: {why}; valid are fused, staged, or groups in the order "
        + "[[ingress, book, features], [strategy, risk, encoder]]");

    /// <summary>Name of a group for thread names and reports.</summary>
    /// <param name="group">Range of stage ranks.</param>
    /// <returns>The stages' names joined by <c>+</c>.</returns>
    public static string GroupName((int From, int To) group) => string.Join('+', StageNames[group.From..group.To]);
}
