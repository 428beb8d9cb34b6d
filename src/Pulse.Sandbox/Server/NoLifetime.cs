namespace Pulse.Sandbox.Server;

/// <summary>Leaves the process's signals alone: an in-process sandbox is a guest, and the executable has handlers of its own.</summary>
sealed class NoLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
