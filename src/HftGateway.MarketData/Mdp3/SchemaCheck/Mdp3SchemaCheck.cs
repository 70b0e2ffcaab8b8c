using HftGateway.Sbe.Schema;

namespace HftGateway.MarketData.Mdp3.SchemaCheck;

/// <summary>
/// Compares the exchange's own schema file, as it publishes it now, with the one that the codecs were compiled from:
/// every template that the gateway reads, field by field. Run at start, so that a changed interface is noticed before the
/// market opens and not by prices that make no sense.
/// <para><b>Threading.</b> Pure functions; not on the hot path.</para>
/// <para><b>What matters.</b> Whatever would make a message of that schema be read wrongly: another schema id, byte order
/// or header; a template, group or field that its version should have and has not; another offset, type, null value,
/// constant or enumerator; a version that has none of the templates. Newer fields, templates and enumerators, longer
/// blocks and what an older version has not yet are notes.</para>
/// </summary>
public static class Mdp3SchemaCheck
{
    /// <summary>Oldest schema version whose templates the gateway reads.</summary>
    public const int OldestVersion = 9;

    private const string ResourceName = "cme-mdp3.xml";

    /// <summary>The compiled-in schema.</summary>
    public static SbeSchema Compiled()
    {
        using Stream stream = typeof(Mdp3SchemaCheck).Assembly.GetManifestResourceStream(ResourceName)
            ?? throw new InvalidOperationException($"resource {ResourceName} is missing");
        using var reader = new StreamReader(stream);
        return SbeSchemaReader.Read(reader.ReadToEnd(), ResourceName).Schema
            ?? throw new InvalidOperationException($"resource {ResourceName} is not valid");
    }

    /// <summary>Reads the exchange's file and compares it.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Every difference; those that matter first.</returns>
    /// <exception cref="FeedException">The file cannot be read, or is no valid schema; the message says where.</exception>
    public static IReadOnlyList<SchemaDifference> Run(string path)
    {
        string xml;
        try
        {
            xml = File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new FeedException(
                FeedErrorCode.CannotOpen, error.Message, path, "Name the exchange's schema file, or none.", error);
        }

        SbeSchemaResult result = SbeSchemaReader.Read(xml, path);
        if (result.Schema is { } schema)
            return Compare(Compiled(), schema);
        SbeDiagnostic first = result.Diagnostics.First(static d => d.Severity == SbeSeverity.Error);
        throw new FeedException(
            FeedErrorCode.Corrupt, $"{first.Element}: {first.Reason} ({first.Code})", $"{path}:{first.Location.Line}",
            "Take the file from the exchange again.");
    }

    /// <summary>Compares two schemas.</summary>
    /// <param name="own">The compiled-in schema.</param>
    /// <param name="theirs">The exchange's.</param>
    /// <returns>Every difference; those that matter first.</returns>
    public static IReadOnlyList<SchemaDifference> Compare(SbeSchema own, SbeSchema theirs)
    {
        ArgumentNullException.ThrowIfNull(own);
        ArgumentNullException.ThrowIfNull(theirs);
        List<SchemaDifference> found = [];
        if (theirs.Id != own.Id)
            found.Add(Whole(true, $"schema id is {theirs.Id}, not {own.Id}"));
        if (theirs.ByteOrder != own.ByteOrder)
            found.Add(Whole(true, $"byte order is {theirs.ByteOrder}, not {own.ByteOrder}"));
        if (theirs.Version < OldestVersion)
            found.Add(Whole(true, $"version {theirs.Version} is older than {OldestVersion}, the oldest that is read"));
        else if (theirs.Version != own.Version)
            found.Add(Whole(false, $"version {theirs.Version}, compiled for {own.Version}"));
        foreach ((SbeMember mine, SbeMember other) in Members(own.Header, theirs.Header))
        {
            if (mine.Offset != other.Offset || mine.Size != other.Size)
                found.Add(Whole(true, $"header member {other.Name} is at {other.Offset}, {other.Size} bytes"));
        }

        foreach (SbeMessage message in own.Messages)
        {
            var comparer = new TemplateComparer(message.Id, theirs.Version, found);
            if (theirs.FindMessage(message.Id) is { } other)
                comparer.Compare(message, other, message.Name);
            else
                comparer.Missing(message, message.Name, "template", 0);
        }

        return [.. found.OrderByDescending(static d => d.Matters)];
    }

    private static SchemaDifference Whole(bool matters, string reason) => new(matters, 0, "schema", reason, 0);

    private static IEnumerable<(SbeMember Mine, SbeMember Theirs)> Members(SbeHeader own, SbeHeader theirs) =>
    [
        (own.BlockLength, theirs.BlockLength), (own.TemplateId, theirs.TemplateId), (own.SchemaId, theirs.SchemaId),
        (own.Version, theirs.Version),
    ];
}
