using System.CommandLine;
using HftGateway.Pipeline.Configuration;

var root = new RootCommand("x");
var c = new Command("config", "show");
var o = new Option<string[]>("--set");
c.Options.Add(o);
c.SetAction(r => { foreach (var (s, v, src) in EffectiveConfiguration.Load(null, new Dictionary<string, string>(), r.GetValue(o) ?? []).Rows()) Console.WriteLine($"{s.Key}: {v} # {src}"); return 0; });
root.Subcommands.Add(c);
return root.Parse(args).Invoke();
