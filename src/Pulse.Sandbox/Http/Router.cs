namespace Pulse.Sandbox.Http;

/// <summary>
/// Finds the route of a raw request target. ASP.NET's own routing leaves <c>%2F</c> encoded in route values and responds with
/// without the API's envelope; here a path is cut at its literal slashes first and each piece is decoded after that.
/// </summary>
sealed class Router(IReadOnlyList<ApiRoute> routes, string pathBase)
{
    /// <summary>Finds the route, and the decoded pieces that stand where the template has a parameter.</summary>
    /// <exception cref="ApiException">404 for an unknown path, 405 for a known path with another method.</exception>
    public (ApiRoute Route, string[] Values) Find(string method, string path, out string allow)
    {
        allow = "";
        string[]? segments = Split(path);
        List<string>? allowed = null;
        if (segments is not null)
        {
            foreach (ApiRoute route in routes)
            {
                if (route.Match(segments) is { } values)
                {
                    if (route.Method == method)
                    {
                        return (route, values);
                    }

                    (allowed ??= []).Add(route.Method);
                }
            }
        }

        if (allowed is null)
        {
            throw ApiErrors.UnknownPath(path);
        }

        allow = string.Join(", ", allowed);
        throw ApiErrors.MethodNotAllowed(method);
    }

    /// <summary>The path of a request target: without scheme, host and query, not decoded.</summary>
    public static string PathOf(string rawTarget)
    {
        ReadOnlySpan<char> target = rawTarget;
        int query = target.IndexOfAny('?', '#');
        if (query >= 0)
        {
            target = target[..query];
        }

        int scheme = target.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0 && target[0] != '/')
        {
            target = target[(scheme + 3)..];
            int slash = target.IndexOf('/');
            target = slash < 0 ? "/" : target[slash..];
        }

        return target.ToString();
    }

    string[]? Split(string path)
    {
        if (!path.StartsWith(pathBase, StringComparison.Ordinal) || path.Length <= pathBase.Length || path[pathBase.Length] != '/')
        {
            return null;
        }

        if (path.Length == pathBase.Length + 1)
        {
            return [];
        }

        string[] segments = path[(pathBase.Length + 1)..].Split('/');
        for (int i = 0; i < segments.Length; i++)
        {
            segments[i] = Uri.UnescapeDataString(segments[i]);
            if (segments[i].Length == 0)
            {
                return null;
            }
        }

        return segments;
    }
}
