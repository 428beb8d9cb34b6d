namespace Pulse.Client;

/// <content>Chains of steps: extract → schema, extract → split → schema, extract → tables.</content>
public sealed partial class PulseClient
{
    /// <summary>Begins a chain of steps with the extraction of a document. Nothing is sent before <see cref="PulseChain{TResult}.RunAsync"/>.</summary>
    /// <example><code>using SplitSchemaResult result = await client.Chain(request).Split(topics).Schema(schemas).RunAsync();</code></example>
    /// <exception cref="ArgumentException">The request is invalid; the message names the field.</exception>
    public ExtractChain Chain(ExtractRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new ExtractChain(Invoker, request);
    }

    /// <summary>Begins a chain with an extraction that the service has stored.</summary>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public StoredExtraction FromExtraction(string extractionId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(extractionId);
        return new StoredExtraction(Invoker, extractionId);
    }

    /// <summary>Begins a chain with a split that the service has stored.</summary>
    /// <exception cref="ArgumentException">The id is empty.</exception>
    public StoredSplit FromSplit(string splitId)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(splitId);
        return new StoredSplit(Invoker, splitId);
    }
}
