namespace HftGateway.Strategies.Tests;

public sealed class AverageCostLedgerTests
{
    [Fact]
    public void ShouldRealiseTheAverageWhenClosedInParts()
    {
        var ledger = default(AverageCostLedger);
        ledger.Apply(-100, 1000);
        ledger.Apply(-100, 1100); // Average 1050.
        ledger.Apply(50, 1000);
        Assert.Equal((-150L, (Int128)2500, (Int128)(-157_500)), (ledger.Position, ledger.Realised, ledger.Cost));
        Assert.Equal(150 * 50, ledger.Unrealised(2000));
        ledger.Apply(200, 1060); // Closes 150 at −10 each, opens 50 long.
        Assert.Equal((50L, (Int128)1000, (Int128)53_000), (ledger.Position, ledger.Realised, ledger.Cost));
    }

    [Fact]
    public void ShouldKeepCashExactlyWhenAveragesAreNoWholeNumbers()
    {
        var random = new Random(7);
        var ledger = default(AverageCostLedger);
        Int128 cash = 0;
        for (int i = 0; i < 10_000; i++)
        {
            long quantity = random.Next(-1000, 1001);
            long price = random.Next(1, 1_000_000);
            ledger.Apply(quantity, price);
            cash -= (Int128)quantity * price;
            Assert.Equal(cash, ledger.Realised - ledger.Cost);
            Assert.True(ledger.Position != 0 || ledger.Cost == 0);
        }
    }

    [Fact]
    public void ShouldNotOverflowWhenFillsAreHuge()
    {
        var ledger = default(AverageCostLedger);
        Int128 cash = 0;
        for (int i = 0; i < 1000; i++)
        {
            ledger.Apply(int.MaxValue, QuoteTracker.MaxPrice);
            ledger.Apply(-1 - i, 1);
            cash -= (Int128)int.MaxValue * QuoteTracker.MaxPrice - (1 + i);
        }

        Assert.Equal(cash, ledger.Realised - ledger.Cost);
        Assert.Equal(long.MinValue, AverageCostLedger.Saturate(cash));
    }
}
