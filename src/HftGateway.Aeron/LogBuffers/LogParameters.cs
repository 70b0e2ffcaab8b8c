using HftGateway.Aeron.Driver.Network;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.LogBuffers;

/// <summary>What a new log's metadata says.</summary>
internal readonly record struct LogParameters
{
    public required LogType Type { get; init; }

    public required long RegistrationId { get; init; }

    public required int SessionId { get; init; }

    public required int StreamId { get; init; }

    public required int InitialTermId { get; init; }

    public required int TermLength { get; init; }

    public required int Mtu { get; init; }

    public required int PageSize { get; init; }

    public bool IsSparse { get; init; }

    public int PublicationWindow { get; init; }

    public int ReceiverWindow { get; init; }

    public int SendBuffer { get; init; }

    public int ReceiveBuffer { get; init; }

    /// <summary>The system's own and greatest lengths of sockets' buffers.</summary>
    public SocketBuffers SystemBuffers { get; init; }

    public int MaxResend { get; init; }

    /// <summary>Of publications −1 without one.</summary>
    public long EntityTag { get; init; }

    public long ResponseCorrelationId { get; init; }

    public long LingerNs { get; init; }

    public long UntetheredWindowLimitNs { get; init; }

    public long UntetheredLingerNs { get; init; }

    public long UntetheredRestingNs { get; init; }

    public bool IsGroup { get; init; }

    public bool IsResponse { get; init; }

    public bool IsRejoin { get; init; }

    public bool IsReliable { get; init; }

    public bool SignalEos { get; init; }

    public bool SpiesSimulateConnection { get; init; }

    public bool IsTether { get; init; }

    /// <summary>Do not ask the file system for its room before the file is made.</summary>
    public bool SkipsSpaceCheck { get; init; }

    public void Write(AtomicBuffer metadata)
    {
        metadata.Int64(LogLayout.TailsOffset) = LogLayout.RawTail(InitialTermId, 0);
        for (int i = 1; i < LogLayout.Terms; i++)
        {
            metadata.Int64(LogLayout.TailsOffset + i * sizeof(long)) =
                LogLayout.RawTail(unchecked(InitialTermId + i - LogLayout.Terms), 0);
        }

        metadata.Int32(LogLayout.ActiveTermCountOffset) = 0;
        metadata.Int64(LogLayout.EndOfStreamOffset) = long.MaxValue;
        metadata.Int64(LogLayout.CorrelationIdOffset) = RegistrationId;
        metadata.Int32(LogLayout.InitialTermIdOffset) = InitialTermId;
        metadata.Int32(LogLayout.DefaultHeaderLengthOffset) = FrameLayout.DataHeaderBytes;
        metadata.Int32(LogLayout.MtuOffset) = Mtu;
        metadata.Int32(LogLayout.TermLengthOffset) = TermLength;
        metadata.Int32(LogLayout.PageSizeOffset) = PageSize;
        metadata.Int32(LogLayout.PublicationWindowOffset) = PublicationWindow;
        metadata.Int32(LogLayout.ReceiverWindowOffset) = ReceiverWindow;
        metadata.Int32(LogLayout.SocketBuffersOffset) = SendBuffer;
        metadata.Int32(LogLayout.SocketBuffersOffset + 4) = SystemBuffers.DefaultSend;
        metadata.Int32(LogLayout.SocketBuffersOffset + 8) = SystemBuffers.MaxSend;
        metadata.Int32(LogLayout.SocketBuffersOffset + 12) = ReceiveBuffer;
        metadata.Int32(LogLayout.SocketBuffersOffset + 16) = SystemBuffers.DefaultReceive;
        metadata.Int32(LogLayout.SocketBuffersOffset + 20) = SystemBuffers.MaxReceive;
        metadata.Int32(LogLayout.MaxResendOffset) = MaxResend;
        metadata.Int64(LogLayout.EntityTagOffset) = EntityTag;
        metadata.Int64(LogLayout.ResponseCorrelationIdOffset) = ResponseCorrelationId;
        metadata.Int64(LogLayout.LingerOffset) = LingerNs;
        metadata.Int64(LogLayout.UntetheredWindowLimitOffset) = UntetheredWindowLimitNs;
        metadata.Int64(LogLayout.UntetheredRestingOffset) = UntetheredRestingNs;
        metadata.Int64(LogLayout.UntetheredLingerOffset) = UntetheredLingerNs;
        Span<byte> flags = metadata.Bytes(LogLayout.FlagsOffset, 10);
        flags[0] = Flag(IsGroup);
        flags[1] = Flag(IsResponse);
        flags[2] = Flag(IsRejoin);
        flags[3] = Flag(IsReliable);
        flags[4] = Flag(IsSparse);
        flags[5] = Flag(SignalEos);
        flags[6] = Flag(SpiesSimulateConnection);
        flags[7] = Flag(IsTether);
        flags[8] = 0;
        flags[9] = (byte)Type;
        Span<byte> header = metadata.Bytes(LogLayout.DefaultHeaderOffset, FrameLayout.DataHeaderBytes);
        header.Clear();
        header[FrameLayout.FlagsOffset] = FrameLayout.UnfragmentedFlags;
        BitConverter.TryWriteBytes(header[FrameLayout.TypeOffset..], FrameType.Data);
        BitConverter.TryWriteBytes(header[FrameLayout.SessionIdOffset..], SessionId);
        BitConverter.TryWriteBytes(header[FrameLayout.StreamIdOffset..], StreamId);
        BitConverter.TryWriteBytes(header[FrameLayout.TermIdOffset..], InitialTermId);
    }

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;
}
