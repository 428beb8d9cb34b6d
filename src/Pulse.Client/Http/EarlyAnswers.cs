using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Pulse.Client.Bodies;

namespace Pulse.Client.Http;

/// <summary>
/// Reads an HTTP/1.1 connection while a request is written to it. The framework looks at the response only after the whole
/// request: a server that refuses an upload early and closes would be a broken connection, and its response would be lost, even
/// one that names a job. From the first byte of such a response on, what is written is dropped, the framework reads the response
/// and closes the connection. The same is done when a write fails and a response is found within a second.
/// </summary>
/// <param name="read">Reads the connection; never called twice at once.</param>
/// <param name="write">Writes to the connection.</param>
sealed class EarlyAnswers(Func<Memory<byte>, ValueTask<int>> read, Func<ReadOnlyMemory<byte>, ValueTask> write)
{
    // Larger reads are of bodies, and none is under way when a request is written.
    const int BufferSize = 16 * 1024;

    static readonly TimeSpan s_lastLook = TimeSpan.FromSeconds(1);

    readonly Lock _lock = new();
    byte[]? _buffer;
    byte[]? _copy;
    int _start;
    int _end;
    volatile bool _isFilling;
    TaskCompletionSource? _filled;
    ExceptionDispatchInfo? _error;
    bool _ended;
    volatile bool _dropping;
    volatile UploadWatch? _watch;
    ConnectionUse? _use;
    bool _dropped;

    int Available => _end - _start;

    /// <summary>Whether writing has ended, since the response is there.</summary>
    internal bool IsDropping => _dropping;

    /// <summary>Whether a read has nothing to take into account but the connection.</summary>
    internal bool IsPlain => !_isFilling && Available == 0 && !_ended && _error is null;

    internal ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        if (buffer.Length > BufferSize && IsPlain)
        {
            return read(buffer);
        }

        return !_isFilling && Available > 0 ? new ValueTask<int>(Take(buffer.Span)) : BufferedReadAsync(buffer);
    }

    /// <summary>Before each write: the connection is now used by the attempt that writes.</summary>
    internal void Use()
    {
        ConnectionUse? use = ConnectionUse.Current;
        lock (_lock)
        {
            if (_dropped)
            {
                throw new ConnectionDroppedException();
            }

            _use = use ?? _use;
        }
    }

    /// <summary>Whether nobody has used the connection for so long; from then on it can no more be used.</summary>
    internal bool TryDrop(TimeSpan idle)
    {
        lock (_lock)
        {
            return !_dropped && (_dropped = _use?.HasEndedFor(idle) == true);
        }
    }

    internal ValueTask WriteAsync(ReadOnlyMemory<byte> buffer)
    {
        Use();
        if (_dropping)
        {
            return ValueTask.CompletedTask;
        }

        return UploadWatch.Current is { IsFinished: false } watch ? WatchedWriteAsync(watch, buffer) : PlainWriteAsync(buffer);
    }

    /// <summary>After a failed write: whether a response has arrived all the same, which is then read in place of an error.</summary>
    internal async Task<bool> HasAnswerAsync()
    {
        Task fill = FillAsync();
        await Task.WhenAny(fill, Task.Delay(s_lastLook, TimeProvider.System, CancellationToken.None)).ConfigureAwait(false);
        return _dropping = fill.IsCompleted && Available > 0;
    }

    async ValueTask PlainWriteAsync(ReadOnlyMemory<byte> buffer)
    {
        try
        {
            await write(buffer).ConfigureAwait(false);
        }
        catch (IOException)
        {
            if (!await HasAnswerAsync().ConfigureAwait(false))
            {
                throw;
            }
        }
    }

    async ValueTask WatchedWriteAsync(UploadWatch watch, ReadOnlyMemory<byte> buffer)
    {
        _watch = watch;
        _ = FillAsync();
        _copy ??= new byte[64 * 1024];
        while (!buffer.IsEmpty)
        {
            if (watch.IsAnswered)
            {
                _dropping = true;
                return;
            }

            // A write that is given up may still be under way when the caller's buffer is used for something else.
            int count = Math.Min(buffer.Length, _copy.Length);
            buffer.Span[..count].CopyTo(_copy);
            buffer = buffer[count..];
            Task sent = write(_copy.AsMemory(0, count)).AsTask();
            if (!sent.IsCompleted)
            {
                await Task.WhenAny(sent, watch.Answered).ConfigureAwait(false);
            }

            if (sent.IsFaulted && await HasAnswerAsync().ConfigureAwait(false))
            {
                watch.Answer();
            }

            if (watch.IsAnswered)
            {
                // The connection ends after the response, and with it the write.
                _dropping = true;
                _ = sent.ContinueWith(static ended => ended.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
                return;
            }

            await sent.ConfigureAwait(false);
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    async ValueTask<int> BufferedReadAsync(Memory<byte> buffer)
    {
        if (MustFill(out Task? filled))
        {
            try
            {
                while (!IsEnough(await read(Free()).ConfigureAwait(false)))
                {
                    // An interim response, or the beginning of one.
                }
            }
            catch (Exception exception)
            {
                _error = ExceptionDispatchInfo.Capture(exception);
            }

            EndFilling();
        }
        else
        {
            await filled.ConfigureAwait(false);
        }

        if (Available == 0 && !buffer.IsEmpty)
        {
            _error?.Throw();
        }

        return Take(buffer.Span);
    }

    int Take(Span<byte> buffer)
    {
        int count = Math.Min(buffer.Length, Available);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    /// <summary>Completes when there is something to take, or the connection has ended. It never fails.</summary>
    Task<int> FillAsync() => BufferedReadAsync(Memory<byte>.Empty).AsTask();

    /// <summary>Whether the caller has to read ahead; otherwise what it can wait for.</summary>
    bool MustFill([NotNullWhen(false)] out Task? filled)
    {
        lock (_lock)
        {
            filled = _isFilling ? (_filled ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task
                : IsPlain ? null
                : Task.CompletedTask;
            if (filled is not null)
            {
                return false;
            }

            _isFilling = true;
            (_start, _end) = (0, 0);
            return true;
        }
    }

    Memory<byte> Free() => (_buffer ??= new byte[BufferSize]).AsMemory(_end);

    /// <summary>Takes account of what was read; whether that is all for now.</summary>
    bool IsEnough(int count)
    {
        _end += count;
        _ended = count == 0;
        return _ended || IsDeliverable();
    }

    void EndFilling()
    {
        if (Available > 0)
        {
            Announce();
        }

        TaskCompletionSource? filled;
        lock (_lock)
        {
            _isFilling = false;
            (filled, _filled) = (_filled, null);
        }

        filled?.SetResult();
    }

    /// <summary>During an upload only a final response is delivered, from its whole status line on; interim ones (1xx) do not end it.</summary>
    bool IsDeliverable()
    {
        if (_watch is not { IsFinished: false })
        {
            return true;
        }

        while (IsInterim(_buffer.AsSpan(_start, Available)))
        {
            int head = _buffer.AsSpan(_start, Available).IndexOf("\r\n\r\n"u8);
            if (head < 0)
            {
                return _end == BufferSize;
            }

            _start += head + 4;
        }

        if (Available == 0)
        {
            (_start, _end) = (0, 0);
            return false;
        }

        ReadOnlySpan<byte> line = _buffer.AsSpan(_start, Available);
        if (line.IndexOf((byte)'\n') < 0)
        {
            return _end == BufferSize;
        }

        CloseAfterResponse(_start + line.IndexOf((byte)'\n') + 1);
        return true;
    }

    static bool IsInterim(ReadOnlySpan<byte> head) => head.Length > "HTTP/1.1 ".Length && head.StartsWith("HTTP/1."u8) && head["HTTP/1.1 ".Length] == '1';

    /// <summary>The rest of the request is never sent, so no other may follow it: the framework is told in the way that it understands.</summary>
    void CloseAfterResponse(int position)
    {
        ReadOnlySpan<byte> header = "Connection: close\r\n"u8;
        byte[] larger = new byte[_buffer!.Length + header.Length];
        _buffer.AsSpan(0, position).CopyTo(larger);
        header.CopyTo(larger.AsSpan(position));
        _buffer.AsSpan(position, _end - position).CopyTo(larger.AsSpan(position + header.Length));
        _buffer = larger;
        _end += header.Length;
    }

    void Announce()
    {
        if (_watch is { IsFinished: false } watch)
        {
            watch.Answer();
        }
    }
}
