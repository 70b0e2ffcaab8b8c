using HftGateway.MarketData;
using HftGateway.MarketData.Input;
using HftGateway.MarketData.Itch;
using HftGateway.MarketData.Mdp3.Capture;
using HftGateway.MarketData.Pcap;
using HftGateway.MarketData.Lobster;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Cli;

/// <summary>Opens recordings and output files with errors that a user can act on.</summary>
public static class Inputs
{
    private const int OutputBufferBytes = 1 << 20;

    // Directory messages come before the first order. So many messages without a new symbol, and the directory is over.
    private const long DirectorySearch = 1_000_000;

    /// <summary>The datagrams of captures that an option's values ask for.</summary>
    /// <param name="destinations">Values of <c>--filter</c>.</param>
    /// <returns>The filter, or null for everything.</returns>
    /// <exception cref="CommandFailure">One is no destination.</exception>
    public static PcapFilter? Filter(string[]? destinations)
    {
        if (destinations is not { Length: > 0 })
            return null;
        try
        {
            return new PcapFilter([.. destinations.Select(PcapFilter.ParseDestination)]);
        }
        catch (FeedException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--filter: {error.What}; {error.Remedy}");
        }
    }

    /// <summary>Opens a recording, recognised by its content.</summary>
    /// <param name="path">Path, or - for standard input.</param>
    /// <param name="filter">In captures: which datagrams to keep; null keeps everything.</param>
    /// <returns>The source.</returns>
    /// <exception cref="CommandFailure">It cannot be opened or is nothing that is known.</exception>
    public static MessageSource Open(string path, PcapFilter? filter = null)
    {
        if (System.IO.Directory.Exists(path))
            throw new CommandFailure(ExitStatus.WrongInput, $"--input {path}: is a directory; give a recording");
        try
        {
            return MessageInput.Open(path, filter);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FeedException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--input {path}: {error.Message}");
        }
    }

    /// <summary>
    /// Gives the messages of a LOBSTER file, which names no symbol, the one that is asked for. Other inputs keep theirs.
    /// </summary>
    /// <param name="source">Input of which nothing was read.</param>
    /// <param name="symbols">Symbols asked for: the only one, or the one in the file's name.</param>
    /// <exception cref="CommandFailure">There are several and the file's name begins with none of them.</exception>
    public static void NameSymbol(MessageSource source, params IReadOnlyList<string> symbols)
    {
        if (source is not LobsterMessageSource lobster || symbols.Contains(lobster.Symbol))
            return;
        if (symbols.Count != 1)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--input {source.Name}: a LOBSTER file names no symbol; "
                + "let the file's name begin with one of those configured and an underscore, or configure only one");
        }

        try
        {
            lobster.Symbol = symbols[0];
        }
        catch (FormatException error)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--symbol: {error.Message}");
        }
    }

    /// <summary>Whether recordings are captures of CME MDP 3.0.</summary>
    /// <param name="paths">Inputs.</param>
    /// <param name="filter">In captures: which datagrams count.</param>
    /// <param name="protocol">Value of <c>--protocol</c>.</param>
    /// <exception cref="CommandFailure">They are of different protocols.</exception>
    public static bool AreMdp3(IReadOnlyList<string> paths, PcapFilter? filter, string protocol)
    {
        if (protocol != "auto")
            return protocol == "mdp3";
        bool[] found = [.. paths.Select(path => path != "-" && File.Exists(path) && IsMdp3(path, filter))];
        if (found.Distinct().Count() > 1)
        {
            throw new CommandFailure(
                ExitStatus.WrongInput, "--input: captures of MDP 3.0 and recordings of ITCH cannot be mixed");
        }

        return found is [true, ..];
    }

    /// <summary>Opens a capture of MDP 3.0.</summary>
    /// <param name="path">Path.</param>
    /// <param name="filter">Which datagrams to keep; null keeps everything.</param>
    /// <param name="map">Which destination is which feed; null to find out by content.</param>
    /// <exception cref="CommandFailure">It cannot be opened.</exception>
    public static Mdp3CaptureSource OpenMdp3(string path, PcapFilter? filter, Mdp3FeedMap? map = null)
    {
        try
        {
            Stream stream = path == "-" ? System.Console.OpenStandardInput() : Mdp3CaptureSource.OpenFile(path);
            return new Mdp3CaptureSource(stream, path, filter, map);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or FeedException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--input {path}: {error.Message}");
        }
    }

    /// <summary>Prints remarks and damage of captures, and gives the exit status.</summary>
    /// <param name="sources">Captures, read to their end.</param>
    /// <param name="quiet">No remarks.</param>
    /// <returns>0, or 1 if one was damaged.</returns>
    public static int Finish(IEnumerable<Mdp3CaptureSource> sources, bool quiet)
    {
        int status = ExitStatus.Done;
        foreach (Mdp3CaptureSource source in sources)
        {
            foreach (string remark in quiet ? [] : source.Remarks)
                System.Console.Error.WriteLine($"{source.Name}: {remark}");
            if (source.Problem is not { } problem)
                continue;
            System.Console.Error.WriteLine($"error: {source.Name}: {problem}");
            status = ExitStatus.Failed;
        }

        return status;
    }

    // What cannot be read is told where it is opened in earnest.
    private static bool IsMdp3(string path, PcapFilter? filter)
    {
        try
        {
            return Mdp3CaptureSource.IsCapture(path, filter);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException
            or FeedException)
        {
            return false;
        }
    }

    /// <summary>Length of a file in which a position is a measure of progress; 0 for gzip, pipes and standard input.</summary>
    /// <param name="path">Path, or -.</param>
    /// <returns>Bytes.</returns>
    public static long PlainLength(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (path == "-" || !file.Exists || file.Length < 2)
                return 0;
            using FileStream stream = file.OpenRead();
            return stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B ? 0 : file.Length;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return 0;
        }
    }

    /// <summary>Creates an output file.</summary>
    /// <param name="path">Path, or - for standard output.</param>
    /// <returns>The stream.</returns>
    /// <exception cref="CommandFailure">It cannot be created.</exception>
    public static Stream Create(string path)
    {
        try
        {
            return path == "-" ? StandardOutput.Open(OutputBufferBytes)
                : new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, OutputBufferBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(ExitStatus.WrongInput, $"--out {path}: cannot be created: {error.Message}");
        }
    }

    /// <summary>Prints remarks and damage, and gives the exit status.</summary>
    /// <param name="sources">Inputs, read to their end.</param>
    /// <param name="quiet">No remarks.</param>
    /// <returns>0, or 1 if an input was damaged.</returns>
    public static int Finish(IEnumerable<MessageSource> sources, bool quiet)
    {
        int status = ExitStatus.Done;
        foreach (MessageSource source in sources)
        {
            if (!quiet)
            {
                foreach (string remark in source.Remarks)
                    System.Console.Error.WriteLine($"{source.Name}: {remark}");
            }

            if (source.Problem is not { } problem)
                continue;
            System.Console.Error.WriteLine($"error: {source.Name}: {problem}");
            status = ExitStatus.Failed;
        }

        return status;
    }

    /// <summary>The symbols of a replay: the configured ones, or those of the recording's directory messages.</summary>
    /// <param name="configuration">Configuration in force.</param>
    /// <param name="paths">Inputs.</param>
    /// <returns>Symbols by instrument index.</returns>
    /// <exception cref="CommandFailure">Neither names a symbol.</exception>
    public static IReadOnlyList<string> Symbols(EffectiveConfiguration configuration, IReadOnlyList<string> paths)
    {
        IReadOnlyList<string> configured = configuration.List("instruments.symbols");
        if (configured.Count > 0)
            return configured;
        if (paths[0] == "-")
        {
            throw new CommandFailure(ExitStatus.WrongInput,
                "standard input can be read only once: name the symbols with --set instruments.symbols=[A,B]");
        }

        IReadOnlyList<string> found = Directory(paths[0], configuration.Int("instruments.max"));
        return found.Count > 0 ? found : throw new CommandFailure(ExitStatus.WrongInput,
            $"--input {paths[0]}: no stock directory messages; name the symbols with --set instruments.symbols=[A,B]");
    }

    private static List<string> Directory(string path, int max)
    {
        var symbols = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        using MessageSource source = Open(path);
        long lastNew = 0;
        while (source.MessageCount - lastNew < DirectorySearch && source.TryReadBlock(out MessageBlock block))
        {
            foreach (ReadOnlySpan<byte> message in block)
            {
                if (message.Length != ItchLength.Of((byte)'R') || message[0] != (byte)'R')
                    continue;
                string symbol = System.Text.Encoding.ASCII.GetString(message.Slice(11, 8)).TrimEnd();
                if (symbols.Count < max && seen.Add(symbol))
                {
                    symbols.Add(symbol);
                    lastNew = source.MessageCount;
                }
            }
        }

        return symbols;
    }
}
