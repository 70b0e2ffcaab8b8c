using System.Numerics;
using HftGateway.Aeron.Memory;
using HftGateway.Aeron.Protocol;

namespace HftGateway.Aeron.LogBuffers;

/// <summary>
/// A log file in memory: three terms and their metadata.
/// <para><b>Threading.</b> Immutable; the memory is shared by publishers, driver and subscribers as the protocol says.
/// </para>
/// <para><b>Invariants.</b> Lengths in the metadata were checked against the file's before a pointer is handed out.
/// </para>
/// </summary>
public sealed unsafe class LogBuffer : IDisposable
{
    private readonly MappedFile _file;

    private LogBuffer(MappedFile file, int termLength)
    {
        _file = file;
        TermLength = termLength;
        TermBits = BitOperations.Log2((uint)termLength);
        Terms = file.Address;
        Metadata = new AtomicBuffer(file.Address + file.Length - LogLayout.MetadataBytes, LogLayout.MetadataBytes);
        InitialTermId = Metadata.Int32(LogLayout.InitialTermIdOffset);
        Mtu = Metadata.Int32(LogLayout.MtuOffset);
    }

    /// <summary>Path of the file.</summary>
    public string Path => _file.Path;

    /// <summary>Length of the file, bytes.</summary>
    public long FileLength => _file.Length;

    /// <summary>Length of a term, bytes.</summary>
    public int TermLength { get; }

    /// <summary>Its binary logarithm.</summary>
    public int TermBits { get; }

    /// <summary>Id of the first term.</summary>
    public int InitialTermId { get; }

    /// <summary>Most bytes of a datagram or frame.</summary>
    public int Mtu { get; }

    /// <summary>The metadata.</summary>
    public AtomicBuffer Metadata { get; }

    internal byte* Terms { get; }

    internal ref long Tail(int index) => ref Metadata.Int64(LogLayout.TailsOffset + index * sizeof(long));

    internal ref int ActiveTermCount => ref Metadata.Int32(LogLayout.ActiveTermCountOffset);

    internal ref long EndOfStreamPosition => ref Metadata.Int64(LogLayout.EndOfStreamOffset);

    internal ref int IsConnected => ref Metadata.Int32(LogLayout.IsConnectedOffset);

    internal ref byte IsRevoked => ref Metadata.Bytes(LogLayout.IsRevokedOffset, 1)[0];

    internal byte* DefaultHeader => Metadata.Address + LogLayout.DefaultHeaderOffset;

    /// <summary>Maps the log of a publication or image.</summary>
    /// <param name="path">Path.</param>
    /// <param name="preTouch">Touch every page now, so that none faults later.</param>
    /// <exception cref="AeronException">It is not a log, or damaged.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static LogBuffer Open(string path, bool preTouch = false)
    {
        MappedFile file = MappedFile.Open(path);
        try
        {
            int termLength = file.Length < LogLayout.FileLength(LogLayout.MinTermLength, 1) ? 0
                : new AtomicBuffer(file.Address + file.Length - LogLayout.MetadataBytes, LogLayout.MetadataBytes)
                    .Int32(LogLayout.TermLengthOffset);
            if (!LogLayout.IsTermLength(termLength) || file.Length < LogLayout.FileLength(termLength, 1))
            {
                throw new AeronException(
                    $"{path} is no log buffer: {file.Length} bytes with a term length of {termLength}");
            }

            var log = new LogBuffer(file, termLength);
            int mtu = log.Mtu;
            if (mtu <= FrameLayout.DataHeaderBytes || mtu % FrameLayout.Alignment != 0 || mtu > ushort.MaxValue)
                throw new AeronException($"{path} is damaged: MTU {mtu}");
            if (preTouch)
                log.PreTouch();
            return log;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Creates a log file and fills its metadata. The driver's side.</summary>
    /// <param name="path">Path.</param>
    /// <param name="parameters">What stands in the metadata.</param>
    /// <exception cref="AeronException">No room.</exception>
    internal static LogBuffer Create(string path, in LogParameters parameters)
    {
        long length = LogLayout.FileLength(parameters.TermLength, parameters.PageSize);
        MappedFile file = MappedFile.Create(path, length, parameters.IsSparse, !parameters.SkipsSpaceCheck);
        parameters.Write(new AtomicBuffer(file.Address + file.Length - LogLayout.MetadataBytes, LogLayout.MetadataBytes));
        return new LogBuffer(file, parameters.TermLength);
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Unmaps and deletes the log. The driver's side.</summary>
    /// <returns>Whether the file is gone.</returns>
    internal bool DisposeAndDelete()
    {
        string path = Path;
        Dispose();
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private void PreTouch()
    {
        for (long at = 0; at < _file.Length; at += 4096)
            Interlocked.CompareExchange(ref *(int*)(_file.Address + at), 0, 0);
    }
}
