// The tests start processes with busy threads: one at a time keeps them off each other's cores.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
