using System.Numerics;
using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// The bytes of a store file.
/// <code>
/// page 0   0     8  magic "HFTFIX1\0"
///          8     4  format version
///         12     4  segment bytes
///         16     8  UTC ns of the series' creation at which the file was made
///         24     4  length of the identity
///         28     4  CRC-32C of bytes 0 to 27 and the identity
///         32   512  identity, UTF-8
///       1024    32  cell: resets so far (high 16 bits), next expected inbound number (low 48 bits)
///       1088    32  cell: file length
///       1152   160  two checkpoints, see <see cref="StoreCheckpoint"/>
/// 4096 …   records, each at a multiple of 8, none across a segment's end
/// record   0     8  commit word: payload length (low 32 bits), CRC-32C of all that follows (high 32 bits, never 0)
///          8     8  number
///         16     8  UTC ns
///         24     8  kind (low 8 bits), MsgType (bits 16 to 31)
///         32        payload, padded with zeros to a multiple of 8
/// note     8     8  number of the peer's message it belongs to; 0 for none
///         32     8  offset of the note before it; 0 for none
///         40        the application's bytes
/// </code>
/// The commit word is stored last with one aligned store, so a process that is killed leaves a whole record or zeros in
/// its place. A cell is two slots of value and check that are written in turn: one of them is always whole.
/// </summary>
internal static unsafe class StoreLayout
{
    internal const uint FormatVersion = 1;
    internal const int HeaderBytes = 4096;
    internal const int RecordHeaderBytes = 32;
    internal const int IdentityAt = 32;
    internal const int MaxIdentityBytes = 512;
    internal const int ExpectedCellAt = 1024;
    internal const int LengthCellAt = 1088;
    internal const int CheckpointsAt = 1152;
    internal const ulong PadWord = ulong.MaxValue;
    internal const byte KindMessage = 1;
    internal const byte KindReset = 2;
    internal const byte KindSkip = 3;
    internal const byte KindNote = 4;
    internal const int NoteHeaderBytes = 8;

    private const ulong CellSalt = 0x9E37_79B9_7F4A_7C15;

    internal static ReadOnlySpan<byte> Magic => "HFTFIX1\0"u8;

    internal static uint Crc(ReadOnlySpan<byte> bytes, uint crc = uint.MaxValue)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
            crc = BitOperations.Crc32C(crc, word);
        foreach (byte b in bytes[(words.Length * 8)..])
            crc = BitOperations.Crc32C(crc, b);
        return crc;
    }

    // Over the record behind its commit word, padding included; never 0, so that a commit word never is.
    internal static uint RecordCrc(byte* record, int payloadBytes)
    {
        uint crc = Crc(new ReadOnlySpan<byte>(record + 8, RecordBytes(payloadBytes) - 8), (uint)payloadBytes);
        return crc == 0 ? 1 : crc;
    }

    internal static int RecordBytes(int payloadBytes) => RecordHeaderBytes + ((payloadBytes + 7) & ~7);

    internal static void WriteCell(byte* cell, ulong value, ref int turn)
    {
        turn ^= 1;
        ulong* slot = (ulong*)(cell + (16 * turn));
        // The check of the slot is void while its value changes.
        Volatile.Write(ref slot[1], 0);
        Volatile.Write(ref slot[0], value);
        Volatile.Write(ref slot[1], CellCheck(value));
    }

    // The greater of the slots that are whole: the values of a cell only rise.
    internal static bool ReadCell(byte* cell, out ulong value)
    {
        value = 0;
        bool found = false;
        for (int i = 0; i < 2; i++)
        {
            ulong* slot = (ulong*)(cell + (16 * i));
            if (slot[1] != CellCheck(slot[0]))
                continue;
            value = found ? Math.Max(value, slot[0]) : slot[0];
            found = true;
        }
        return found;
    }

    private static ulong CellCheck(ulong value) => BitOperations.RotateLeft(value * CellSalt, 29) ^ ~value | 1;
}
