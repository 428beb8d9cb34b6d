using Pulse.Client.Results;

namespace Pulse.Client.Bodies;

/// <summary>
/// A document that is a pipe (FIFO). Opening one waits for a writer and reading for its bytes, neither of which the system lets one
/// cancel: both are done on other threads, and whoever has no more time leaves them.
/// </summary>
/// <param name="path">The pipe.</param>
/// <param name="opening">It, or that it is being opened.</param>
sealed class PipeStream(string path, Task<Stream> opening) : ReadOnlyStream
{
    readonly byte[] _buffer = new byte[64 * 1024];
    Task<int>? _reading;
    int _start;
    int _end;
    bool _began;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end)
        {
            // Into a buffer of its own, since a read that was left may end at any time.
            _reading ??= ReadMoreAsync();
            try
            {
                (_start, _end) = (0, await _reading.WaitAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                Leave();
                throw;
            }

            _reading = null;
            if (_end == 0 && !_began)
            {
                throw new PulseFileException($"'{RawPaths.Readable(path)}' is empty.");
            }

            _began = true;
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    async Task<int> ReadMoreAsync()
    {
        Stream pipe = await opening.ConfigureAwait(false);
        return await BlockingWork.RunAsync(() => pipe.Read(_buffer)).ConfigureAwait(false);
    }

    /// <summary>A thread that waits for a writer is given one that ends at once, where that is allowed.</summary>
    void Leave()
    {
        if (!opening.IsCompleted)
        {
            PathFiles.Release(path);
        }
    }
}
