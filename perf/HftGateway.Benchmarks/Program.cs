using BenchmarkDotNet.Running;
using HftGateway.Benchmarks.Aeron;
using HftGateway.Benchmarks.Features;
using HftGateway.Benchmarks.FixSessions;
using HftGateway.Benchmarks.MarketData;
using HftGateway.Benchmarks.Whole;

if (args is ["quick", ..])
    return QuickRun.Execute(args.AsSpan(1), Console.Out);
if (args is ["udp", ..])
    return UdpRun.Execute(args.AsSpan(1), Console.Out);
if (args is ["aeron", ..])
    return AeronRun.Execute(args.AsSpan(1), Console.Out);
if (args is ["fix-session", ..])
    return OrderToReportRun.Execute(args.AsSpan(1), Console.Out);
if (args is ["features", ..])
    return FeatureTable.Execute(args.AsSpan(1), Console.Out);

// BenchmarkDotNet measures in child processes with a runtime configuration of their own, which inherit this: jobs of
// all classes, those of the command line included, run without tiering, as hftgw does.
Environment.SetEnvironmentVariable("DOTNET_TieredCompilation", "0");
BenchmarkSwitcher.FromAssembly(typeof(QuickRun).Assembly).Run(args);
return 0;
