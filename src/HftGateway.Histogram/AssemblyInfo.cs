using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("HftGateway.Histogram.Tests")]
