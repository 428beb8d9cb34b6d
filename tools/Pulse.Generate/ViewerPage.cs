using System.Reflection;
using System.Security.Cryptography;
using System.Text;

namespace Pulse.Generate;

/// <summary>
/// The page of <c>pulse view</c> in one file, made from <c>src/Pulse.Client/Reports/Viewer</c>. Its policy names the style and the script by
/// their hashes, which the client cannot compute itself: hashing needs an OpenSSL there.
/// </summary>
sealed class ViewerPage : IGenerator
{
    public string Path => "src/Pulse.Client/Reports/viewer.g.html";

    public string Generate()
    {
        string style = Read("viewer.css");
        string script = Read("viewer.js");
        string policy = $"default-src 'none'; script-src '{Hash(script)}'; style-src '{Hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
        string page = Read("viewer.html")
            .Replace("{policy}", policy, StringComparison.Ordinal)
            .Replace("{style}", style, StringComparison.Ordinal)
            .Replace("{script}", script, StringComparison.Ordinal);
        return $"<!-- Made by `make generate` from src/Pulse.Client/Reports/Viewer. Do not edit. -->\n{page}";
    }

    static string Hash(string text) => $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}";

    static string Read(string name)
    {
        using Stream resource = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Viewer.{name}")!;
        using StreamReader reader = new(resource, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
