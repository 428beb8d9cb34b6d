using System.Text;
using Pulse.Client;
using Pulse.Client.Results;
using Pulse.Native.Interop;
using Pulse.Native.Objects;

namespace Pulse.Native.Tests.Objects;

public sealed unsafe class BodyViewTests
{
    const string Body = """{"job_id":"a","status":"completed","result":{"markdown":"x\ny"},"more":1}""";
    const string Result = """{"markdown":"x\ny"}""";

    static Job Parse() => Job.Parse(NativeBuffer.Copy(Encoding.UTF8.GetBytes(Body)), "a", redactor: null);

    static string Read(PulseStr text)
    {
        Assert.Equal(0, text.Data[text.Size]);
        return Encoding.UTF8.GetString(text.Data, (int)text.Size);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Body_and_result_both_end_in_nul_whichever_is_asked_for_first(bool bodyFirst)
    {
        using JobObject job = new(Parse());
        for (int i = 0; i < 2; i++)
        {
            if (bodyFirst)
            {
                Assert.Equal(Body, Read(job.View.Body()));
            }

            Assert.Equal(Result, Read(job.View.Result()));
            Assert.Equal(Body, Read(job.View.Body()));
            Assert.Equal(Result, Read(job.View.Result()));
        }

        job.View.Validate();
    }

    [Fact]
    public void The_result_alone_is_not_copied()
    {
        using JobObject job = new(Parse());
        long before = NativeBuffer.LiveBytes;
        PulseStr first = job.View.Result();
        Assert.True(first.Data == job.View.Result().Data);
        Assert.True(first.Data > job.Job.Body.Buffer.Pointer);
        Assert.Equal(before, NativeBuffer.LiveBytes);
    }

    [Theory]
    [InlineData("{\"job_id\":\"\\u0061-1\",\"status\":\"pend\\u0069ng\"}", true)]
    [InlineData("{\"job_id\":\"a\",\"status\":\"\"}", false)]
    [InlineData("{\"job_id\":\"a\"}", false)]
    [InlineData("{\"status\":\"pending\"}", false)]
    [InlineData("{\"job_id\":\"a\",\"error\":{\"message\":\"n\\u006f\"}}", false)]
    public void Reading_a_job_keeps_no_memory_but_the_jobs(string json, bool isJob)
    {
        long before = NativeBuffer.LiveBytes;
        if (isJob)
        {
            using Job job = Job.FromJson(Encoding.UTF8.GetBytes(json));
            Assert.Equal("a-1", job.Id);
            Assert.Equal(JobStatus.Pending, job.Status);
            Assert.Equal(before + json.Length, NativeBuffer.LiveBytes);
        }
        else
        {
            Assert.ThrowsAny<PulseException>(() => Job.FromJson(Encoding.UTF8.GetBytes(json)));
        }

        Assert.Equal(before, NativeBuffer.LiveBytes);
    }

    [Fact]
    public void Damage_is_found_also_after_the_result_was_lent()
    {
        Job damaged = Job.Parse(NativeBuffer.Copy("""{"status":"completed","result":{"a":tru}}"""u8), "a", redactor: null);
        using JobObject job = new(damaged);
        Assert.Throws<PulseProtocolException>(job.View.Validate);
        job.View.Result();
        PulseProtocolException error = Assert.Throws<PulseProtocolException>(job.View.Validate);
        Assert.Contains("byte", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_strings_end_in_nul_and_are_kept()
    {
        using JobObject job = new(Parse());
        PulseStr text = ResultView.Find(job.Job.Result, "/markdown"u8, out JsonKind kind);
        Assert.Equal(JsonKind.String, kind);
        Assert.Equal("x\ny", Read(text));
        Assert.True(text.Data == ResultView.Find(job.Job.Result, "/markdown"u8, out _).Data);
    }

    [Fact]
    public void Parts_are_numbers_in_memory_of_their_own()
    {
        JobObject job = new(Parse());
        using ResponseObject parts = ResultView.Parts(job.Job.Result, ""u8);
        job.Dispose();
        PulseStr content = parts.Content();
        Assert.Equal([1L, 10L, 12L, 6L], new ReadOnlySpan<long>(content.Data, (int)content.Size / sizeof(long)).ToArray());
        PulseException error = Assert.Throws<PulseException>(() => ResultView.Parts(null, ""u8));
        Assert.Equal(PulseErrorCode.NotFound, error.Code);
    }

    [Fact]
    public void A_freed_job_is_refused_not_read()
    {
        JobObject job = new(Parse());
        job.Dispose();
        Assert.Throws<ObjectDisposedException>(() => job.View.Body());
        Assert.Throws<ObjectDisposedException>(() => ResultView.Markdown(job.Job.Result));
    }
}
