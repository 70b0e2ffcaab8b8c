using System.Buffers.Binary;
using System.Globalization;

namespace HftGateway.Fix;

/// <content>Notes of the application.</content>
public sealed unsafe partial class FixStore
{
    /// <summary>Longest note.</summary>
    public const int MaxNoteBytes = 256;

    private long _lastNote;
    private ulong _notedInbound;

    /// <summary>
    /// Keeps something that the application must know after a restart, such as a fill. It outlives resets of the numbers,
    /// not <see cref="Rotate"/>. A note that belongs to a message counts as having handled it: after a restart the
    /// message is not asked for again, so that what it brought is noted once.
    /// </summary>
    /// <param name="inbound">Number of the peer's message; 0 for none.</param>
    /// <param name="utcNs">Time.</param>
    /// <param name="content">At most 256 bytes.</param>
    /// <returns>False when the disk is full (<see cref="Problem"/>); nothing happened then.</returns>
    public bool TryNote(ulong inbound, long utcNs, ReadOnlySpan<byte> content)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(content.Length, MaxNoteBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(inbound, MaxSequence - 1);
        Span<byte> payload = stackalloc byte[StoreLayout.NoteHeaderBytes + content.Length];
        if (!HasRoom(payload.Length))
            return false;
        BinaryPrimitives.WriteInt64LittleEndian(payload, _lastNote);
        content.CopyTo(payload[StoreLayout.NoteHeaderBytes..]);
        _lastNote = AppendRecord(StoreLayout.KindNote, FixMsgType.Unknown, inbound, utcNs, payload);
        _notedInbound = Math.Max(_notedInbound, inbound);
        if (inbound >= _expected)
            ExpectedInbound = inbound + 1;
        return true;
    }

    /// <summary>All notes of the file, oldest first. Allocates: for the start.</summary>
    public IReadOnlyList<StoredNote> ReadNotes()
    {
        var notes = new List<StoredNote>();
        for (long at = _lastNote; at != 0 && IsHeld(at);)
        {
            byte* record = _segments.At(at);
            int length = (int)*(uint*)record;
            if (record[24] != StoreLayout.KindNote || length < StoreLayout.NoteHeaderBytes
                || StoreLayout.RecordCrc(record, length) != (uint)(*(ulong*)record >> 32))
                throw new FixStoreException(string.Create(CultureInfo.InvariantCulture,
                    $"{Path}: damaged at byte {at}: a note cannot be read; restore the file from a copy"));
            byte* content = record + StoreLayout.RecordHeaderBytes;
            notes.Add(new StoredNote(
                *(ulong*)(record + 8), *(long*)(record + 16),
                new ReadOnlySpan<byte>(content + StoreLayout.NoteHeaderBytes, length - StoreLayout.NoteHeaderBytes)
                    .ToArray()));
            at = *(long*)content;
        }
        notes.Reverse();
        return notes;
    }
}
