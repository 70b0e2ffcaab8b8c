namespace HftGateway.Features;

/// <summary>
/// Receives closed bars, one by one in order, from within the engine's event call: at most once per bar, never per
/// event.
/// </summary>
public interface IBarSink
{
    /// <summary>Takes a closed bar.</summary>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="bar">The bar; valid only during the call.</param>
    /// <param name="indicators">
    /// The indicators as of this bar, in the order of <see cref="FeatureRegistry.Indicators"/>; NaN where the plan has
    /// not asked for them. Valid only during the call.
    /// </param>
    void OnBar(int instrument, ref readonly Bar bar, ReadOnlySpan<double> indicators);
}
