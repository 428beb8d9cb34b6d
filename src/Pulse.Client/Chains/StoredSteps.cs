using Pulse.Client.Chains;
using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>An extraction that the service has stored: where a chain can begin.</summary>
public sealed class StoredExtraction : IChainStep
{
    readonly EndpointInvoker _invoker;

    internal StoredExtraction(EndpointInvoker invoker, string extractionId)
    {
        _invoker = invoker;
        ExtractionId = extractionId;
    }

    /// <summary>Its id.</summary>
    public string ExtractionId { get; }

    string? IChainStep.ExtractionId => ExtractionId;

    string? IChainStep.SplitId => null;

    IEnumerable<string> IChainStep.JobIds => [];

    /// <summary>Splits it into topics.</summary>
    /// <exception cref="ArgumentException">The topics are wrong; the message names the field.</exception>
    public SplitChain Split(SplitConfig config) => new(_invoker, this, config);

    /// <summary>Fills a schema.</summary>
    /// <exception cref="ArgumentException">The configuration is wrong; the message names the field.</exception>
    public SchemaChain Schema(SchemaConfig config) => new(_invoker, this, config);

    /// <summary>Finds its tables.</summary>
    public TablesChain Tables(TablesConfig? config = null) => new(_invoker, this, config);

    Task<string> IChainStep.IdAsync(ChainRun run) => Task.FromResult(ExtractionId);
}

/// <summary>A split that the service has stored: where a chain can begin.</summary>
public sealed class StoredSplit : IChainStep
{
    readonly EndpointInvoker _invoker;

    internal StoredSplit(EndpointInvoker invoker, string splitId)
    {
        _invoker = invoker;
        SplitId = splitId;
    }

    /// <summary>Its id.</summary>
    public string SplitId { get; }

    string? IChainStep.ExtractionId => null;

    string? IChainStep.SplitId => SplitId;

    IEnumerable<string> IChainStep.JobIds => [];

    /// <summary>Fills a schema for each topic.</summary>
    /// <exception cref="ArgumentException">A configuration is wrong; the message names the field.</exception>
    public SplitSchemaChain Schema(IReadOnlyDictionary<string, TopicSchemaConfig> topics) => new(_invoker, this, topics);

    Task<string> IChainStep.IdAsync(ChainRun run) => Task.FromResult(SplitId);
}
