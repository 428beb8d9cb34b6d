using Pulse.Client.Chains;
using Pulse.Client.Endpoints;
using Pulse.Client.Requests;

namespace Pulse.Client;

/// <summary>A chain that begins with the extraction of a document.</summary>
public sealed class ExtractChain : PulseChain<ExtractionResult>
{
    readonly ExtractRequest _request;

    internal ExtractChain(EndpointInvoker invoker, ExtractRequest request)
        : base(invoker, before: null) => _request = Checked(request);

    private protected override string? OwnExtractionId => Result?.ExtractionId;

    /// <summary>Then splits it into topics.</summary>
    /// <exception cref="ArgumentException">The topics are wrong, or the extraction is not stored; the message names the field.</exception>
    public SplitChain Split(SplitConfig config) => new(Invoker, Stored(), config);

    /// <summary>Then fills a schema.</summary>
    /// <exception cref="ArgumentException">The configuration is wrong, or the extraction is not stored; the message names the field.</exception>
    public SchemaChain Schema(SchemaConfig config) => new(Invoker, Stored(), config);

    /// <summary>Then finds the tables.</summary>
    /// <exception cref="ArgumentException">The extraction is not stored.</exception>
    public TablesChain Tables(TablesConfig? config = null) => new(Invoker, Stored(), config);

    private protected override Task<string> SubmitAsync(string id, WaitOptions options, CancellationToken cancellationToken) =>
        Invoker.SubmitWithinAsync(ServiceEndpoints.Extract, _request, options, cancellationToken);

    private protected override string NextId(ExtractionResult result) => Needed(result.ExtractionId, "extraction_id", JobId);

    ExtractChain Stored() =>
        _request.Storage?.Enabled == false ? throw Require.Wrong("storage.enabled", "is false, so that nothing can follow the extraction") : this;
}

/// <summary>A chain that ends with a split, or goes on from it.</summary>
public sealed class SplitChain : PulseChain<SplitResult>
{
    readonly SplitRequest _request;

    internal SplitChain(EndpointInvoker invoker, IChainStep before, SplitConfig config)
        : base(invoker, before)
    {
        ArgumentNullException.ThrowIfNull(config);
        _request = Checked(new SplitRequest { ExtractionId = "-", SplitConfig = config });
    }

    private protected override string? OwnSplitId => Result?.SplitId;

    /// <summary>Then fills a schema for each topic.</summary>
    /// <exception cref="ArgumentException">A configuration is wrong, or for a topic that the split does not have; the message names it.</exception>
    public SplitSchemaChain Schema(IReadOnlyDictionary<string, TopicSchemaConfig> topics)
    {
        SplitSchemaChain next = new(Invoker, this, topics);
        foreach (string topic in topics.Keys)
        {
            if (!_request.SplitConfig!.SplitInput!.Any(known => known.Name == topic))
            {
                throw Require.Wrong("split_schema_config", $"has the topic '{topic}', which the split does not have");
            }
        }

        return next;
    }

    private protected override Task<string> SubmitAsync(string id, WaitOptions options, CancellationToken cancellationToken) =>
        Invoker.SubmitWithinAsync(ServiceEndpoints.Split, _request with { ExtractionId = id }, options, cancellationToken);

    private protected override string NextId(SplitResult result) => Needed(result.SplitId, "split_id", JobId);
}

/// <summary>A chain that ends with a schema.</summary>
public sealed class SchemaChain : PulseChain<SingleSchemaResult>
{
    readonly SchemaRequest _request;

    internal SchemaChain(EndpointInvoker invoker, IChainStep before, SchemaConfig config)
        : base(invoker, before)
    {
        ArgumentNullException.ThrowIfNull(config);
        _request = Checked(SchemaRequest.ForExtraction("-", config));
    }

    private protected override Task<string> SubmitAsync(string id, WaitOptions options, CancellationToken cancellationToken) =>
        Invoker.SubmitWithinAsync(ServiceEndpoints.Schema, _request with { ExtractionId = id }, options, cancellationToken);
}

/// <summary>A chain that ends with a schema for each topic of a split.</summary>
public sealed class SplitSchemaChain : PulseChain<SplitSchemaResult>
{
    readonly SchemaRequest _request;

    internal SplitSchemaChain(EndpointInvoker invoker, IChainStep before, IReadOnlyDictionary<string, TopicSchemaConfig> topics)
        : base(invoker, before)
    {
        ArgumentNullException.ThrowIfNull(topics);
        _request = Checked(SchemaRequest.ForSplit("-", topics));
    }

    private protected override Task<string> SubmitAsync(string id, WaitOptions options, CancellationToken cancellationToken) =>
        Invoker.SubmitWithinAsync(ServiceEndpoints.Schema, _request with { SplitId = id }, options, cancellationToken);
}

/// <summary>A chain that ends with tables.</summary>
public sealed class TablesChain : PulseChain<TablesResult>
{
    readonly TablesConfig? _config;

    internal TablesChain(EndpointInvoker invoker, IChainStep before, TablesConfig? config)
        : base(invoker, before) => _config = config;

    private protected override Task<string> SubmitAsync(string id, WaitOptions options, CancellationToken cancellationToken) =>
        Invoker.SubmitWithinAsync(ServiceEndpoints.Tables, new TablesRequest(id, _config), options, cancellationToken);
}
