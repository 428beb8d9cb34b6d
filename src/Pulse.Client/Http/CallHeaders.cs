namespace Pulse.Client.Http;

/// <summary>Headers of one call, such as <c>traceparent</c>: on all its requests to the service, whichever attempt, redirect or poll.</summary>
sealed class CallHeaders
{
    static readonly AsyncLocal<CallHeaders?> s_current = new();

    readonly KeyValuePair<string, string>[] _headers;

    CallHeaders(KeyValuePair<string, string>[] headers) => _headers = headers;

    /// <summary>Those of the present flow of execution.</summary>
    internal static CallHeaders? Current
    {
        get => s_current.Value;
        set => s_current.Value = value;
    }

    /// <summary>Checks headers, and adds them to those that there are; of one name the new one counts.</summary>
    /// <returns>All of them; null when there are none.</returns>
    /// <exception cref="PulseConfigurationException">One cannot be sent, or belongs into the options.</exception>
    internal static CallHeaders? Resolve(CallHeaders? earlier, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        Dictionary<string, string> chosen = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, string value) in headers)
        {
            if (!chosen.TryAdd(name, value))
            {
                throw RequestHeaders.Invalid($"'{name.ReplaceLineEndings(" ")}' is there twice.");
            }

            if (RequestHeaders.IsCredential(name))
            {
                // What is shown of a response is rid of the secrets in the options, and of no others.
                throw RequestHeaders.Invalid($"'{name}' has credentials, which belong into the options of the client.");
            }
        }

        KeyValuePair<string, string>[] added = RequestHeaders.Resolve(chosen);
        foreach ((string name, string value) in earlier?._headers ?? [])
        {
            chosen.TryAdd(name, value);
        }

        return chosen.Count == added.Length ? (added.Length == 0 ? null : new CallHeaders(added)) : new CallHeaders([.. chosen]);
    }

    /// <summary>Puts them on a request, in place of others of the same names.</summary>
    internal void AddTo(HttpRequestMessage request)
    {
        foreach ((string name, string value) in _headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }
}
