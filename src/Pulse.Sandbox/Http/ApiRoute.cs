namespace Pulse.Sandbox.Http;

/// <summary>Who may call a route.</summary>
enum Access
{
    /// <summary>A valid key is needed.</summary>
    Key,

    /// <summary>A key may be left out, but one that is sent must be valid.</summary>
    KeyOptional,

    /// <summary>The control plane: no key, loopback only, neither journalled nor subject to faults.</summary>
    Control,
}

/// <summary>One method of one path, for example <c>GET</c> of <c>job/{id}</c>.</summary>
sealed class ApiRoute(string method, string template, Access access, Func<Exchange, Task> handler)
{
    readonly string[] _template = template.Length == 0 ? [] : template.Split('/');

    public string Method => method;

    public string Template => template;

    public Access Access => access;

    public Func<Exchange, Task> Handler => handler;

    /// <summary>The values of the template's parameters in their order, or null when the path is another one.</summary>
    public string[]? Match(string[] segments)
    {
        if (segments.Length != _template.Length)
        {
            return null;
        }

        List<string>? values = null;
        for (int i = 0; i < segments.Length; i++)
        {
            if (_template[i][0] == '{')
            {
                (values ??= []).Add(segments[i]);
            }
            else if (_template[i] != segments[i])
            {
                return null;
            }
        }

        return values?.ToArray() ?? [];
    }
}
