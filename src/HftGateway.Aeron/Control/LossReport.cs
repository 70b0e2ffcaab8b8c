using System.Text;
using HftGateway.Aeron.Memory;

namespace HftGateway.Aeron.Control;

/// <summary>
/// The file in which a driver notes what streams lost: an entry for each image that lost something.
/// <para><b>Threading.</b> One writer, the conductor; any process reads.</para>
/// <para><b>Limits.</b> When the file is full, further images are not noted.</para>
/// <para><b>Reference.</b> Aeron 1.52.2, <c>aeron_loss_reporter.c</c>.</para>
/// <code>
/// entry at multiples of 64: observations i64 | bytes lost i64 | first ms i64 | last ms i64 | session i32 | stream i32
///                           | channel length i32 | channel | (to 4) source length i32 | source
/// </code>
/// </summary>
public sealed unsafe class LossReport : IDisposable
{
    /// <summary>Name of the file in the driver's directory.</summary>
    public const string FileName = "loss-report.dat";

    private const int Alignment = 64;
    private const int BytesLostOffset = 8;
    private const int FirstOffset = 16;
    private const int LastOffset = 24;
    private const int SessionOffset = 32;
    private const int StreamOffset = 36;
    private const int ChannelOffset = 40;

    private readonly MappedFile _file;
    private readonly AtomicBuffer _buffer;
    private int _next;

    internal LossReport(string directory, int length)
    {
        _file = MappedFile.Create(Path.Combine(directory, FileName), length, sparse: true);
        _buffer = new AtomicBuffer(_file.Address, length);
    }

    /// <summary>Reads a report.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static List<LossObservation> Read(string path)
    {
        using MappedFile file = MappedFile.Open(path);
        var buffer = new AtomicBuffer(file.Address, (int)Math.Min(file.Length, int.MaxValue));
        var all = new List<LossObservation>();
        int at = 0;
        while (at <= buffer.Capacity - Alignment)
        {
            long count = Volatile.Read(ref buffer.Int64(at));
            if (count <= 0)
                break;
            int next = at + ChannelOffset;
            string channel = ReadText(buffer, ref next);
            next = Align.Up(next, sizeof(int));
            string source = ReadText(buffer, ref next);
            all.Add(new LossObservation(
                count, buffer.Int64(at + BytesLostOffset), buffer.Int64(at + FirstOffset), buffer.Int64(at + LastOffset),
                buffer.Int32(at + SessionOffset), buffer.Int32(at + StreamOffset), channel, source));
            at = Align.Up(next, Alignment);
        }

        return all;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    /// <summary>Notes the first loss of an image.</summary>
    /// <returns>The entry, to count further losses, or −1 when there is no room.</returns>
    internal int Add(long bytes, long nowMs, int sessionId, int streamId, string channel, string source)
    {
        int sourceAt = Align.Up(ChannelOffset + sizeof(int) + channel.Length, sizeof(int));
        int length = Align.Up(sourceAt + sizeof(int) + source.Length, Alignment);
        if (length > _buffer.Capacity - _next)
            return -1;
        int at = _next;
        _next += length;
        _buffer.Int64(at + BytesLostOffset) = bytes;
        _buffer.Int64(at + FirstOffset) = nowMs;
        _buffer.Int64(at + LastOffset) = nowMs;
        _buffer.Int32(at + SessionOffset) = sessionId;
        _buffer.Int32(at + StreamOffset) = streamId;
        WriteText(at + ChannelOffset, channel);
        WriteText(at + sourceAt, source);
        Volatile.Write(ref _buffer.Int64(at), 1);
        return at;
    }

    /// <summary>Counts a further loss.</summary>
    internal void Count(int entry, long bytes, long nowMs)
    {
        _buffer.Int64(entry + BytesLostOffset) += bytes;
        _buffer.Int64(entry + LastOffset) = nowMs;
        Volatile.Write(ref _buffer.Int64(entry), _buffer.Int64(entry) + 1);
    }

    private static string ReadText(AtomicBuffer buffer, ref int at)
    {
        if (at > buffer.Capacity - sizeof(int))
            return "";
        int length = buffer.Int32(at);
        at += sizeof(int);
        if (length < 0 || length > buffer.Capacity - at)
            return "";
        string text = Encoding.ASCII.GetString(buffer.Bytes(at, length));
        at += length;
        return text;
    }

    private void WriteText(int at, string text)
    {
        _buffer.Int32(at) = text.Length;
        Encoding.ASCII.GetBytes(text, _buffer.Bytes(at + sizeof(int), text.Length));
    }
}
