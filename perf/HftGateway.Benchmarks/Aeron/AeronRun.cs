using System.Globalization;
using HftGateway.Aeron.Driver;
using HftGateway.Histogram;

namespace HftGateway.Benchmarks.Aeron;

/// <summary>
/// The subcommand <c>aeron ping|stream</c>: round trips and throughput over a driver, ours in this process or any in a
/// directory. Two clients on two threads; a line a round.
/// </summary>
internal static class AeronRun
{
    private const string Usage =
        "usage: aeron driver DIRECTORY dedicated|sharednetwork|shared\n"
        + "       aeron ping|stream [--dir DIRECTORY] [--channel CHANNEL] [--pong-channel CHANNEL] [--size BYTES]\n"
        + "       [--send concurrent|offer|claim] [--count N] [--rounds N] [--limit FRAGMENTS] [--rest SPINS] [--yield]";

    /// <summary>Runs a measurement.</summary>
    /// <param name="arguments">See the usage.</param>
    /// <param name="output">Where the lines go.</param>
    /// <returns>0, or 2 when the arguments are wrong.</returns>
    public static int Execute(ReadOnlySpan<string> arguments, TextWriter output)
    {
        if (arguments is ["driver", var directory, var threading] && Enum.TryParse(threading, true, out ThreadingMode mode))
            return Drive(directory, mode);
        if (arguments.Length == 0 || arguments[0] is not ("ping" or "stream") || !TryRead(arguments[1..], out AeronOptions o))
        {
            Console.Error.WriteLine(Usage);
            return 2;
        }

        using AeronPair pair = new(o);
        if (arguments[0] == "ping")
            Ping(pair, o, output);
        else
            Stream(pair, o, output);
        return 0;
    }

    // A driver in a process of its own, until standard input ends.
    private static int Drive(string directory, ThreadingMode mode)
    {
        using MediaDriver driver = MediaDriver.Launch(new MediaDriverContext
        {
            AeronDirectoryName = directory, DirDeleteOnStart = true, DirDeleteOnShutdown = true, ThreadingMode = mode,
        });
        while (Console.In.ReadLine() != null)
        {
        }

        return 0;
    }

    private static void Ping(AeronPair pair, AeronOptions o, TextWriter output)
    {
        double ns = pair.RoundTrips(2_000, null);
        long count = o.Count > 0 ? o.Count : Math.Max(1_000, (long)(2e9 / ns));
        pair.RoundTrips(count / 4, null);
        for (int round = 0; round < o.Rounds; round++)
        {
            var histogram = new LongHistogram(1, 10_000_000_000, 3);
            pair.RoundTrips(count, histogram);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"round trip of {o.Size} bytes, ns: p50 {histogram.ValueAtPercentile(50)}, p90 {histogram.ValueAtPercentile(90)}, "
                + $"p99 {histogram.ValueAtPercentile(99)}, p99.9 {histogram.ValueAtPercentile(99.9)} of {count}"));
        }
    }

    private static void Stream(AeronPair pair, AeronOptions o, TextWriter output)
    {
        double ns = pair.Stream(200_000);
        long count = o.Count > 0 ? o.Count : Math.Max(100_000, (long)(1e9 / ns));
        pair.Stream(count / 2);
        for (int round = 0; round < o.Rounds; round++)
        {
            ns = pair.Stream(count);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{o.Send} of {o.Size} bytes: {1e3 / ns:F2} million a second, {ns:F1} ns each, of {count}"));
        }
    }

    private static bool TryRead(ReadOnlySpan<string> arguments, out AeronOptions options)
    {
        options = new AeronOptions();
        for (int i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] == "--yield")
            {
                options = options with { IsYielding = true };
                continue;
            }

            if (i + 1 == arguments.Length || !TrySet(arguments[i], arguments[i + 1], ref options))
                return false;
            i++;
        }

        return options.Size >= sizeof(long) && options.Rounds > 0;
    }

    private static bool TrySet(string name, string value, ref AeronOptions o)
    {
        if (name is "--size" or "--rounds" or "--limit" or "--rest")
        {
            if (!int.TryParse(value, CultureInfo.InvariantCulture, out int number))
                return false;
            o = name switch
            {
                "--size" => o with { Size = number },
                "--rounds" => o with { Rounds = number },
                "--rest" => o with { Rest = number },
                _ => o with { FragmentLimit = number },
            };
            return true;
        }

        switch (name)
        {
            case "--dir":
                o = o with { Directory = value };
                return true;
            case "--channel":
                o = o with { Channel = value };
                return true;
            case "--pong-channel":
                o = o with { PongChannel = value };
                return true;
            case "--count" when long.TryParse(value, CultureInfo.InvariantCulture, out long count):
                o = o with { Count = count };
                return true;
            case "--send" when Enum.TryParse(value, ignoreCase: true, out AeronSend send):
                o = o with { Send = send };
                return true;
            default:
                return false;
        }
    }
}
