using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Pulse.Client.Extensions.Configuration;

/// <summary>Sets options from the configuration of one client.</summary>
sealed class SectionReader(IConfiguration configuration, string name, ILogger logger)
{
    readonly List<string> _problems = [];

    /// <summary>Sets the options that the configuration names; a blank value says nothing.</summary>
    /// <exception cref="OptionsValidationException">A value is of the wrong kind; the message names it.</exception>
    internal void Apply(PulseClientOptions options)
    {
        PulseSection section = Bind();
        options.ApiKey = Text(section.ApiKey) ?? options.ApiKey;
        options.BaseUrl = Text(section.BaseUrl) ?? options.BaseUrl;
        options.Timeout = Time("Timeout", section.Timeout) ?? options.Timeout;
        options.CallTimeout = Time("CallTimeout", section.CallTimeout) ?? options.CallTimeout;
        options.IdleTimeout = Time("IdleTimeout", section.IdleTimeout) ?? options.IdleTimeout;
        options.ProcessTimeout = Time("ProcessTimeout", section.ProcessTimeout) ?? options.ProcessTimeout;
        options.ConnectTimeout = Time("ConnectTimeout", section.ConnectTimeout) ?? options.ConnectTimeout;
        options.MaxRetries = section.MaxRetries ?? options.MaxRetries;
        options.MaxConnections = section.MaxConnections ?? options.MaxConnections;
        options.MaxConcurrentPolls = section.MaxConcurrentPolls ?? options.MaxConcurrentPolls;
        options.MaxRequestsPerSecond = section.MaxRequestsPerSecond ?? options.MaxRequestsPerSecond;
        options.MaxResponseBytes = section.MaxResponseBytes ?? options.MaxResponseBytes;
        options.AllowInsecureHttp = section.AllowInsecureHttp ?? options.AllowInsecureHttp;
        options.FollowLargeResults = section.FollowLargeResults ?? options.FollowLargeResults;
        options.LargeResultFolder = Text(section.LargeResultFolder) ?? options.LargeResultFolder;
        options.RetrySubmits = section.RetrySubmits ?? options.RetrySubmits;
        options.ValidateResults = section.ValidateResults ?? options.ValidateResults;
        options.UserAgent = Text(section.UserAgent) ?? options.UserAgent;
        foreach ((string header, string value) in section.Headers ?? [])
        {
            options.Headers[header] = value;
        }

        options.KeepResponseHeaders = section.KeepResponseHeaders ?? options.KeepResponseHeaders;
        options.CaFile = Text(section.CaFile) ?? options.CaFile;
        options.ClientCertificateFile = Text(section.ClientCertificateFile) ?? options.ClientCertificateFile;
        options.ClientKeyFile = Text(section.ClientKeyFile) ?? options.ClientKeyFile;
        options.Proxy = Text(section.Proxy) ?? options.Proxy;
        ThrowIfAny();
        WarnOfUnknownKeys();
    }

    PulseSection Bind()
    {
        PulseSection section = new();
        try
        {
            configuration.Bind(section);
        }
        catch (InvalidOperationException exception)
        {
            // The binder stops at the first value that it cannot read, and names it.
            _problems.Add(exception.Message);
            ThrowIfAny();
        }

        return section;
    }

    static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    TimeSpan? Time(string option, string? value)
    {
        if (Text(value) is null)
        {
            return null;
        }

        // A plain number is seconds, as in PULSE_TIMEOUT; TimeSpan would read it as days.
        if (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
        {
            if (Math.Abs(seconds) < TimeSpan.MaxValue.TotalSeconds)
            {
                return TimeSpan.FromSeconds(seconds);
            }
        }
        else if (TimeSpan.TryParse(value, CultureInfo.InvariantCulture, out TimeSpan time))
        {
            return time;
        }

        string path = configuration is IConfigurationSection section ? ConfigurationPath.Combine(section.Path, option) : option;
        _problems.Add($"'{value}' at '{path}' is no time; write a time span like 00:01:30, or a number of seconds.");
        return null;
    }

    void WarnOfUnknownKeys()
    {
        // The root of a configuration holds the whole environment; only a section is the client's alone.
        if (configuration is IConfigurationSection section)
        {
            foreach (IConfigurationSection child in section.GetChildren())
            {
                if (!PulseSection.Names.Contains(child.Key))
                {
                    logger.UnknownOption(child.Path);
                }
            }
        }
    }

    void ThrowIfAny()
    {
        if (_problems.Count > 0)
        {
            throw new OptionsValidationException(name, typeof(PulseClientOptions), _problems.Select(problem => $"{PulseClientOptionsValidator.Subject(name)}: {problem}"));
        }
    }
}
