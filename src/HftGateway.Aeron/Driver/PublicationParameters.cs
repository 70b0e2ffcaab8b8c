using System.Globalization;
using HftGateway.Aeron.Channels;
using HftGateway.Aeron.LogBuffers;

using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.Driver;

/// <summary>What a publication's channel demands, with the driver's defaults for the rest.</summary>
internal sealed record PublicationParameters
{
    /// <summary>
    /// In the place of a response correlation id: the response publication answers nobody, and holds the channel's socket open for
    /// those that will.
    /// </summary>
    public const long Prototype = -2;

    private const string PrototypeText = "prototype";

    public required int TermLength { get; init; }

    public required int Mtu { get; init; }

    public required bool IsSparse { get; init; }

    public required long LingerNs { get; init; }

    public required int Window { get; init; }

    public int? SessionId { get; init; }

    public int InitialTermId { get; init; }

    public int TermId { get; init; }

    public int TermOffset { get; init; }

    /// <summary>The channel gives the position at which to begin.</summary>
    public bool HasPosition { get; init; }

    public bool SignalEos { get; init; } = true;

    public bool SpiesSimulateConnection { get; init; }

    public int MaxResend { get; init; }

    public TetherTimeouts Tether { get; init; }

    /// <summary>
    /// The subscription on which answers are awaited or, of a response publication, the image that it answers; −1 neither.
    /// </summary>
    public long ResponseCorrelationId { get; init; } = -1;

    /// <summary>Number by which other channels can name this publication's session; −1 without one.</summary>
    public long EntityTag { get; init; } = -1;

    /// <summary>Reads a channel.</summary>
    /// <exception cref="AeronException">A parameter is wrong; says which, and the range.</exception>
    public static PublicationParameters Read(ChannelUri uri, MediaDriverContext context, int? sessionId = null)
    {
        int defaultTerm = uri.IsIpc ? context.IpcTermBufferLength : context.PublicationTermBufferLength;
        int termLength = (int)(uri.Size(ChannelKey.TermLength, LogLayout.MinTermLength, LogLayout.MaxTermLength)
            ?? defaultTerm);
        if (!LogLayout.IsTermLength(termLength))
            throw ChannelUri.Invalid(uri.ToString(), $"term-length={termLength} is not a power of two of 64k to 1g");
        int mtu = (int)(uri.Size(ChannelKey.Mtu, FrameLayout.DataHeaderBytes + 1, 65504)
            ?? (uri.IsIpc ? context.IpcMtuLength : context.MtuLength));
        if (mtu % FrameLayout.Alignment != 0)
            throw ChannelUri.Invalid(uri.ToString(), $"mtu={mtu} is not a multiple of {FrameLayout.Alignment}");
        int defaultWindow = uri.IsIpc ? context.IpcPublicationWindowLength : context.PublicationWindowLength;
        int window = (int)(uri.Size(ChannelKey.PublicationWindow, mtu, termLength / 2) ?? defaultWindow);
        if (window == 0 || window > termLength / 2)
            window = termLength / 2;
        var parameters = new PublicationParameters
        {
            TermLength = termLength,
            Mtu = mtu,
            IsSparse = uri.Boolean(ChannelKey.Sparse) ?? context.TermBufferSparseFile,
            LingerNs = uri.DurationNs(ChannelKey.Linger, 0, long.MaxValue) ?? context.PublicationLingerTimeoutNs,
            Window = Math.Max(window, mtu),
            SessionId = sessionId,
            EntityTag = uri[ChannelKey.Tags]?.Split(',') is [_, { } entity, ..] ? ReadTag(uri, entity) : -1,
            SignalEos = uri.Boolean(ChannelKey.Eos) ?? true,
            SpiesSimulateConnection =
                uri.Boolean(ChannelKey.SpiesSimulateConnection) ?? context.SpiesSimulateConnection,
            Tether = TetherTimeouts.Read(uri, context),
            ResponseCorrelationId = uri[ChannelKey.ResponseCorrelationId] == PrototypeText ? Prototype
                : uri.Integer(ChannelKey.ResponseCorrelationId, -1, long.MaxValue) ?? -1,
            MaxResend = (int)(uri.Integer(ChannelKey.MaxResend, 1, 256) ?? context.MaxResend),
        };
        if (parameters.ResponseCorrelationId == Prototype && uri is { IsUdp: true } && uri[ChannelKey.ControlMode] == "response")
            parameters = parameters with { TermLength = LogLayout.MinTermLength, Window = LogLayout.MinTermLength / 2 };
        return ReadPosition(uri, parameters);
    }

    /// <summary>A tag: a whole number.</summary>
    /// <exception cref="AeronException">It is none.</exception>
    public static long ReadTag(ChannelUri uri, string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long tag) && tag != -1 ? tag
            : throw ChannelUri.Invalid(uri.ToString(), $"tag '{text}' is not a whole number other than -1");

    /// <summary>Checks that a further registration of a log asks for nothing else.</summary>
    /// <exception cref="AeronException">It does; says what.</exception>
    public void CheckSame(ChannelUri uri, DriverPublication there)
    {
        LogBuffer log = there.Log;
        if (SessionId is { } id && id != there.SessionId)
            throw Differs(uri, ChannelKey.SessionId, id, there.SessionId);
        if (uri[ChannelKey.TermLength] != null && TermLength != log.TermLength)
            throw Differs(uri, ChannelKey.TermLength, TermLength, log.TermLength);
        if (uri[ChannelKey.Mtu] != null && Mtu != log.Mtu)
            throw Differs(uri, ChannelKey.Mtu, Mtu, log.Mtu);
        if (!HasPosition)
            return;
        if (InitialTermId != log.InitialTermId)
            throw Differs(uri, ChannelKey.InitialTermId, InitialTermId, log.InitialTermId);
        PublicationParameters first = there.Parameters;
        if (TermId != (first.HasPosition ? first.TermId : log.InitialTermId))
            throw Differs(uri, ChannelKey.TermId, TermId, first.HasPosition ? first.TermId : log.InitialTermId);
        if (TermOffset != first.TermOffset)
            throw Differs(uri, ChannelKey.TermOffset, TermOffset, first.TermOffset);
    }

    private static AeronException Differs(ChannelUri uri, string key, int wanted, int there) =>
        ChannelUri.Invalid(uri.ToString(), $"{key}={wanted} differs from {there} of the publication that is there");

    private static PublicationParameters ReadPosition(ChannelUri uri, PublicationParameters parameters)
    {
        long? initial = uri.Integer(ChannelKey.InitialTermId, int.MinValue, int.MaxValue);
        long? term = uri.Integer(ChannelKey.TermId, int.MinValue, int.MaxValue);
        long? offset = uri.Integer(ChannelKey.TermOffset, 0, parameters.TermLength);
        int given = (initial == null ? 0 : 1) + (term == null ? 0 : 1) + (offset == null ? 0 : 1);
        if (given == 0)
            return parameters;
        if (given != 3)
            throw ChannelUri.Invalid(uri.ToString(), "init-term-id, term-id and term-offset must stand together");
        if (offset % FrameLayout.Alignment != 0)
            throw ChannelUri.Invalid(uri.ToString(), $"term-offset={offset} is not a multiple of {FrameLayout.Alignment}");
        if (unchecked((int)term! - (int)initial!) < 0)
            throw ChannelUri.Invalid(uri.ToString(), $"term-id={term} is before init-term-id={initial}");
        return parameters with
        {
            InitialTermId = (int)initial!,
            TermId = (int)term!,
            TermOffset = (int)offset!,
            HasPosition = true,
        };
    }
}
