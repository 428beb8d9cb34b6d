namespace Pulse.Client.Results;

/// <summary>
/// System calls that may wait indefinitely, such as a name lookup or the opening of a pipe. They have threads of their own: the thread
/// pool of the native library has two, and every time limit and every other call depends on them.
/// </summary>
static class BlockingWork
{
    // The name services of a system are libraries of others.
    const int StackSize = 512 * 1024;

    /// <summary>Runs work that nothing can interrupt. A caller that has no more time leaves the task.</summary>
    internal static Task<T> RunAsync<T>(Func<T> work)
    {
        // What goes on with the result is the pool's business.
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Run()
        {
            try
            {
                result.SetResult(work());
            }
            catch (Exception exception)
            {
                result.SetException(exception);
            }
        }

        try
        {
            new Thread(Run, StackSize) { IsBackground = true, Name = "Pulse blocking" }.UnsafeStart();
        }
        catch (Exception exception) when (exception is OutOfMemoryException or ThreadStartException)
        {
            // No thread is to be had: the pool's are.
            ThreadPool.UnsafeQueueUserWorkItem(static run => run(), Run, preferLocal: false);
        }

        return result.Task;
    }

    /// <summary>The same for work without a result.</summary>
    internal static Task RunAsync(Action work) => RunAsync(() =>
    {
        work();
        return true;
    });
}
