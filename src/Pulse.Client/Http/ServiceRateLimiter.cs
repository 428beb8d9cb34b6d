using System.Threading.RateLimiting;

namespace Pulse.Client.Http;

/// <summary>
/// The one limiter of a client, shared by submits, polls and downloads: requests start evenly spaced, in the order in which
/// they asked. When the service says 429 all of them slow down, and recover step by step. The limiters of the base library
/// measure time with the machine's clock only; this one takes a <see cref="TimeProvider"/>, so that it runs in virtual time.
/// </summary>
sealed class ServiceRateLimiter(double perSecond, TimeProvider clock) : RateLimiter
{
    // Below this a limit would only hold up a program that asks seldom anyway.
    const double SlowestRate = 5;

    // Several 429 that were on their way together are one sign.
    static readonly TimeSpan s_oneSign = TimeSpan.FromSeconds(1);
    static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(60);

    // Timers reach no further than some weeks.
    static readonly TimeSpan s_longestTimer = TimeSpan.FromDays(30);
    static readonly TimeSpan s_measured = TimeSpan.FromSeconds(2);
    static readonly RateLimitLease s_granted = new Lease(true);
    static readonly RateLimitLease s_refused = new Lease(false);

    readonly Lock _lock = new();
    readonly long _start = clock.GetTimestamp();
    double _configured = perSecond > 0 ? perSecond : double.PositiveInfinity;
    double _rate = perSecond > 0 ? perSecond : double.PositiveInfinity;
    double _wished = double.PositiveInfinity;
    TimeSpan _next;
    TimeSpan _pausedUntil;
    TimeSpan _recoveredAt;
    TimeSpan _signAt = TimeSpan.MinValue;
    TimeSpan _countedSince;
    double _counted;
    double _countedBefore;
    long _granted;

    /// <summary>Requests a second at present; infinite when nothing limits them.</summary>
    internal double Rate
    {
        get
        {
            lock (_lock)
            {
                Recover(Now);
                return _rate;
            }
        }
    }

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() =>
        new() { TotalSuccessfulLeases = Interlocked.Read(ref _granted) };

    TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>Sets another limit, for requests that ask from now on; zero for none. A slowdown that the service asked for goes on.</summary>
    internal void Limit(double perSecond)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            Recover(now);
            double before = _rate;
            bool isSlowed = _rate < _configured;
            _configured = perSecond > 0 ? perSecond : double.PositiveInfinity;
            _rate = isSlowed ? Math.Min(_rate, _configured) : _configured;

            // What was to come next was spaced by the rate before.
            if (_next > now && !double.IsPositiveInfinity(before))
            {
                TimeSpan next = now + ((_next - now) * (before / _rate));
                _next = next > _pausedUntil ? next : _pausedUntil;
            }
        }
    }

    /// <summary>The service refused a request for coming too fast, and perhaps said for how long.</summary>
    internal void SlowDown(TimeSpan? hint)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            Recover(now);
            if (_signAt == TimeSpan.MinValue || now - _signAt >= s_oneSign)
            {
                // Half of what was really sent: half of a limit that was never reached would change nothing.
                double sent = MeasuredRate(now);
                _wished = double.IsPositiveInfinity(_configured) ? Math.Max(sent, SlowestRate) : _configured;
                _rate = Math.Min(_configured, Math.Max(SlowestRate, Math.Min(_rate, sent) / 2));
                _signAt = now;
                _recoveredAt = now;
            }

            if (hint is { } pause)
            {
                TimeSpan until = now + (pause < s_longestPause ? pause : s_longestPause);
                _pausedUntil = until > _pausedUntil ? until : _pausedUntil;
                _next = until > _next ? until : _next;
                _recoveredAt = _next > _recoveredAt ? _next : _recoveredAt;
            }
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            TimeSpan now = Now;
            Recover(now);
            if (Slot(now) > now)
            {
                return s_refused;
            }

            Take(now);
            return s_granted;
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        TimeSpan delay;
        lock (_lock)
        {
            TimeSpan now = Now;
            Recover(now);
            delay = Take(now) - now;
        }

        return delay <= TimeSpan.Zero ? new ValueTask<RateLimitLease>(s_granted) : new ValueTask<RateLimitLease>(After(delay, cancellationToken));
    }

    async Task<RateLimitLease> After(TimeSpan delay, CancellationToken cancellationToken)
    {
        for (; delay > s_longestTimer; delay -= s_longestTimer)
        {
            await Task.Delay(s_longestTimer, clock, cancellationToken).ConfigureAwait(false);
        }

        await Task.Delay(delay, clock, cancellationToken).ConfigureAwait(false);
        return s_granted;
    }

    /// <summary>When the next request may start. Where timers are coarser than the spacing, what they were late by is caught up.</summary>
    TimeSpan Slot(TimeSpan now)
    {
        TimeSpan earliest = _rate >= 100 ? now - TimeSpan.FromMilliseconds(25) : now;
        return _next > earliest ? _next : earliest;
    }

    TimeSpan Take(TimeSpan now)
    {
        TimeSpan slot = Slot(now);
        _next = double.IsPositiveInfinity(_rate) ? slot : slot + TimeSpan.FromSeconds(1 / _rate);
        Interlocked.Increment(ref _granted);
        Roll(now);
        _counted++;
        return slot;
    }

    /// <summary>A tenth of the former rate is won back each second.</summary>
    void Recover(TimeSpan now)
    {
        if (_rate >= _configured || now <= _recoveredAt)
        {
            return;
        }

        _rate += _wished / 10 * (now - _recoveredAt).TotalSeconds;
        _recoveredAt = now;
        if (_rate >= (double.IsPositiveInfinity(_configured) ? 2 * _wished : _configured))
        {
            // Well above what was refused nothing happened: there is no limit that we know of.
            _rate = _configured;
        }
    }

    double MeasuredRate(TimeSpan now)
    {
        Roll(now);
        double share = (now - _countedSince) / s_measured;
        return (_counted + (_countedBefore * (1 - share))) / s_measured.TotalSeconds;
    }

    void Roll(TimeSpan now)
    {
        if (now - _countedSince < s_measured)
        {
            return;
        }

        _countedBefore = now - _countedSince < 2 * s_measured ? _counted : 0;
        _counted = 0;
        _countedSince = now;
    }

    sealed class Lease(bool granted) : RateLimitLease
    {
        public override bool IsAcquired => granted;

        public override IEnumerable<string> MetadataNames => [];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = null;
            return false;
        }
    }
}
