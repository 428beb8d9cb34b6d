using System.Text.Json;

namespace Pulse.Sandbox.Http;

/// <summary>Ends a request with the documented error envelope.</summary>
sealed class ApiException(int statusCode, string code, string message, Action<Utf8JsonWriter>? details = null)
    : Exception(message)
{
    public int StatusCode => statusCode;

    public string Code => code;

    /// <summary>Writes the members of <c>details</c>; null when there are none.</summary>
    public Action<Utf8JsonWriter>? Details => details;
}
