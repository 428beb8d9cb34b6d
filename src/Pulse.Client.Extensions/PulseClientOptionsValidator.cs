using Microsoft.Extensions.Options;

namespace Pulse.Client.Extensions;

/// <summary>Finds everything that would keep a client from working, and says it at once.</summary>
sealed class PulseClientOptionsValidator : IValidateOptions<PulseClientOptions>
{
    public ValidateOptionsResult Validate(string? name, PulseClientOptions options)
    {
        List<string> problems = [.. options.Validate()];
        if (string.IsNullOrWhiteSpace(options.ApiKey) && (options.ApiKey is not null || string.IsNullOrWhiteSpace(Environment.GetEnvironmentVariable("PULSE_API_KEY"))))
        {
            problems.Insert(0, "There is no API key: set ApiKey in the options or in the configuration, or set the environment variable PULSE_API_KEY.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems.Select(problem => $"{Subject(name)}: {problem}"));
    }

    /// <summary>What a message is about.</summary>
    internal static string Subject(string? name) => string.IsNullOrEmpty(name) ? "Pulse client" : $"Pulse client '{name}'";
}
