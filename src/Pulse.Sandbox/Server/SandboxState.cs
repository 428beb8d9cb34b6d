using Pulse.Sandbox.Control;
using Pulse.Sandbox.Documents;
using Pulse.Sandbox.Faults;
using Pulse.Sandbox.Jobs;

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
        Runner = new ExtractionRunner(this);
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

    public ExtractionStore Extractions { get; } = new();

    public UsageMeter Usage { get; } = new();

    public SandboxJournal Journal { get; } = new();

    public SandboxFaults Faults { get; } = new();

    public DocumentDownloader Downloader { get; }

    public ExtractionRunner Runner { get; }

    /// <summary>The organisation that a key belongs to; null for an unknown key.</summary>
    public string? OrganizationOf(string key) => _organizations.GetValueOrDefault(key);

    public void Reset()
    {
        Jobs.Clear();
        Extractions.Clear();
        Usage.Reset();
        Ids.Reset();
        Journal.Clear();
        Faults.Clear();
        Clock.Reset();
    }

    public void Dispose()
    {
        Jobs.Clear();
        Downloader.Dispose();
        Runner.Dispose();
    }
}
