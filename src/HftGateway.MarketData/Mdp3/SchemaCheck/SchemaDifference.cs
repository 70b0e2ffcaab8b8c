namespace HftGateway.MarketData.Mdp3.SchemaCheck;

/// <summary>One way in which the exchange's schema is not the compiled-in one.</summary>
/// <param name="Matters">
/// Messages of the exchange would be read wrongly: the gateway must not start. Otherwise it is only worth knowing.
/// </param>
/// <param name="Template">Template id, 0 if the whole schema is meant.</param>
/// <param name="Element">What differs, e.g. <c>MDIncrementalRefreshBook46.NoMDEntries.RptSeq</c>.</param>
/// <param name="Reason">How.</param>
/// <param name="Line">Line in the exchange's file, 0 if it has none.</param>
public sealed record SchemaDifference(bool Matters, int Template, string Element, string Reason, int Line)
{
    /// <summary>One line for the operator.</summary>
    public override string ToString()
    {
        string place = Line > 0 ? $" (line {Line})" : "";
        string template = Template > 0 ? $"template {Template} " : "";
        return $"{(Matters ? "differs" : "note")}: {template}{Element}: {Reason}{place}";
    }
}
