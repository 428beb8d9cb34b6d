using Pulse.Client.Results;

namespace Pulse.Client.Endpoints;

/// <summary>
/// All operations by name, for callers that have a request as JSON: the C interface, Python and the command line. The request
/// is read into its typed model and checked before anything is sent; errors name the field.
/// </summary>
static class Operations
{
    static readonly Dictionary<string, OperationDescription.Preparation> s_byName = new(All.SelectMany(static operation => operation.Names), StringComparer.Ordinal);

    /// <summary>Every operation once.</summary>
    internal static IReadOnlyList<OperationDescription> All => ServiceEndpoints.All;

    /// <summary>The names, in the order of the documentation.</summary>
    internal static IReadOnlyCollection<string> Names => s_byName.Keys;

    /// <summary>What work makes, named as waits know it.</summary>
    internal static ResultKind KindOfWork(string? work)
    {
        if (work is null)
        {
            return ResultKind.Unknown;
        }

        foreach (OperationDescription operation in All)
        {
            if (operation.Work == work)
            {
                return operation.Kind;
            }
        }

        return ResultKind.Batch;
    }

    /// <summary>Finds an operation, reads its request and checks it. Nothing is sent yet.</summary>
    /// <param name="name">For example <c>split</c>, or <c>submit_split</c> for its job.</param>
    /// <param name="requestJson">The request, an object; nothing stands for an empty one.</param>
    /// <param name="file">The document to upload, for operations that take one.</param>
    /// <exception cref="ArgumentException">There is no such operation, or the request is wrong; the message names the field.</exception>
    internal static PreparedOperation Prepare(string name, ReadOnlyMemory<byte> requestJson, PulseFile? file = null) =>
        Prepare(name, requestJson, file is null ? [] : [file]);

    /// <summary>The same with several documents, which <c>pipeline_execute</c> takes.</summary>
    internal static PreparedOperation Prepare(string name, ReadOnlyMemory<byte> requestJson, IReadOnlyList<PulseFile> files) =>
        s_byName.TryGetValue(name, out OperationDescription.Preparation? prepare)
            ? prepare(name, requestJson, files)
            : throw new ArgumentException($"operation '{name}' is none of {string.Join(", ", Names)}.");
}
