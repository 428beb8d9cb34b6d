namespace Pulse.Client.Bodies;

/// <summary>
/// Connects a long request body with the connection that it goes out on: while the body is sent, the connection reads, and
/// says here when a final response has begun, so that the rest of the body is not sent.
/// </summary>
/// <param name="stopped">Ends the attempt. A class derived from the framework's multipart content is not given it, and so neither are the documents in it.</param>
sealed class UploadWatch(CancellationToken stopped)
{
    static readonly AsyncLocal<UploadWatch?> s_current = new();

    readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    volatile bool _finished;

    /// <summary>The upload that the present flow of execution writes; null for everything else.</summary>
    internal static UploadWatch? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    internal CancellationToken Stopped => stopped;

    /// <summary>Completes when a final response has begun before the body was sent.</summary>
    internal Task Answered => _answered.Task;

    internal bool IsAnswered => _answered.Task.IsCompleted;

    /// <summary>Whether the whole body has been written.</summary>
    internal bool IsFinished => _finished;

    internal void Answer() => _answered.TrySetResult();

    internal void Finish() => _finished = true;
}
