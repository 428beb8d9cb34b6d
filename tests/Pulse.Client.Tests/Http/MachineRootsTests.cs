using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Pulse.Client.Http;

namespace Pulse.Client.Tests.Http;

/// <summary>Trust stores of every shape; the framework's verdict on the same certificates is the judge.</summary>
public sealed class MachineRootsTests : IDisposable
{
    const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    static readonly DateTimeOffset s_now = TimeProvider.System.GetUtcNow();

    readonly string _folder = Directory.CreateTempSubdirectory("pulse-roots-").FullName;
    readonly List<X509Certificate2> _made = [];

    public void Dispose()
    {
        _made.ForEach(static certificate => certificate.Dispose());
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("root in the bundle", true)]
    [InlineData("root in the bundle, among others and comments", true)]
    [InlineData("root in the folder", true)]
    [InlineData("root in the second folder, as DER", true)]
    [InlineData("root under an old label", true)]
    [InlineData("root and intermediate in the bundle", true)]
    [InlineData("root in the bundle, intermediate in the folder", true)]
    [InlineData("both in the folder", true)]
    [InlineData("a root of that name with another key in the bundle, the right one in the folder", true)]
    [InlineData("two roots of that name in the bundle", true)]
    [InlineData("a certificate that cannot be read before the root", true)]
    [InlineData("nothing", false)]
    [InlineData("other roots only", false)]
    [InlineData("a root of that name with another key", false)]
    [InlineData("the intermediate only", false)]
    [InlineData("the server's own certificate", false)]
    [InlineData("root with a trust label only", false)]
    public void The_verdict_is_that_of_the_framework_on_all_of_the_store(string shape, bool trusted)
    {
        X509Certificate2 root = Make("root", null), other = Make("other", null), fake = Make("root", null);
        X509Certificate2 intermediate = Make("intermediate", root, isAuthority: true), server = Make("server", intermediate);
        string pem = Pem(root);
        bool isSent = !shape.Contains("intermediate", StringComparison.Ordinal) && shape != "both in the folder";
        (string bundle, string folder) = shape switch
        {
            "root in the bundle" => (pem, ""),
            "root in the bundle, among others and comments" => ($"# Größe {other.Subject}\n{Pem(other)}\n# root\n{pem}{Pem(fake)}", Pem(other)),
            "root in the folder" => (Pem(other), pem),
            "root under an old label" => (pem.Replace("CERTIFICATE", "X509 CERTIFICATE", StringComparison.Ordinal), ""),
            "root and intermediate in the bundle" => (pem + Pem(intermediate), ""),
            "root in the bundle, intermediate in the folder" => (pem, Pem(intermediate)),
            "both in the folder" => (Pem(other), pem + Pem(intermediate)),
            "a root of that name with another key in the bundle, the right one in the folder" => (Pem(fake), pem),
            "two roots of that name in the bundle" => (Pem(fake) + pem, ""),
            "a certificate that cannot be read before the root" => ("-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n" + pem, ""),
            "other roots only" => (Pem(other), Pem(other)),
            "a root of that name with another key" => (Pem(fake), Pem(fake)),
            "the intermediate only" => (Pem(intermediate), Pem(intermediate)),
            "the server's own certificate" => (Pem(server), Pem(server)),
            "root with a trust label only" => (pem.Replace("CERTIFICATE", "TRUSTED CERTIFICATE", StringComparison.Ordinal), ""),
            _ => ("", ""),
        };
        Write("bundle.pem", bundle);
        Write("one/file.pem", folder);
        Directory.CreateDirectory(Path.Combine(_folder, "two"));
        if (shape == "root in the second folder, as DER")
        {
            File.WriteAllBytes(Path.Combine(_folder, "two", "root.crt"), root.RawData);
        }

        Assert.Equal(trusted, IsTrusted(Store(), server, isSent || shape == "the intermediate only" ? [intermediate] : []));
        if (shape is not ("root in the second folder, as DER" or "root with a trust label only"))
        {
            X509Certificate2Collection all = [];
            all.ImportFromPem((bundle + folder).Replace("X509 CERT", "CERT", StringComparison.Ordinal).Replace("-----BEGIN CERTIFICATE-----\nMAMCAQE=\n-----END CERTIFICATE-----\n", "", StringComparison.Ordinal));
            Assert.Equal(trusted, IsTrustedByFramework(all, server, isSent || shape == "the intermediate only" ? [intermediate] : []));
        }
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("not yet valid")]
    [InlineData("for clients only")]
    [InlineData("signed by what is no authority")]
    [InlineData("tampered")]
    public void A_known_root_is_not_enough(string fault)
    {
        X509Certificate2 root = Make("root", null), leaf = Make("leaf", root);
        X509Certificate2 server = fault switch
        {
            "expired" => Make("server", root, days: -2),
            "not yet valid" => Make("server", root, days: 2),
            "for clients only" => Make("server", root, purpose: ClientPurpose),
            "signed by what is no authority" => Make("server", leaf),
            _ => Tampered(Make("server", root)),
        };
        Write("bundle.pem", Pem(root));
        Write("one/root.pem", Pem(root));
        Assert.True(IsTrusted(Store(), Make("server", root), []));
        Assert.False(IsTrusted(Store(), server, [leaf]));
        Assert.False(IsTrustedByFramework([root], server, [leaf]));
    }

    [Theory]
    [InlineData("bundle.pem")]
    [InlineData("one/root.pem")]
    public void What_changes_while_the_process_runs_counts(string file)
    {
        X509Certificate2 root = Make("root", null), server = Make("server", root);
        Write("bundle.pem", "");
        Write("one/other.pem", "");
        MachineRoots store = Store();
        Assert.False(IsTrusted(store, server, []));
        string path = Write(file, Pem(root));
        Assert.True(IsTrusted(store, server, []));
        Assert.True(IsTrusted(store, server, []));
        File.Delete(path);
        Assert.False(IsTrusted(store, server, []));
    }

    [Fact]
    public void Without_folders_of_its_own_OpenSSL_has_those_of_most_machines()
    {
        X509Certificate2 server = Make("server", Make("root", null));
        Assert.False(IsTrusted(new MachineRoots(() => new(null, Path.Combine(_folder, "none"), AreDefault: true)), server, []));
        Assert.False(IsTrusted(new MachineRoots(() => new("", "", AreDefault: false)), server, []));
    }

    MachineRoots Store() => new(() => new(Path.Combine(_folder, "bundle.pem"), $"{_folder}/none:{_folder}/one:{_folder}/two", AreDefault: false));

    static bool IsTrusted(MachineRoots store, X509Certificate2 server, X509Certificate2Collection sent)
    {
        using X509Chain chain = new();
        return store.Build(chain, server, Policy(sent));
    }

    static bool IsTrustedByFramework(X509Certificate2Collection trusted, X509Certificate2 server, X509Certificate2Collection sent)
    {
        using X509Chain chain = new() { ChainPolicy = Policy(sent) };
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        return chain.Build(server);
    }

    /// <summary>As the framework has it in a handshake.</summary>
    static X509ChainPolicy Policy(X509Certificate2Collection sent)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        policy.ApplicationPolicy.Add(new Oid(ServerPurpose));
        policy.ExtraStore.AddRange(sent);
        return policy;
    }

    static string Pem(X509Certificate2 certificate) => certificate.ExportCertificatePem() + "\n";

    string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    X509Certificate2 Tampered(X509Certificate2 certificate)
    {
        byte[] encoded = certificate.RawData;
        encoded[^1] ^= 1;
        return Keep(X509Certificate2.CreateFromPem(PemEncoding.Write("CERTIFICATE", encoded)));
    }

    X509Certificate2 Make(string name, X509Certificate2? issuer, bool isAuthority = false, int days = 0, string? purpose = null)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(issuer is null || isAuthority, false, 0, critical: true));
        X509SubjectKeyIdentifierExtension own = new(request.PublicKey, critical: false);
        request.CertificateExtensions.Add(own);
        X509SubjectKeyIdentifierExtension signer = issuer?.Extensions.OfType<X509SubjectKeyIdentifierExtension>().First() ?? own;
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromSubjectKeyIdentifier(signer));
        if (issuer is not null && !isAuthority)
        {
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose ?? ServerPurpose)], critical: false));
        }

        DateTimeOffset from = s_now.AddDays(days - 1), to = s_now.AddDays(days + 1);
        if (issuer is null)
        {
            return Keep(request.CreateSelfSigned(s_now.AddDays(-30), s_now.AddDays(30)));
        }

        if (isAuthority)
        {
            (from, to) = (s_now.AddDays(-20), s_now.AddDays(20));
        }

        using X509Certificate2 certificate = issuer.HasPrivateKey && issuer.Extensions.OfType<X509BasicConstraintsExtension>().First().CertificateAuthority
            ? request.Create(issuer, from, to, Guid.NewGuid().ToByteArray())
            : request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuer.GetECDsaPrivateKey()!), from, to, Guid.NewGuid().ToByteArray());
        return Keep(certificate.CopyWithPrivateKey(key));
    }

    X509Certificate2 Keep(X509Certificate2 certificate)
    {
        _made.Add(certificate);
        return certificate;
    }
}
