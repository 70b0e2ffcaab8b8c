using System.CommandLine;
using System.Text.Json;
using HftGateway.Pipeline.Configuration;

namespace HftGateway.Cli.Commands;

/// <summary>
/// <c>hftgw config show</c>: the effective configuration with each value's source, valid range and meaning.
/// </summary>
public static class ConfigCommand
{
    private static readonly Dictionary<string, string> NoPresets = [];

    /// <summary>Creates the command.</summary>
    /// <returns>The command.</returns>
    public static Command Create()
    {
        Option<string?> config = CommonOptions.Config();
        Option<string[]> set = CommonOptions.Set();
        Option<bool> json = CommonOptions.Json();
        var show = new Command("show", "Print every key with its value, source, valid range and meaning. "
            + "Example: hftgw config show --config gateway.yaml --set risk.max_order_qty=100");
        show.Options.Add(config);
        show.Options.Add(set);
        show.Options.Add(json);
        show.SetAction(r => Show(EffectiveConfiguration.Load(r.GetValue(config), NoPresets, r.GetValue(set) ?? []),
            r.GetValue(json)));
        var command = new Command("config", "The configuration. Example: hftgw config show > gateway.yaml");
        command.Subcommands.Add(show);
        return command;
    }

    private static int Show(EffectiveConfiguration configuration, bool json)
    {
        if (json)
            ShowJson(configuration);
        else
            ShowYaml(configuration);
        return ExitStatus.Done;
    }

    // The output is itself a valid configuration file.
    private static void ShowYaml(EffectiveConfiguration configuration)
    {
        string section = "";
        foreach ((Setting setting, string value, string source) in configuration.Rows())
        {
            string[] parts = setting.Key.Split('.', 2);
            if (parts[0] != section)
            {
                section = parts[0];
                System.Console.Out.WriteLine($"{section}:");
            }

            string text = setting.Type switch
            {
                SettingType.List => "[" + string.Join(", ", configuration.List(setting.Key).Select(Scalar)) + "]",
                SettingType.Topology when value.StartsWith('[') => value,
                _ => Scalar(value),
            };
            System.Console.Out.WriteLine(
                $"  {parts[1] + ": " + text,-44} # {source}; {setting.Description}; valid: {setting.ValidRange}");
        }
    }

    // YAML: quoted unless it is a plain word that cannot be taken for anything else.
    private static string Scalar(string value) => value.Length > 0 && value[0] is not ('-' or ':') && value[^1] != ':'
        && value.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' or '/' or ':')
        || Setting.TryNumber(value, out _)
        ? value
        : "'" + value.Replace("'", "''", StringComparison.Ordinal) + "'";

    private static void ShowJson(EffectiveConfiguration configuration)
    {
        using Stream output = System.Console.OpenStandardOutput();
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartArray();
            foreach ((Setting setting, string value, string source) in configuration.Rows())
            {
                writer.WriteStartObject();
                writer.WriteString("key", setting.Key);
                writer.WriteString("value", value);
                writer.WriteString("source", source);
                writer.WriteString("default", setting.Default);
                writer.WriteString("valid", setting.ValidRange);
                writer.WriteString("description", setting.Description);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        output.WriteByte((byte)'\n');
    }
}
