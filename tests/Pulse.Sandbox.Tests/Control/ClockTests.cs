using System.Net;
using Microsoft.Extensions.Time.Testing;
using Pulse.Sandbox.Tests.Support;

namespace Pulse.Sandbox.Tests.Control;

public class ClockTests
{
    [Fact]
    public async Task A_frozen_clock_moves_only_when_advanced()
    {
        await using TestSandbox box = await TestSandbox.StartAsync(new SandboxOptions { ProcessingTime = TimeSpan.FromMilliseconds(1) });
        await box.PostJsonAsync("/_sandbox/clock", """{"freeze":true}""");
        string id = await box.SubmitAsync(TestPdf.Statement());
        await Task.Delay(20);
        Assert.Equal("pending", (await box.GetAsync("/job/" + id)).JobStatus);
        Answer clock = await box.PostJsonAsync("/_sandbox/clock", """{"advance":"1s"}""");
        Assert.True(clock.Json.GetProperty("frozen").GetBoolean());
        Assert.Equal("completed", (await box.GetAsync("/job/" + id)).JobStatus);
    }

    [Fact]
    public void The_clock_keeps_what_it_was_advanced_by()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
        var clock = new SandboxClock(time);
        clock.Advance(TimeSpan.FromHours(1));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(61, (clock.GetUtcNow() - time.Start).TotalMinutes);
        clock.Freeze();
        time.Advance(TimeSpan.FromMinutes(1));
        clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(63, (clock.GetUtcNow() - time.Start).TotalMinutes);
        clock.Resume();
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(64, (clock.GetUtcNow() - time.Start).TotalMinutes);
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(TimeSpan.FromTicks(-1)));
    }

    [Theory]
    [InlineData("""{"advance":"5"}""", "REQ_003")]
    [InlineData("""{"advance_ms":-1}""", "REQ_003")]
    [InlineData("""{"freeze":"yes"}""", "REQ_003")]
    [InlineData("""{"speed":2}""", "REQ_002")]
    public async Task A_wrong_setting_is_refused(string body, string code)
    {
        await using TestSandbox box = await TestSandbox.StartAsync();
        Answer answer = await box.PostJsonAsync("/_sandbox/clock", body);
        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.ErrorCode));
    }
}
