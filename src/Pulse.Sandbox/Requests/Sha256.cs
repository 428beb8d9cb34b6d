using System.Security.Cryptography;
using System.Text;

namespace Pulse.Sandbox.Requests;

/// <summary>SHA-256 in lower-case hexadecimal.</summary>
static class Sha256
{
    public static string Of(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    public static string OfText(string text) => Of(Encoding.UTF8.GetBytes(text));
}
