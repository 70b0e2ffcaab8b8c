using BenchmarkDotNet.Attributes;

namespace HftGateway.Benchmarks.Sbe;

/// <summary>
/// MDIncrementalRefreshBook46, encoded and decoded with everything read: generated codecs against hand-written ones.
/// Messages of 10 entries (no order entries), and of 23 entries and 16 order entries as CME sends them when orders
/// trade through levels, in versions 13 and 9. Seeded; the captured packet itself may not be part of the repository,
/// its shape is.
/// </summary>
[MemoryDiagnoser]
public class SbeBenchmarks
{
    private const int Calls = 1_000;

    private readonly BookEntry[] _entries = new BookEntry[10];
    private readonly byte[] _ten;
    private readonly byte[] _target = new byte[512];
    private readonly byte[] _captured;

    /// <summary>Makes the messages; a fixed seed.</summary>
    public SbeBenchmarks()
    {
        Random random = new(1);
        foreach (ref BookEntry entry in _entries.AsSpan())
        {
            entry = new BookEntry
            {
                Price = random.NextInt64(1_000_000_000_000), Size = random.Next(1, 500),
                    SecurityId = random.Next(1, 1_000_000),
                RptSeq = (uint)random.Next(), Orders = random.Next(1, 50), TradeableSize = random.Next(1, 500),
                Level = (byte)random.Next(1, 11), Action = (byte)random.Next(3), Type = (byte)random.Next('0', '2'),
            };
        }
        _ten = new byte[HandWrittenBook.Encode(_target, _entries, 1)];
        _target.AsSpan(0, _ten.Length).CopyTo(_ten);
        _captured = CapturedShape(random);
        Check();
    }

    /// <summary>10 entries, decoded by hand, slices of the wire's length.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long HandDecode10() => Repeat(static (m, _) => HandWrittenBook.Decode(m), _ten);

    /// <summary>10 entries, decoded by hand, slices of a fixed length.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Calls)]
    public long HandDecodeFixed10() => Repeat(static (m, _) => HandWrittenBook.DecodeFixed(m), _ten);

    /// <summary>10 entries, decoded by generated flyweights.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long GeneratedDecode10() => Repeat(static (m, _) => GeneratedBook.Decode(m), _ten);

    /// <summary>10 entries, decoded by generated code, entries as structures.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long GeneratedDecodeStructs10() => Repeat(static (m, _) => GeneratedBook.DecodeStructs(m), _ten);

    /// <summary>23 entries and 16 order entries, by hand, slices of the wire's length.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long HandDecode23() => Repeat(static (m, _) => HandWrittenBook.Decode(m), _captured);

    /// <summary>23 entries and 16 order entries, by hand, slices of a fixed length.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long HandDecodeFixed23() => Repeat(static (m, _) => HandWrittenBook.DecodeFixed(m), _captured);

    /// <summary>23 entries and 16 order entries, by generated flyweights.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long GeneratedDecode23() => Repeat(static (m, _) => GeneratedBook.Decode(m), _captured);

    /// <summary>10 entries, encoded by hand.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long HandEncode10()
        => Repeat(static (m, b) => HandWrittenBook.Encode(b._target, b._entries, (ulong)m.Length), _ten);

    /// <summary>10 entries, encoded by generated code, every field set.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long GeneratedEncode10()
        => Repeat(static (m, b) => GeneratedBook.EncodeUnset(b._target, b._entries, (ulong)m.Length), _ten);

    /// <summary>10 entries, encoded by generated code, entries null to begin with.</summary>
    [Benchmark(OperationsPerInvoke = Calls)]
    public long GeneratedEncodeNulls10()
        => Repeat(static (m, b) => GeneratedBook.Encode(b._target, b._entries, (ulong)m.Length), _ten);

    // A delegate for every call would cost as much as a short message; the loop is generic over a static call instead.
    private long Repeat(Func<byte[], SbeBenchmarks, long> call, byte[] message)
    {
        long sum = 0;
        for (int i = 0; i < Calls; i++)
            sum += call(message, this);
        return sum;
    }

    // Version 9: TradeableSize is not there yet, although its bytes are. The second group has CME's hole of 5 bytes.
    private static byte[] CapturedShape(Random random)
    {
        byte[] message = new byte[8 + 11 + 3 + (23 * 32) + 8 + (16 * 24)];
        random.NextBytes(message);
        ReadOnlySpan<byte> header = [11, 0, 46, 0, 1, 0, 9, 0];
        header.CopyTo(message);
        ReadOnlySpan<byte> entries = [32, 0, 23];
        entries.CopyTo(message.AsSpan(19));
        int orders = 22 + (23 * 32);
        message[orders] = 24;
        message[orders + 1] = 0;
        message[orders + 7] = 16;
        return message;
    }

    private void Check()
    {
        foreach (byte[] message in new[] { _ten, _captured })
        {
            long expected = HandWrittenBook.Decode(message);
            if (expected == -1 || HandWrittenBook.DecodeFixed(message) != expected
                || GeneratedBook.Decode(message) != expected
                || GeneratedBook.DecodeStructs(message) != expected)
                throw new InvalidOperationException("the decoders disagree");
        }
        HandWrittenBook.Encode(_target, _entries, 1);
        byte[] byHand = [.. _target];
        Array.Fill(_target, (byte)0xA5, 0, _ten.Length);
        GeneratedBook.Encode(_target, _entries, 1);
        bool same = byHand.AsSpan().SequenceEqual(_target);
        Array.Fill(_target, (byte)0xA5, 0, _ten.Length);
        GeneratedBook.EncodeUnset(_target, _entries, 1);
        if (!same || !byHand.AsSpan().SequenceEqual(_target))
            throw new InvalidOperationException("the encoders disagree");
    }
}
