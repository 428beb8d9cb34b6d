namespace Pulse.Sandbox.Structured;

/// <summary>The given JSON schema cannot be used. The message is for the caller.</summary>
sealed class SchemaException(string message) : Exception(message);
