namespace Pulse.Client.Results;

/// <summary>Links in the service's responses.</summary>
static class ServiceLinks
{
    /// <summary>A link may be relative, and then hangs off the base URL as all paths of the API do, its prefix included. Null when it is no http(s) URL.</summary>
    internal static Uri? Resolve(Uri baseUrl, string link)
    {
        Uri? target = null;
        if (link.StartsWith("//", StringComparison.Ordinal))
        {
            _ = Uri.TryCreate($"{baseUrl.Scheme}:{link}", UriKind.Absolute, out target);
        }
        else if (link.StartsWith('/'))
        {
            string prefix = baseUrl.AbsolutePath.TrimEnd('/');
            bool hasPrefix = prefix.Length > 0 && link.StartsWith($"{prefix}/", StringComparison.Ordinal);
            _ = Uri.TryCreate($"{baseUrl.GetLeftPart(UriPartial.Authority)}{(hasPrefix ? "" : prefix)}{link}", UriKind.Absolute, out target);
        }
        else if (Uri.TryCreate(link, UriKind.Absolute, out Uri? absolute))
        {
            target = absolute;
        }
        else if (Uri.TryCreate(new Uri($"{baseUrl.AbsoluteUri.TrimEnd('/')}/"), link, out Uri? relative))
        {
            target = relative;
        }

        return target is not null && (target.Scheme == Uri.UriSchemeHttps || target.Scheme == Uri.UriSchemeHttp) ? target : null;
    }
}
