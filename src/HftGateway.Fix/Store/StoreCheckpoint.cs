using System.Runtime.InteropServices;

namespace HftGateway.Fix;

/// <summary>
/// What a store knew at one record's end, so that the next opening reads from there and not from the beginning. Two lie
/// in the file and are written in turn, the check last: one is whole whenever the process dies.
/// <para><b>Trust.</b> One counts only if its check is right and the record that it names is where it says, with the
/// commit word it says and a right checksum. Else the other is tried, then every record is read. Bytes damaged in
/// front of a checkpoint are found when they are asked for.</para>
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = Bytes)]
internal struct StoreCheckpoint
{
    internal const int Bytes = 80;

    /// <summary>Behind the last record.</summary>
    internal long End;

    /// <summary>Offset of the last record.</summary>
    internal long LastRecord;

    /// <summary>Its commit word.</summary>
    internal ulong LastWord;

    internal ulong NextOutbound;

    /// <summary>Resets so far.</summary>
    internal ulong Epoch;

    internal long CreatedUtcNs;

    /// <summary>First record of the series.</summary>
    internal long SeriesStart;

    /// <summary>Offset of the last note; 0 for none.</summary>
    internal long LastNote;

    /// <summary>Greatest number with a note in this series; 0 for none.</summary>
    internal ulong NotedInbound;

    private ulong _check;

    internal readonly bool IsWhole => _check == Check();

    /// <summary>Writes it over one of the two places.</summary>
    internal static unsafe void Write(byte* header, ref int turn, StoreCheckpoint checkpoint)
    {
        turn ^= 1;
        var place = (StoreCheckpoint*)(header + StoreLayout.CheckpointsAt + (turn * Bytes));
        // Void while it changes.
        Volatile.Write(ref place->_check, 0);
        checkpoint._check = 0;
        *place = checkpoint;
        Volatile.Write(ref place->_check, checkpoint.Check());
    }

    // Never 0, so that a place that was never written is not whole.
    private readonly unsafe ulong Check()
    {
        StoreCheckpoint copy = this;
        uint low = StoreLayout.Crc(new ReadOnlySpan<byte>(&copy, Bytes - sizeof(ulong)));
        return (((ulong)low << 32) ^ (ulong)End) | 1;
    }
}
