using HftGateway.Aeron.Counters;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Rings;

namespace HftGateway.Aeron.Control;

/// <summary>
/// The command-and-control file: everything that a driver and its clients share but the logs.
/// <para><b>Threading.</b> Immutable; the regions have their own rules.</para>
/// <para><b>Invariants.</b> The header's lengths were checked against the file's before any region is handed out.
/// </para>
/// <para><b>Reference.</b> Aeron 1.52.2, CnC version 0.2.0.</para>
/// <code>
/// 0 version i32 (stored last) | 4 to-driver length | 8 to-clients length | 12 counters metadata length
/// 16 counters values length | 20 error log length | 24 client liveness timeout ns i64 | 32 start ms i64
/// 40 pid i64 | 48 page size i32 | ... 128 | to-driver | to-clients | metadata | values | error log |
/// </code>
/// </summary>
public sealed unsafe class CncFile : IDisposable
{
    /// <summary>Name of the file in the driver's directory.</summary>
    public const string FileName = "cnc.dat";

    /// <summary>Version that this library speaks: major in bits 16 up, minor in bits 8 up, patch.</summary>
    public const int Version = 0x000200;

    /// <summary>Bytes before the first region.</summary>
    public const int HeaderBytes = 128;

    internal const int ToDriverLengthOffset = 4;
    internal const int ToClientsLengthOffset = 8;
    internal const int MetadataLengthOffset = 12;
    internal const int ValuesLengthOffset = 16;
    internal const int ErrorLogLengthOffset = 20;
    internal const int LivenessTimeoutOffset = 24;
    internal const int StartMsOffset = 32;
    internal const int PidOffset = 40;
    internal const int PageSizeOffset = 48;

    private readonly MappedFile _file;

    private CncFile(MappedFile file)
    {
        _file = file;
        var header = new AtomicBuffer(file.Address, HeaderBytes);
        ClientLivenessTimeoutNs = header.Int64(LivenessTimeoutOffset);
        StartMs = header.Int64(StartMsOffset);
        Pid = header.Int64(PidOffset);
        FilePageSize = header.Int32(PageSizeOffset);
        long at = HeaderBytes;
        ToDriverBuffer = Region(header.Int32(ToDriverLengthOffset), "to-driver");
        ToClientsBuffer = Region(header.Int32(ToClientsLengthOffset), "to-clients");
        MetadataBuffer = Region(header.Int32(MetadataLengthOffset), "counters metadata");
        ValuesBuffer = Region(header.Int32(ValuesLengthOffset), "counters values");
        ErrorLogBuffer = Region(header.Int32(ErrorLogLengthOffset), "error log");

        AtomicBuffer Region(int length, string name)
        {
            if (length < 0 || at + length > file.Length)
            {
                throw new AeronException(
                    $"{file.Path} is damaged: its {name} region of {length} bytes at {at} does not fit its {file.Length} bytes");
            }

            var region = new AtomicBuffer(file.Address + at, length);
            at += length;
            return region;
        }
    }

    /// <summary>Path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Length of the file, bytes.</summary>
    public long FileLength => _file.Length;

    /// <summary>After this time without a sign of life the driver takes a client's resources back, ns.</summary>
    public long ClientLivenessTimeoutNs { get; }

    /// <summary>When the driver started, ms since the epoch.</summary>
    public long StartMs { get; }

    /// <summary>Process id of the driver.</summary>
    public long Pid { get; }

    /// <summary>Log files are multiples of this, bytes.</summary>
    public int FilePageSize { get; }

    internal AtomicBuffer ToDriverBuffer { get; }

    internal AtomicBuffer ToClientsBuffer { get; }

    internal AtomicBuffer MetadataBuffer { get; }

    internal AtomicBuffer ValuesBuffer { get; }

    internal AtomicBuffer ErrorLogBuffer { get; }

    /// <summary>The command ring.</summary>
    public ManyToOneRing ToDriver => new(ToDriverBuffer);

    /// <summary>The counters.</summary>
    public CountersReader Counters => new(MetadataBuffer, ValuesBuffer);

    /// <summary>The errors that the driver noted.</summary>
    public List<ErrorObservation> ReadErrors() => ErrorLogReader.Read(ErrorLogBuffer);

    /// <summary>A receiver of the driver's broadcasts, from now on.</summary>
    public BroadcastReceiver CreateReceiver() => new(ToClientsBuffer);

    /// <summary>Opens the file of a directory as it stands, whether its driver lives or not.</summary>
    /// <param name="directory">The driver's directory.</param>
    /// <returns>The file, or null when there is none or it is not ready yet.</returns>
    /// <exception cref="AeronException">Another version, or damaged.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static CncFile? TryOpen(string directory)
    {
        string path = System.IO.Path.Combine(directory, FileName);
        if (!File.Exists(path) || new FileInfo(path).Length <= HeaderBytes)
            return null;
        MappedFile file;
        try
        {
            file = MappedFile.Open(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }

        try
        {
            int version = Volatile.Read(ref new AtomicBuffer(file.Address, HeaderBytes).Int32(0));
            if (version == 0)
            {
                file.Dispose();
                return null;
            }

            if (version >> 16 != Version >> 16)
            {
                throw new AeronException(
                    $"{path} has version {VersionText(version)}, this library speaks {VersionText(Version)}: "
                    + "use a driver of the same major version");
            }

            return new CncFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates the file of a new driver. Nobody may use it before <see cref="Publish"/>.</summary>
    /// <param name="directory">The driver's directory, which exists.</param>
    /// <param name="layout">Lengths.</param>
    /// <param name="startMs">Start of the driver, ms since the epoch.</param>
    /// <exception cref="AeronException">No room.</exception>
    internal static CncFile Create(string directory, CncLayout layout, long startMs)
    {
        string path = System.IO.Path.Combine(directory, FileName);
        MappedFile file = MappedFile.Create(path, layout.FileLength, sparse: true);
        var header = new AtomicBuffer(file.Address, HeaderBytes);
        header.Int32(ToDriverLengthOffset) = layout.ToDriverCapacity + ManyToOneRing.TrailerBytes;
        header.Int32(ToClientsLengthOffset) = layout.ToClientsCapacity + BroadcastTransmitter.TrailerBytes;
        header.Int32(MetadataLengthOffset) = layout.MetadataLength;
        header.Int32(ValuesLengthOffset) = layout.ValuesLength;
        header.Int32(ErrorLogLengthOffset) = layout.ErrorLogLength;
        header.Int64(LivenessTimeoutOffset) = layout.ClientLivenessTimeoutNs;
        header.Int64(StartMsOffset) = startMs;
        header.Int64(PidOffset) = Environment.ProcessId;
        header.Int32(PageSizeOffset) = layout.PageSize;
        return new CncFile(file);
    }

    /// <summary>Tells the world that the file is ready.</summary>
    internal void Publish() => Volatile.Write(ref new AtomicBuffer(_file.Address, HeaderBytes).Int32(0), Version);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string VersionText(int version) =>
        $"{version >> 16}.{(version >> 8) & 0xFF}.{version & 0xFF}";
}
