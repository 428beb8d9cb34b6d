using Pulse.Client.Chains;
using Pulse.Client.Endpoints;

namespace Pulse.Client;

/// <summary>An extraction that the service has stored: where a chain can begin.</summary>
public sealed class StoredExtraction : IChainStep
{
    readonly EndpointCaller _caller;

    internal StoredExtraction(EndpointCaller caller, string extractionId)
    {
        _caller = caller;
        ExtractionId = extractionId;
    }

    /// <summary>Its id.</summary>
    public string ExtractionId { get; }

    string? IChainStep.ExtractionId => ExtractionId;

    string? IChainStep.SplitId => null;

    IEnumerable<string> IChainStep.JobIds => [];

    /// <summary>Splits it into topics.</summary>
    /// <exception cref="ArgumentException">The topics are wrong; the message names the field.</exception>
    public SplitChain Split(SplitConfig config) => new(_caller, this, config);

    /// <summary>Fills a schema.</summary>
    /// <exception cref="ArgumentException">The configuration is wrong; the message names the field.</exception>
    public SchemaChain Schema(SchemaConfig config) => new(_caller, this, config);

    /// <summary>Finds its tables.</summary>
    public TablesChain Tables(TablesConfig? config = null) => new(_caller, this, config);

    Task<string> IChainStep.IdAsync(ChainRun run) => Task.FromResult(ExtractionId);
}

/// <summary>A split that the service has stored: where a chain can begin.</summary>
public sealed class StoredSplit : IChainStep
{
    readonly EndpointCaller _caller;

    internal StoredSplit(EndpointCaller caller, string splitId)
    {
        _caller = caller;
        SplitId = splitId;
    }

    /// <summary>Its id.</summary>
    public string SplitId { get; }

    string? IChainStep.ExtractionId => null;

    string? IChainStep.SplitId => SplitId;

    IEnumerable<string> IChainStep.JobIds => [];

    /// <summary>Fills a schema for each topic.</summary>
    /// <exception cref="ArgumentException">A configuration is wrong; the message names the field.</exception>
    public SplitSchemaChain Schema(IReadOnlyDictionary<string, TopicSchemaConfig> topics) => new(_caller, this, topics);

    Task<string> IChainStep.IdAsync(ChainRun run) => Task.FromResult(SplitId);
}
