using Pulse.Client;
using Pulse.Client.Bodies;

namespace Pulse.Native.Interop;

/// <summary>A document that a callback of the host gives piece by piece, on the host's own thread.</summary>
/// <param name="read">Calls it.</param>
/// <param name="name">Of the document, for errors.</param>
/// <param name="caller">The host's thread.</param>
sealed class CallbackStream(Func<byte[], long> read, string name, CallerThread caller) : ReadOnlyStream
{
    readonly byte[] _buffer = new byte[64 * 1024];
    int _start;
    int _end;
    bool _began;
    bool _ended;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_start == _end && !_ended)
        {
            // Into a buffer of its own, as nobody may wait for the callback any more when it returns.
            int got = caller.IsCurrent ? Call() : await AskAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
            if (got == 0 && !_began)
            {
                throw new PulseFileException($"'{name}' is empty.");
            }

            (_start, _end, _began, _ended) = (0, got, true, got == 0);
        }

        int count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(buffer.Span);
        _start += count;
        return count;
    }

    Task<int> AskAsync()
    {
        // What goes on with the bytes is not the host's thread's business.
        TaskCompletionSource<int> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        caller.Post(run =>
        {
            try
            {
                answer.SetResult(run ? Call() : throw new PulseFileException($"'{name}': the call has ended."));
            }
            catch (PulseException exception)
            {
                answer.SetException(exception);
            }
        });
        return answer.Task;
    }

    int Call()
    {
        long count = 0;
        caller.Call(() => count = read(_buffer));
        return count >= 0 && count <= _buffer.Length ? (int)count
            : count < 0 ? throw new PulseFileException(FormattableString.Invariant($"'{name}' cannot be read: its callback returned {count}."))
            : throw new PulseFileException(FormattableString.Invariant($"'{name}': its callback returned {count}, more than it was asked for."));
    }
}
