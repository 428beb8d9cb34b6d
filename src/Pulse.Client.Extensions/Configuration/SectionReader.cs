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
        section.CopyTo(options, this);
        foreach ((string header, string value) in section.Headers ?? [])
        {
            options.Headers[header] = value;
        }

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

    internal static string? Text(string? value) => string.IsNullOrWhiteSpace(value) ? null : value;

    internal TimeSpan? Time(string option, string? value)
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
