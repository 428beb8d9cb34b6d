namespace Pulse.Sandbox;

/// <summary>How the <c>url</c> of a large result is written.</summary>
public enum LargeResultLink
{
    /// <summary>With scheme and host, as the request named them.</summary>
    Absolute,

    /// <summary>As a path without a host.</summary>
    Relative,

    /// <summary>To a place of this server that redirects to the result, on <see cref="SandboxOptions.LargeResultOrigin"/> if that is set.</summary>
    Redirect,
}
