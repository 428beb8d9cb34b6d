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
        Clock = new SandboxClock(options.TimeProvider);
        Ids = new IdFactory(options.Seed);
        Downloader = new DocumentDownloader(options.DownloadTimeout, options.MaxUploadBytes);
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

    public SandboxClock Clock { get; }

    public IdFactory Ids { get; }

    public JobStore Jobs { get; } = new();

    public StoredItems<StoredExtraction> Extractions { get; } = new("extraction");

    public StoredItems<StoredSplit> Splits { get; } = new("split");

    public StoredItems<StoredWorkbook> Workbooks { get; } = new("schema with an Excel template");

    public StoredItems<StoredForm> Forms { get; } = new("form");

    /// <summary>What <c>/results/{jobId}/…</c> serves, by job and name.</summary>
    public StoredItems<StoredFile> Files { get; } = new("file");

    public StoredItems<StoredBatch> Batches { get; } = new("batch");

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
