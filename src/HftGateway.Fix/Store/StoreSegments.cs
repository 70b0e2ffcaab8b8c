using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// The memory of a store, in pieces of one size: views of a mapped file, or plain memory of which the oldest piece is
/// given up for a new one.
/// <para><b>Threading.</b> One thread.</para>
/// </summary>
internal sealed unsafe class StoreSegments : IDisposable
{
    private const int FirstPieceBytes = 64 << 10;

    private readonly List<Segment> _segments = [];
    private readonly FileStream? _file;
    private readonly int _maxInMemory;

    internal StoreSegments(FileStream? file, int segmentBytes, int maxInMemory)
    {
        _file = file;
        SegmentBytes = segmentBytes;
        _maxInMemory = maxInMemory;
    }

    internal int SegmentBytes { get; }

    /// <summary>Segments ever added; those below <see cref="First"/> are gone.</summary>
    internal int Count { get; private set; }

    internal int First { get; private set; }

    internal long Length => (long)Count * SegmentBytes;

    internal byte* At(long offset)
    {
        int index = (int)(offset / SegmentBytes);
        if (index < First || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "behind the end of the store");
        return _segments[index - First].Start + (offset - ((long)index * SegmentBytes));
    }

    internal void Add()
    {
        if (_file is null)
        {
            AddMemory();
            return;
        }
        long start = Length;
        // The first piece now, the others when they are reached.
        StoreFile.Allocate(_file, start, Math.Min(SegmentBytes, FirstPieceBytes));
        if (_file.Length < start + SegmentBytes)
            _file.SetLength(start + SegmentBytes);
        var map = MemoryMappedFile.CreateFromFile(
            _file, null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        MemoryMappedViewAccessor view = map.CreateViewAccessor(start, SegmentBytes, MemoryMappedFileAccess.ReadWrite);
        byte* pointer = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _segments.Add(new Segment(pointer + view.PointerOffset, map, view));
        Count++;
    }

    public void Dispose()
    {
        foreach (Segment segment in _segments)
            Free(segment);
        _segments.Clear();
        First = Count;
    }

    private void AddMemory()
    {
        byte* memory;
        if (_segments.Count == _maxInMemory)
        {
            memory = _segments[0].Start;
            _segments.RemoveAt(0);
            First++;
        }
        else
        {
            memory = (byte*)NativeMemory.AlignedAlloc((nuint)SegmentBytes, 64);
        }
        NativeMemory.Clear(memory, (nuint)SegmentBytes);
        _segments.Add(new Segment(memory, null, null));
        Count++;
    }

    private static void Free(Segment segment)
    {
        if (segment.View is null)
        {
            NativeMemory.AlignedFree(segment.Start);
            return;
        }
        segment.View.SafeMemoryMappedViewHandle.ReleasePointer();
        segment.View.Dispose();
        segment.Map!.Dispose();
    }

    private sealed class Segment(byte* start, MemoryMappedFile? map, MemoryMappedViewAccessor? view)
    {
        internal readonly byte* Start = start;
        internal readonly MemoryMappedFile? Map = map;
        internal readonly MemoryMappedViewAccessor? View = view;
    }
}
