using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using HftGateway.MarketData.Itch;
using HftGateway.Platform;

namespace HftGateway.MarketData;

/// <summary>
/// A run of whole messages in place, each behind its 2-byte big-endian length: the common form of BinaryFILE records
/// and
/// of the messages in a MoldUDP64 packet. Made by a <c>MessageSource</c> or a <c>MoldUdp64Receiver</c>, which have
/// checked that every message lies inside.
/// <para><b>Threading.</b> A view of its maker's buffer: valid until the maker is asked for the next one.</para>
/// <para><b>Invariants.</b> <see cref="Count"/> messages fill <see cref="Bytes"/> exactly; they have the consecutive
/// indices from <see cref="FirstIndex"/> and sequence numbers from <see cref="FirstSequence"/>.</para>
/// <para><b>Cost.</b> Walking: about 4 ns a message: each length decides where the next one lies
/// (<c>ItchDecodeBenchmark</c>).</para>
/// </summary>
[SuppressMessage("Naming", "CA1710", Justification = "a block is no collection type")]
public readonly ref struct MessageBlock
{
    /// <summary><see cref="PacketUtcNs"/> when the input carries no packet times.</summary>
    public const long NoTime = long.MinValue;

    /// <summary>The framed messages.</summary>
    public ReadOnlySpan<byte> Bytes { get; init; }

    /// <summary>Number of messages; 0 in a block that only reports a gap or the end of the session.</summary>
    public int Count { get; init; }

    /// <summary>0-based index of the first message in the input, all types counted.</summary>
    public long FirstIndex { get; init; }

    /// <summary>
    /// Byte offset of <see cref="Bytes"/> in the (decompressed) input; in a live feed the offset in the packet.
    /// </summary>
    public long FirstOffset { get; init; }

    /// <summary>Sequence number of the first message: that of the session, in a file the index + 1.</summary>
    public long FirstSequence { get; init; }

    /// <summary>Capture time of the packet in ns since the Unix epoch, or <see cref="NoTime"/>.</summary>
    public long PacketUtcNs { get; init; }

    /// <summary>
    /// First sequence number missing before this block; meaningful when <see cref="GapCount"/> is not 0.
    /// </summary>
    public long GapFirst { get; init; }

    /// <summary>How many messages are missing before this block.</summary>
    public long GapCount { get; init; }

    /// <summary>The session ended with this packet.</summary>
    public bool EndOfSession { get; init; }

    /// <summary>A length of 0 stands for the length that the type implies (BinaryFILE only).</summary>
    public bool ZeroLengthIsImplied { get; init; }

    /// <summary>Enumerates the messages in place, without allocation.</summary>
    public Enumerator GetEnumerator() => new(this);

    /// <summary>A position in a <see cref="MessageBlock"/>; <c>foreach</c> yields each message's bytes.</summary>
    [HotPath]
    public ref struct Enumerator
    {
        private readonly ref byte _start;
        private readonly int _end;
        private readonly long _firstOffset;
        private readonly bool _implied;
        private int _next;
        private int _message;
        private int _length;
        private long _index;

        internal Enumerator(MessageBlock block)
        {
            _start = ref MemoryMarshal.GetReference(block.Bytes);
            _end = block.Bytes.Length;
            _firstOffset = block.FirstOffset;
            _implied = block.ZeroLengthIsImplied;
            _index = block.FirstIndex - 1;
        }

        /// <summary>The message's bytes.</summary>
        public readonly ReadOnlySpan<byte> Current => MemoryMarshal.CreateReadOnlySpan(ref First, _length);

        /// <summary>The message's first byte. With <see cref="Length"/> 0 there is none behind it.</summary>
        public readonly ref byte First => ref Unsafe.Add(ref _start, _message);

        /// <summary>The message's length in bytes.</summary>
        public readonly int Length => _length;

        /// <summary>0-based index of the message in the input.</summary>
        public readonly long Index => _index;

        /// <summary>Byte offset of the message in the input, its length prefix excluded.</summary>
        public readonly long Offset => _firstOffset + _message;

        /// <summary>Moves to the next message.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            // The maker checked the block; these comparisons keep a block built wrongly from reading past its end.
            int message = _next + 2;
            if (message > _end)
                return false;
            ushort prefix = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref _start, _next));
            int length = BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(prefix) : prefix;
            if (length == 0 && _implied && message < _end)
                length = ItchLength.Of(Unsafe.Add(ref _start, message));
            int next = message + length;
            if (next > _end)
                return false;
            _message = message;
            _length = length;
            _next = next;
            _index++;
            return true;
        }
    }
}
