using System.Globalization;
using HftGateway.MarketData.Tests.Itch;
using HftGateway.Sbe.Interpreter;
using HftGateway.Sbe.Schema;
using HftGateway.Sbe.Tests.Generated;
using HftGateway.Sbe.Tests.RandomSchemas;
using Xunit.Abstractions;

namespace HftGateway.Sbe.Tests.Fuzz;

/// <summary>
/// Mutated messages through generated code: every member is read and written again, at the end of a guarded page, so that a
/// byte read outside of the message ends the process. The environment variable HFTGW_SBE_FUZZ sets how many;
/// HFTGW_SBE_FUZZ_SEED another seed.
/// </summary>
public sealed class GeneratedFuzzTests(RandomDrivers drivers, ITestOutputHelper output) : IClassFixture<RandomDrivers>
{
    private const long FewMessages = 200_000;
    private const int Samples = 4;

    // One in so many is also asked of the interpreter.
    private const int Compared = 64;

    private readonly byte[] _target = new byte[1 << 16];
    private long _read;
    private long _refused;
    private long _tooLong;

    [Fact]
    public void ShouldEndWithAnOutcomeWhenMessagesAreMutatedForGeneratedCode()
    {
        long wanted = Number("HFTGW_SBE_FUZZ", FewMessages);
        var random = new Random((int)Number("HFTGW_SBE_FUZZ_SEED", 1));
        using var page = new GuardedPage();
        List<(int Seed, CompiledDriver Driver, byte[] Bytes)> samples = [];
        foreach ((int seed, CompiledDriver driver, Random own, SbeMessage message) in drivers.Messages())
        {
            for (int i = 0; i < Samples; i++)
            {
                byte[] bytes = RandomMessage.Create(driver.Schema, message, own).Bytes;
                if (bytes.Length <= Environment.SystemPageSize)
                    samples.Add((seed, driver, bytes));
            }
        }

        for (long done = 0; done < wanted; done++)
        {
            (int seed, CompiledDriver driver, byte[] sample) = samples[random.Next(samples.Count)];
            Try(seed, driver, Mutated(page, sample, random), done % Compared == 0);
        }

        output.WriteLine($"{_read} read, {_refused} refused, {_tooLong} longer than the target");
        Assert.True(_read > wanted / 20 && _refused > wanted / 20, $"{_read} read, {_refused} refused");
    }

    private void Try(int seed, CompiledDriver driver, ReadOnlySpan<byte> message, bool isCompared)
    {
        bool isRead;
        try
        {
            isRead = driver.Copy(message, _target) >= 0;
            _ = isRead ? _read++ : _refused++;
        }
        catch (ArgumentException)
        {
            // It was read; entries shorter on the wire than in the schema write to more than there is room for.
            isRead = true;
            _tooLong++;
        }

        if (!isCompared)
            return;
        // Generated code bounds the entries without bytes of a group, the interpreter, which visits them, those of a message.
        SbeDecodeStatus status = SbeDecoder.Decode(driver.Schema, message, new ChecksumVisitor()).Status;
        Assert.True(
            isRead == (status == SbeDecodeStatus.Ok) || (isRead && status == SbeDecodeStatus.TooManyEmptyEntries),
            $"seed {seed}: {status}: {Convert.ToHexString(message)}");
    }

    // A few bytes changed, most often to the ends of a range and near the start; the end cut off now and then.
    private static Span<byte> Mutated(GuardedPage page, byte[] sample, Random random)
    {
        int length = random.Next(4) == 0 ? random.Next(sample.Length + 1) : sample.Length;
        Span<byte> bytes = page.Last(length);
        sample.AsSpan(0, length).CopyTo(bytes);
        for (int changes = random.Next(1, 5); changes > 0 && length > 0; changes--)
        {
            int at = random.Next(4) == 0 ? random.Next(Math.Min(length, 16)) : random.Next(length);
            bytes[at] = random.Next(4) switch
            {
                0 => 0,
                1 => 0xFF,
                2 => (byte)(bytes[at] + random.Next(-2, 3)),
                _ => (byte)random.Next(256),
            };
        }

        return bytes;
    }

    private static long Number(string variable, long otherwise)
        => long.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out long number)
            ? number : otherwise;
}
