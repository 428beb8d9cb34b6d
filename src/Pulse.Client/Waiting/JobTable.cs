namespace Pulse.Client.Waiting;

/// <summary>The jobs that are waited for, by their ids.</summary>
sealed class JobTable : HashedSet<string, WatchedJob>
{
    protected override int Hash(string key) => WatchedJob.HashOf(key);

    protected override int HashOf(WatchedJob item) => item.IdHash;

    protected override bool Has(WatchedJob item, string key) => item.Packed.HasId(key);
}
