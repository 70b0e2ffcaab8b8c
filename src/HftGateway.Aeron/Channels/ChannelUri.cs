using System.Globalization;
using System.Text;

namespace HftGateway.Aeron.Channels;

/// <summary>
/// A channel: <c>[aeron-spy:]aeron:(ipc|udp)[?key=value|key=value...]</c>.
/// <para><b>Invariants.</b> Immutable. Keys stand once; unknown keys are kept, as Aeron does.</para>
/// <para><b>Limits.</b> At most <see cref="MaxLength"/> characters of ASCII.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_uri</c>, <c>ChannelUri</c>.</para>
/// </summary>
public sealed class ChannelUri
{
    /// <summary>Longest channel, characters.</summary>
    public const int MaxLength = 4095;

    private const string Scheme = "aeron:";
    private const string Spy = "aeron-spy:";
    private readonly List<KeyValuePair<string, string>> _parameters;

    private ChannelUri(string media, bool isSpy, List<KeyValuePair<string, string>> parameters)
    {
        Media = media;
        IsSpy = isSpy;
        _parameters = parameters;
    }

    /// <summary><c>ipc</c> or <c>udp</c>.</summary>
    public string Media { get; }

    /// <summary>Whether it reads a publication's log instead of the network.</summary>
    public bool IsSpy { get; }

    /// <summary>Whether the medium is shared memory.</summary>
    public bool IsIpc => Media == "ipc";

    /// <summary>Whether the medium is the network.</summary>
    public bool IsUdp => Media == "udp";

    /// <summary>The parameters in the order in which they stand.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters => _parameters;

    /// <summary>A parameter's text, or null.</summary>
    /// <param name="key">See <see cref="ChannelKey"/>.</param>
    public string? this[string key]
    {
        get
        {
            foreach ((string name, string value) in _parameters)
            {
                if (name == key)
                    return value;
            }

            return null;
        }
    }

    /// <summary>Reads a channel.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="AeronException"><see cref="AeronErrorCode.InvalidChannel"/> with what is wrong and where.
    /// </exception>
    public static ChannelUri Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
            throw Invalid(text[..64] + "...", $"longer than {MaxLength} characters");
        if (!Ascii.IsValid(text))
            throw Invalid(text, "not ASCII");
        bool isSpy = text.StartsWith(Spy, StringComparison.Ordinal);
        string rest = isSpy ? text[Spy.Length..] : text;
        if (!rest.StartsWith(Scheme, StringComparison.Ordinal))
            throw Invalid(text, "must begin with 'aeron:' or 'aeron-spy:aeron:'");
        rest = rest[Scheme.Length..];
        int question = rest.IndexOf('?');
        string media = question < 0 ? rest : rest[..question];
        if (media is not ("ipc" or "udp"))
            throw Invalid(text, $"medium '{media}' is neither ipc nor udp");
        var parameters = new List<KeyValuePair<string, string>>();
        if (question >= 0)
            ReadParameters(text, rest[(question + 1)..], parameters);
        return new ChannelUri(media, isSpy, parameters);
    }

    /// <summary>A parameter as a whole number.</summary>
    /// <param name="key">Key.</param>
    /// <param name="low">Least value allowed.</param>
    /// <param name="high">Greatest value allowed.</param>
    /// <returns>The number, or null if the key is absent.</returns>
    /// <exception cref="AeronException">It is no such number.</exception>
    public long? Integer(string key, long low, long high)
    {
        string? text = this[key];
        if (text == null)
            return null;
        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
            throw Invalid(ToString(), $"{key}={text} is not a whole number");
        return InRange(key, text, value, low, high);
    }

    /// <summary>A parameter as a size: digits with k, m or g (powers of 1024).</summary>
    /// <inheritdoc cref="Integer"/>
    public long? Size(string key, long low, long high)
    {
        string? text = this[key];
        if (text == null)
            return null;
        if (!UnitText.TryParseSize(text, out long value))
            throw Invalid(ToString(), $"{key}={text} is not a size such as 65536, 64k, 16m or 1g");
        return InRange(key, text, value, low, high);
    }

    /// <summary>A parameter as a duration in ns: digits with ns, us, ms or s, or none (ns).</summary>
    /// <inheritdoc cref="Integer"/>
    public long? DurationNs(string key, long low, long high)
    {
        string? text = this[key];
        if (text == null)
            return null;
        if (!UnitText.TryParseDuration(text, out long value))
            throw Invalid(ToString(), $"{key}={text} is not a duration such as 100ns, 5us, 10ms or 1s");
        return InRange(key, text, value, low, high);
    }

    /// <summary>A parameter as a truth value.</summary>
    /// <param name="key">Key.</param>
    /// <returns>The value, or null if the key is absent.</returns>
    /// <exception cref="AeronException">It is neither true nor false.</exception>
    public bool? Boolean(string key) => this[key] switch
    {
        null => null,
        "true" => true,
        "false" => false,
        string text => throw Invalid(ToString(), $"{key}={text} is neither true nor false"),
    };

    /// <summary>The same channel with a parameter set or, with null, removed.</summary>
    /// <param name="key">Key.</param>
    /// <param name="value">Value or null.</param>
    public ChannelUri With(string key, string? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var parameters = new List<KeyValuePair<string, string>>(_parameters);
        int at = parameters.FindIndex(p => p.Key == key);
        if (value == null)
        {
            if (at >= 0)
                parameters.RemoveAt(at);
        }
        else if (at >= 0)
        {
            parameters[at] = new(key, value);
        }
        else
        {
            parameters.Add(new(key, value));
        }

        return Parse(new ChannelUri(Media, IsSpy, parameters).ToString());
    }

    /// <summary>The channel's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        if (IsSpy)
            text.Append(Spy);
        text.Append(Scheme).Append(Media);
        char separator = '?';
        foreach ((string key, string value) in _parameters)
        {
            text.Append(separator).Append(key).Append('=').Append(value);
            separator = '|';
        }

        return text.ToString();
    }

    internal static AeronException Invalid(string channel, string why) =>
        new(AeronErrorCode.InvalidChannel, $"channel '{channel}': {why}");

    private long InRange(string key, string text, long value, long low, long high) =>
        value >= low && value <= high ? value
            : throw Invalid(ToString(), $"{key}={text} is outside {low} to {high}");

    private static void ReadParameters(string whole, string text, List<KeyValuePair<string, string>> parameters)
    {
        foreach (string pair in text.Split('|'))
        {
            int equals = pair.IndexOf('=');
            if (equals <= 0 || equals == pair.Length - 1)
                throw Invalid(whole, $"'{pair}' is not key=value");
            string key = pair[..equals];
            if (parameters.Exists(p => p.Key == key))
                throw Invalid(whole, $"{key} stands twice");
            parameters.Add(new(key, pair[(equals + 1)..]));
        }
    }
}
