using Pulse.Header;

namespace Pulse.Generate.Tests;

public class ShimForwardsTests
{
    const string Declarations = """
        typedef int32_t pulse_code;
        typedef struct pulse_job pulse_job;
        typedef struct pulse_error pulse_error;
        typedef struct pulse_str { const char *data; size_t size; } pulse_str;

        """;

    [Theory]
    [InlineData("PULSE_API pulse_code pulse_job_toy(const pulse_job *job, int32_t *out, pulse_error **error);", "(job, out, error), CLEAR(out))")]
    [InlineData("PULSE_API pulse_code pulse_job_text(const pulse_job *job, pulse_str *out, pulse_error **error);", "(job, out, error), clear_str(out))")]
    [InlineData("PULSE_API pulse_code pulse_job_check(const pulse_job *job, pulse_error **error);", "(job, error), (void)0)")]
    [InlineData("PULSE_API void pulse_job_free(pulse_job *job);", "FORWARD_FREE(job_free, pulse_job)")]
    [InlineData("PULSE_API pulse_code pulse_error_toy(const pulse_error *failure, int32_t *out);", "ERROR_GETTER(error_toy, int32_t, CLEAR(out), CLEAR(out))")]
    public void A_function_is_forwarded(string function, string expected) =>
        Assert.Contains(expected, new ShimForwards(HeaderParser.Parse(Declarations + function)).Generate(), StringComparison.Ordinal);

    [Fact]
    public void What_needs_no_engine_is_the_shims_own() =>
        Assert.DoesNotContain("pulse_version", new ShimForwards(HeaderParser.Parse("PULSE_API const char *pulse_version(void);")).Generate(), StringComparison.Ordinal);
}
