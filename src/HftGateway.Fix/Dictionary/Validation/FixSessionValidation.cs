namespace HftGateway.Fix.Dictionaries;

/// <summary>
/// The dictionary check of a session. Over FIXT.1.1 a message that names its application version [1128] is checked with that
/// version's dictionary: the session's own where it is the one that the session was made with, else the library's.
/// <para><b>Threading.</b> One session thread.</para>
/// </summary>
public sealed class FixSessionValidation
{
    private const int ApplVerIdTag = 1128;

    private readonly FixMessageSchema _schema;
    private readonly FixValidationOptions _options;
    private readonly FixMessageValidator _validator;
    private readonly FixMessageValidator?[] _ofVersion = new FixMessageValidator?[10];
    private readonly bool _isTransport;

    /// <summary>Makes the check; validators of other versions are made when a message first names them.</summary>
    /// <param name="schema">The session's dictionaries.</param>
    /// <param name="options">What is checked; null for everything.</param>
    public FixSessionValidation(FixMessageSchema schema, FixValidationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _schema = schema;
        _options = options ?? new FixValidationOptions();
        _validator = new FixMessageValidator(schema, _options);
        _isTransport = schema.Session.Dictionary.Version.IsTransport;
    }

    /// <summary>Checks a message; a <see cref="FixValidate"/>.</summary>
    public FixVerdict Check(in FixFrame frame)
    {
        FixMessageValidator? validator = _isTransport ? ValidatorOf(in frame) : _validator;
        if (validator is null)
            return new FixVerdict(FixRejectReason.ApplicationVersion, ApplVerIdTag);
        FixValidationResult result = validator.Validate(in frame);
        if (result.IsValid)
            return default;
        // Of a type that does not exist no field is to be named.
        return result.HasRefTag && result.Reason != FixRejectReason.InvalidMsgType
            ? new FixVerdict(result.Reason, result.RefTag)
            : new FixVerdict(result.Reason);
    }

    // Null for a version that the library has no dictionary of. Wrong values are left to the validator.
    private FixMessageValidator? ValidatorOf(in FixFrame frame)
    {
        var fields = new FixFields(frame);
        while (fields.MoveNext() && FixHeader.IsHeaderTag(fields.Tag))
        {
            if (fields.Tag != ApplVerIdTag)
                continue;
            ReadOnlySpan<byte> value = fields.Value;
            if (frame.MsgType.IsAdmin() || fields.Error != FixParseError.None || value.Length != 1
                || (uint)(value[0] - '0') > 9)
                return _validator;
            return _ofVersion[value[0] - '0'] ?? Make(value);
        }
        return _validator;
    }

    private FixMessageValidator? Make(ReadOnlySpan<byte> applVerId)
    {
        FixDictionary? dictionary = FixDictionaries.ForApplVerId(applVerId);
        if (dictionary is null)
            return null;
        FixMessageValidator made = dictionary.Version == _schema.Application.Dictionary.Version
            ? _validator
            : new FixMessageValidator(new FixMessageSchema(_schema.Session.Dictionary, dictionary), _options);
        _ofVersion[applVerId[0] - '0'] = made;
        return made;
    }
}
