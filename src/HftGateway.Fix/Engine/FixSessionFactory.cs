using HftGateway.Fix.Config;
using HftGateway.Fix.Dictionaries;

namespace HftGateway.Fix;

/// <summary>
/// Makes sessions from a settings file: opens their stores and logs, loads their dictionaries (each file once).
/// <para><b>Threading.</b> One thread at a time.</para>
/// </summary>
public sealed class FixSessionFactory
{
    private readonly Dictionary<string, FixDictionary> _dictionaries = [];
    private readonly Dictionary<(string, string), FixMessageSchema> _schemas = [];

    /// <summary>The dictionaries of a session; null when the file names none.</summary>
    /// <exception cref="FixDictionaryException">A dictionary cannot be read or used.</exception>
    public FixMessageSchema? Schema(FixSessionConfig config)
    {
        if (config.SessionDictionary is not { } session)
            return null;
        string application = config.ApplicationDictionary ?? session;
        if (!_schemas.TryGetValue((session, application), out FixMessageSchema? schema))
        {
            schema = session == application
                ? new FixMessageSchema(Load(session))
                : new FixMessageSchema(Load(session), Load(application));
            _schemas.Add((session, application), schema);
        }
        return schema;
    }

    /// <summary>Makes a session and what it needs.</summary>
    /// <param name="config">What the file says.</param>
    /// <param name="application">Who uses it.</param>
    /// <param name="id">Its identity where the file has a template; null for the file's.</param>
    /// <exception cref="FixStoreException">The store cannot be used.</exception>
    /// <exception cref="FixDictionaryException">A dictionary cannot be read or used.</exception>
    public FixSessionEntry Create(FixSessionConfig config, FixApplication application, FixSessionId? id = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        FixSessionSettings settings = id is null ? config.Settings : config.Settings with { Id = id };
        FixMessageSchema? schema = Schema(config);
        string file = FixSessionConfig.FileNameOf(settings.Id);
        FixMessageLog? log = null;
        FixStore store = OpenStore(config, settings, file);
        try
        {
            if (config.LogPath is { } folder)
            {
                Directory.CreateDirectory(folder);
                log = new FixMessageLog(Path.Combine(folder, file + ".log"));
                if (store.Recovery.Length != 0)
                    log.Note(store.Recovery, FixClock.Now.UtcNs);
            }
            var session = new FixSession(settings, store, application);
            if (schema is not null)
                session.Validate = Validator(schema, config);
            return new FixSessionEntry
            {
                Session = session,
                Connect = config.Connect,
                ReconnectSeconds = config.ReconnectSeconds,
                ReconnectMaxSeconds = config.ReconnectMaxSeconds,
                Tls = config.Tls,
                Port = config.Listen?.Port ?? 0,
                Log = log,
            };
        }
        catch
        {
            log?.Dispose();
            store.Dispose();
            throw;
        }
    }

    private static FixStore OpenStore(FixSessionConfig config, FixSessionSettings settings, string file)
    {
        long now = FixClock.Now.UtcNs;
        int segment = 4 << 20;
        while (segment / 4 < settings.MaxMessageBytes + 64)
            segment *= 2;
        var options = new FixStoreOptions { SegmentBytes = segment };
        if (config.StorePath is not { } folder)
            return FixStore.InMemory(settings.Id.ToString(), now, options);
        Directory.CreateDirectory(folder);
        return FixStore.Open(Path.Combine(folder, file + ".fixstore"), settings.Id.ToString(), now, options);
    }

    private static FixValidate Validator(FixMessageSchema schema, FixSessionConfig config) =>
        new FixSessionValidation(schema, new FixValidationOptions
        {
            CheckUserDefinedTags = config.ValidateUserDefinedFields,
            AllowUnknownTags = config.AllowUnknownFields,
            CheckFieldOrder = config.Settings.ValidateFieldsOutOfOrder,
            CheckEmptyValues = config.Settings.ValidateFieldsHaveValues,
        }).Check;

    private FixDictionary Load(string path)
    {
        if (!_dictionaries.TryGetValue(path, out FixDictionary? dictionary))
        {
            dictionary = FixDictionary.Load(path);
            _dictionaries.Add(path, dictionary);
        }
        return dictionary;
    }
}
