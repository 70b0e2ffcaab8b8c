// The stress tests use more threads than the smallest machine has cores; side by side they would only get in each
// other's way.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
