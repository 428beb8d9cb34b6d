using Pulse.Client;

namespace Pulse.Native.Objects;

/// <summary>Behind pulse_job.</summary>
[NativeHandle("pulse_job")]
sealed class JobObject : IDisposable
{
    internal JobObject(Job job)
    {
        Job = job;
        View = new BodyView(job.Body, job.Result, Strings);
    }

    internal Job Job { get; }

    internal NativeStrings Strings { get; } = new();

    internal BodyView View { get; }

    public static implicit operator Job(JobObject holder) => holder.Job;

    public static implicit operator JobObject(Job job) => new(job);

    public void Dispose()
    {
        Strings.Close();
        Job.Dispose();
    }
}
