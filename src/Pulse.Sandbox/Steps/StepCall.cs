namespace Pulse.Sandbox.Steps;

/// <summary>On whose behalf something is processed.</summary>
/// <param name="Organization">Who is charged and owns what is kept.</param>
/// <param name="BaseUrl">Where the caller reached this server, for links.</param>
/// <param name="JobId">The job that the result belongs to; a synchronous request has one too.</param>
readonly record struct StepCall(string Organization, string BaseUrl, string JobId);
