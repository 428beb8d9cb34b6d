namespace Pulse.Client.Batch;

/// <summary>Lets one submit through at a time until the service has shown that it takes the key; one that it refuses closes the run.</summary>
sealed class KeyGate : IDisposable
{
    readonly SemaphoreSlim _first = new(1);
    volatile bool _open;
    volatile PulseException? _refusal;

    /// <summary>Why nothing more is sent; null while the key may be good.</summary>
    internal PulseException? Refusal => _refusal;

    /// <summary>Waits for its turn; null when nobody has to wait any more, or the run was stopped.</summary>
    internal async Task<IDisposable?> EnterAsync(CancellationToken cancellationToken)
    {
        if (_open)
        {
            return null;
        }

        try
        {
            await _first.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller looks at its token.
            return null;
        }

        if (_open)
        {
            _first.Release();
            return null;
        }

        return new Turn(_first);
    }

    /// <summary>The service has accepted something.</summary>
    internal void Open() => _open = true;

    /// <summary>Looks at a failure: the key was refused, or the service has looked past it.</summary>
    internal void Judge(PulseException failure)
    {
        if (failure.Code is PulseErrorCode.Unauthorized or PulseErrorCode.MissingApiKey)
        {
            _refusal ??= failure;
        }
        else if (failure is PulseApiException { HttpStatus: >= 400 and < 500 and not 429 })
        {
            _open = true;
        }
    }

    public void Dispose() => _first.Dispose();

    sealed class Turn(SemaphoreSlim first) : IDisposable
    {
        SemaphoreSlim? _first = first;

        public void Dispose() => Interlocked.Exchange(ref _first, null)?.Release();
    }
}
