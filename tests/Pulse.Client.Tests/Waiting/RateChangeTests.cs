using Microsoft.Extensions.Time.Testing;
using Pulse.Client.Http;

namespace Pulse.Client.Tests.Waiting;

/// <summary>A limit that changes while the client works.</summary>
public sealed class RateChangeTests
{
    readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Requests_that_come_later_have_the_new_spacing()
    {
        using ServiceRateLimiter limiter = new(1, _clock);
        Assert.Equal(1, Granted(limiter, seconds: 0));
        limiter.Limit(10);
        Assert.Equal(10, limiter.Rate);
        Assert.Equal(20, Granted(limiter, seconds: 2), tolerance: 1);
        limiter.Limit(2);
        Assert.Equal(10, Granted(limiter, seconds: 5), tolerance: 1);
        limiter.Limit(0);
        Assert.True(double.IsPositiveInfinity(limiter.Rate));
        Assert.True(limiter.AttemptAcquire().IsAcquired && limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void A_slow_spacing_is_not_waited_for_any_more()
    {
        using ServiceRateLimiter limiter = new(0.001, _clock);
        Assert.True(limiter.AttemptAcquire().IsAcquired);
        limiter.Limit(1);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.AttemptAcquire().IsAcquired);
    }

    [Fact]
    public void What_the_service_asked_for_goes_on()
    {
        using ServiceRateLimiter limiter = new(100, _clock);
        limiter.SlowDown(TimeSpan.FromSeconds(30));
        limiter.Limit(50);
        limiter.Limit(0);
        Assert.True(limiter.Rate < 50);
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(limiter.AttemptAcquire().IsAcquired);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(limiter.AttemptAcquire().IsAcquired);
    }

    /// <summary>How many are granted while the time passes.</summary>
    int Granted(ServiceRateLimiter limiter, int seconds)
    {
        int granted = 0;
        for (int tick = 0; tick <= seconds * 100; tick++)
        {
            granted += limiter.AttemptAcquire().IsAcquired ? 1 : 0;
            if (tick < seconds * 100)
            {
                _clock.Advance(TimeSpan.FromMilliseconds(10));
            }
        }

        return granted;
    }
}
