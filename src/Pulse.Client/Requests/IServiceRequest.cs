namespace Pulse.Client.Requests;

/// <summary>What every typed request can do for the one place that sends them all.</summary>
interface IServiceRequest<TSelf>
    where TSelf : class, IServiceRequest<TSelf>
{
    /// <summary>Whether a job is asked for in place of a response.</summary>
    bool IsAsync { get; }

    /// <summary>Whether the body may hold documents, and so takes its time.</summary>
    bool IsUpload => false;

    /// <summary>Bytes of documents in the body, as far as they are known; 0 for none.</summary>
    long UploadSize => 0;

    /// <summary>The same request for a job.</summary>
    TSelf AsAsync();

    /// <summary>The same request with documents to upload.</summary>
    /// <exception cref="ArgumentException">The endpoint takes none, or fewer.</exception>
    TSelf WithFiles(IReadOnlyList<PulseFile> files) => files.Count == 0 ? (TSelf)this : throw new ArgumentException("The request takes no file.", nameof(files));

    /// <summary>Checks what the API's reference is clear about, before anything is sent.</summary>
    /// <exception cref="ArgumentException">A field is wrong; the message names it as it is written on the wire.</exception>
    void Validate();

    /// <summary>What makes the body, again for each attempt and always of the same bytes.</summary>
    Func<HttpContent> Body();
}
