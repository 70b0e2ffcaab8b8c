using System.Net.Sockets;
using System.Text.Json;

namespace HftGateway.Cli.Tests;

/// <summary>
/// What a gateway (<c>hftgw run</c>) knows of the fills of killed ones, where the exchange sends them again under new
/// numbers, corrects them and breaks them.
/// </summary>
public sealed class GatewayFillTests : IDisposable
{
    private const string FirstFill = "17=E1|150=F|39=1|54=1|32=40|31=10.50|14=40|151=60|";
    private const string Correction = "17=E2|19=E1|150=G|39=1|54=1|32=30|31=10.75|14=30|151=70|";

    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedExchange _exchange = new();

    public void Dispose()
    {
        _exchange.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void ShouldBookEachExecutionOnceOverThreeProcesses()
    {
        string config = _folder.Write(
            "gateway.yaml",
            $"feed:\n  port: {Hftgw.FreePort(SocketType.Dgram)}\n"
            + $"orders:\n  port: {_exchange.Port}\n  store: {_folder["gw.fixstore"]}\n"
            + "instruments:\n  symbols: [AAPL, MSFT]\n");
        string[] run =
        [
            "run", "--config", config, "--json", "--set", "gateway.wait=sleeping",
            "--set", "gateway.ingress_wait=sleeping", "--set", "gateway.ring_size=16384",
            "--set", "risk.taker_fee=0", "--set", "risk.maker_rebate=0",
        ];

        Kill(run, FirstFill);
        Kill(run, "97=Y|" + FirstFill, FirstFill, Correction, "17=E3|150=F|39=1|54=1|32=10|31=10|14=40|151=60|");
        using Hftgw last = Hftgw.Start(run);
        Send("97=Y|" + Correction, "17=E4|19=E3|150=H|39=1|54=1|14=30|151=70|",
            "17=E5|150=F|39=2|54=2|32=30|31=11|14=30|151=0|");
        last.Interrupt();
        _exchange.WaitFor("5");
        Hftgw.Result result = last.WaitForExit();

        Assert.True(result.Status == 0, $"status {result.Status}, {result.Errors}, {result.Text}");
        using JsonDocument json = JsonDocument.Parse(result.Bytes);
        // Bought 30 at 10.75, sold them at 11.
        Assert.Equal(0, json.RootElement.GetProperty("open_position").GetInt64());
        Assert.Equal(60, json.RootElement.GetProperty("shares").GetInt64());
        Assert.Equal(7.5, json.RootElement.GetProperty("realised_dollars").GetDouble(), 4);
    }

    private void Kill(string[] run, params string[] reports)
    {
        using Hftgw gateway = Hftgw.Start(run);
        Send(reports);
    }

    private void Send(params string[] reports)
    {
        _exchange.AcceptLogon();
        foreach (string report in reports)
        {
            // PossResend belongs to the header.
            string header = report.StartsWith("97=", StringComparison.Ordinal) ? "97=Y|" : "";
            _exchange.Send("8", $"{header}37=1|11=OTHER|55=AAPL|6=0|{report[header.Length..]}");
        }

        _exchange.Settle();
    }
}
