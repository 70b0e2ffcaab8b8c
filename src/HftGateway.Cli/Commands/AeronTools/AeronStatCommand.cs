using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HftGateway.Aeron.Control;
using HftGateway.Aeron.Counters;

namespace HftGateway.Cli.Commands.AeronTools;

/// <summary><c>hftgw aeron stat</c>: the counters of a driver.</summary>
internal static class AeronStatCommand
{
    public static Command Create()
    {
        Option<string> directory = AeronCommand.DirectoryOption();
        Option<bool> json = CommonOptions.Json();
        var type = new Option<int?>("--type") { Description = "only counters of this type id" };
        var watch = new Option<double>("--watch") { Description = "again every so many seconds, until Ctrl-C" };
        var command = new Command("stat", "The counters of a driver, living or dead. Example: hftgw aeron stat --watch 1");
        foreach (Option option in new Option[] { directory, json, type, watch })
            command.Options.Add(option);
        command.SetAction((r, cancelled) => Task.FromResult(Run(
            r.GetValue(directory)!, r.GetValue(json), r.GetValue(type), r.GetValue(watch), cancelled)));
        return command;
    }

    /// <summary>Opens the driver's file.</summary>
    internal static CncFile Open(string directory) => CncFile.TryOpen(directory)
        ?? throw new CommandFailure(
            ExitStatus.WrongInput, $"no media driver's file in {directory}: name the directory of one with --dir");

    private static int Run(string directory, bool json, int? type, double watch, CancellationToken cancelled)
    {
        using CncFile cnc = Open(directory);
        while (true)
        {
            List<CounterInfo> counters = cnc.Counters.ReadAll();
            if (type is { } wanted)
                counters.RemoveAll(c => c.TypeId != wanted);
            if (json)
                PrintJson(counters);
            else
                PrintText(cnc, counters);
            if (watch <= 0 || cancelled.WaitHandle.WaitOne(TimeSpan.FromSeconds(watch)))
                return ExitStatus.Done;
        }
    }

    private static void PrintText(CncFile cnc, List<CounterInfo> counters)
    {
        long age = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - cnc.ToDriver.ConsumerHeartbeatMs;
        System.Console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{cnc.Path}: driver pid {cnc.Pid}, last sign of life {age} ms ago"));
        foreach (CounterInfo counter in counters)
        {
            System.Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{counter.Id,5}: {counter.Value,24:N0} - {counter.Label}"));
        }
    }

    private static void PrintJson(List<CounterInfo> counters)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartArray();
            foreach (CounterInfo counter in counters)
            {
                writer.WriteStartObject();
                writer.WriteNumber("id", counter.Id);
                writer.WriteNumber("type_id", counter.TypeId);
                writer.WriteNumber("value", counter.Value);
                writer.WriteNumber("registration_id", counter.RegistrationId);
                writer.WriteNumber("owner_id", counter.OwnerId);
                writer.WriteNumber("reference_id", counter.ReferenceId);
                writer.WriteString("label", counter.Label);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        System.Console.Out.WriteLine(System.Text.Encoding.UTF8.GetString(buffer.ToArray()));
    }
}
