using Pulse.Sandbox.Control;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Documents.Isolation;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Jobs;
using Pulse.Sandbox.Steps;
using Pulse.Sandbox.Stored;
using Pulse.Sandbox.Webhooks;

namespace Pulse.Sandbox.Server;

/// <summary>Everything that one sandbox knows. Thread-safe.</summary>
sealed class SandboxState : IDisposable
{
    readonly Dictionary<string, string> _organizations;

    public SandboxState(SandboxOptions options)
    {
        Options = options;
        Kept = new KeptThings(options.MaxKeptThings, options.MaxKeptBytes);
        Jobs = new JobStore(Kept);
        Extractions = new StoredItems<StoredExtraction>("extraction", Kept);
        Splits = new StoredItems<StoredSplit>("split", Kept);
        Workbooks = new StoredItems<StoredWorkbook>("schema with an Excel template", Kept);
        Forms = new StoredItems<StoredForm>("form", Kept);
        Files = new StoredItems<StoredFile>("file", Kept);
        Batches = new StoredItems<StoredBatch>("batch", Kept);
        Clock = new SandboxClock(options.TimeProvider);
        Ids = new IdFactory(options.Seed);
        Downloader = new DocumentDownloader(options.DownloadTimeout, options.MaxUploadBytes, options.LoopbackPorts);
        Workers = new DocumentWorkers(options.ReaderProgramPath, options.DocumentTimeout, options.MaxDocumentMemory);
        Runner = new ExtractionRunner(this);
        Webhooks = new WebhookSender(this);
        _organizations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SandboxApiKey key in options.ApiKeys)
        {
            _organizations[key.Key] = key.Organization;
        }
    }

    public SandboxOptions Options { get; }

    /// <summary>What jobs and stored things are counted in.</summary>
    public KeptThings Kept { get; }

    public SandboxClock Clock { get; }

    public IdFactory Ids { get; }

    public JobStore Jobs { get; }

    public StoredItems<StoredExtraction> Extractions { get; }

    public StoredItems<StoredSplit> Splits { get; }

    public StoredItems<StoredWorkbook> Workbooks { get; }

    public StoredItems<StoredForm> Forms { get; }

    /// <summary>What <c>/results/{jobId}/…</c> serves, by job and name.</summary>
    public StoredItems<StoredFile> Files { get; }

    public StoredItems<StoredBatch> Batches { get; }

    public UsageMeter Usage { get; } = new();

    public SandboxJournal Journal { get; } = new();

    public SandboxFaults Faults { get; } = new();

    public DocumentDownloader Downloader { get; }

    /// <summary>What reads PDF files.</summary>
    public DocumentWorkers Workers { get; }

    public ExtractionRunner Runner { get; }

    public WebhookSender Webhooks { get; }

    /// <exception cref="Http.ApiException">403 when the feature was switched off.</exception>
    public void Require(string feature)
    {
        if (Options.DisabledFeatures.Contains(feature))
        {
            throw Http.ApiErrors.FeatureOff(feature);
        }
    }

    /// <summary>The organization that a key belongs to; null for an unknown key.</summary>
    public string? OrganizationOf(string key) => _organizations.GetValueOrDefault(key);

    public void Reset()
    {
        Webhooks.Reset();
        Jobs.Clear();
        Extractions.Clear();
        Splits.Clear();
        Workbooks.Clear();
        Forms.Clear();
        Files.Clear();
        Batches.Clear();
        Kept.Clear();
        Usage.Reset();
        Ids.Reset();
        Journal.Clear();
        Faults.Clear();
        Clock.Reset();
    }

    public void Dispose()
    {
        Webhooks.Dispose();
        Jobs.Clear();
        Downloader.Dispose();
        Runner.Dispose();
        Workers.Dispose();
    }
}
