using System.Runtime.InteropServices;
using HftGateway.Aeron.LogBuffers;

namespace HftGateway.Aeron.Memory;

/// <summary>
/// Brings a log's pages into this process before the publisher or subscriber gets there: a page that is touched for the
/// first time costs microseconds, which at full speed is more than one message of a hundred.
/// <para><b>Threading.</b> The client's conductor, while the log is mapped.</para>
/// <para><b>Limits.</b> As far ahead as the stream went since the last call, times four; at most
/// <see cref="MaxAheadBytes"/>. A stream that rests takes no more memory. After one round through the log nothing is
/// left to do. Kernels before 5.14 know no such request: nothing happens there.</para>
/// </summary>
internal unsafe partial struct PagesAhead
{
    private const long FirstBytes = 256 * 1024;
    private const long MaxAheadBytes = 16 << 20;
    private const int PopulateRead = 22;
    private const int PopulateWrite = 23;
    private readonly byte* _terms;
    private readonly long _length;
    private readonly int _advice;
    private readonly long _start;
    private long _last;
    private long _present;

    /// <summary>Begins at a position, with the pages just ahead of it.</summary>
    public PagesAhead(LogBuffer log, long position, bool isWriter)
    {
        _terms = log.Terms;
        _length = (long)LogLayout.Terms * log.TermLength;
        _advice = isWriter ? PopulateWrite : PopulateRead;
        _start = position & -Environment.SystemPageSize;
        _last = position;
        _present = _start;
        To(position + FirstBytes);
    }

    /// <summary>The stream is at a position.</summary>
    public void Advance(long position)
    {
        long progress = position - _last;
        if (progress <= 0 || _present - _start >= _length)
            return;
        _last = position;
        _present = Math.Max(_present, position & -Environment.SystemPageSize);
        To(position + Math.Clamp(progress * 4, FirstBytes, MaxAheadBytes));
    }

    private void To(long position)
    {
        long end = Math.Min(Align.Up(position, (long)Environment.SystemPageSize), _start + _length);
        while (_present < end)
        {
            // Positions go round the three terms as offsets do round the file.
            long offset = _present % _length;
            long bytes = Math.Min(end - _present, _length - offset);
            if (OperatingSystem.IsLinux())
                _ = Advise(_terms + offset, (nint)bytes, _advice);
            _present += bytes;
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(byte* address, nint length, int advice);
}
